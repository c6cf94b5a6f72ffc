package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A rank's right to its number, so that two ranks that were given one number find out. While it
 * works a rank holds the lock on {@code .tensorinit-rank-00001-of-00004.lock} in the folder; when
 * it is done it leaves the name of its launch there, if the launcher gives one, and another rank of
 * that number and launch is refused although the first has ended. A rank that died leaves nothing
 * that would refuse the next one. When all ranks are done the files are deleted.
 */
public final class RankClaim implements Closeable {
  private static final String UNKNOWN = "-";

  private final Path folder;
  private final int ranks;
  private final String launch;
  private final LockFile lock;
  private boolean done;

  private RankClaim(Path folder, int ranks, String launch, LockFile lock) {
    this.folder = folder;
    this.ranks = ranks;
    this.launch = launch;
    this.lock = lock;
  }

  /**
   * Takes a number.
   *
   * @param folder the folder of the set, which exists
   * @param rank the number, from 0
   * @param ranks the number of ranks
   * @param launch what all ranks of one launch have in common and no other has; empty if that is
   *     not known
   * @return the claim, to be closed when the rank ends
   * @throws IOException if another rank has the number; the message says so
   */
  public static RankClaim take(Path folder, int rank, int ranks, Optional<String> launch)
      throws IOException {
    String who = "rank " + rank + " of " + ranks;
    LockFile lock =
        LockFile.tryHold(file(folder, rank, ranks))
            .orElseThrow(
                () ->
                    new IOException(
                        "cannot write "
                            + folder
                            + ": another living process is "
                            + who
                            + " there; two ranks were given one number"));
    String text = launch.orElse(UNKNOWN);
    boolean again;
    try {
      again = launch.isPresent() && lock.text().equals(text);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
    if (again) {
      lock.close();
      throw new IOException(
          "cannot write "
              + folder
              + ": another process of this launch was "
              + who
              + " and is done; two ranks were given one number");
    }
    return new RankClaim(folder, ranks, text, lock);
  }

  private static Path file(Path folder, int rank, int ranks) {
    return folder.resolve(
        String.format(Locale.ROOT, ".tensorinit-rank-%05d-of-%05d.lock", rank + 1, ranks));
  }

  /**
   * Says that the rank has written its file. When that is true of all ranks, nothing of the claims
   * is left.
   *
   * @throws IOException if that cannot be noted
   */
  public void done() throws IOException {
    lock.leave(launch);
    done = true;
    lock.close();
    List<Path> claims = new ArrayList<>();
    boolean allWritten = true;
    for (int other = 0; other < ranks; other++) {
      Path claim = file(folder, other, ranks);
      if (Files.exists(claim) && Files.size(claim) > 0) {
        claims.add(claim);
      }
      allWritten &= Files.exists(folder.resolve(ShardWriter.fileName(other, ranks)));
    }
    boolean again = launch.equals(UNKNOWN) && claims.size() == 1; // one rank of a whole set
    if (allWritten && (claims.size() == ranks || again)) {
      for (Path claim : claims) {
        delete(claim);
      }
    }
  }

  private static void delete(Path claim) throws IOException {
    Optional<LockFile> free = LockFile.tryHold(claim);
    if (free.isPresent()) {
      free.get().delete();
    }
  }

  /** Gives the number back; a rank that is not done leaves nothing. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      lock.delete();
    }
  }
}
