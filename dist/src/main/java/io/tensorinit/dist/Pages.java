package io.tensorinit.dist;

import io.tensorinit.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what picocli makes of the command's own description: manual pages and completion. */
public final class Pages {
  private Pages() {}

  /**
   * Writes AsciiDoc sources of the manual pages, one a subcommand, and a script that teaches bash
   * the command's options.
   *
   * @param folders where to put the sources, and where the script
   * @throws IOException if nothing can be written there
   */
  public static void main(String[] folders) throws IOException {
    Path manual = Files.createDirectories(Path.of(folders[0]));
    Path completions = Files.createDirectories(Path.of(folders[1]));
    CommandLine command = Main.commandLine();
    int exitCode =
        ManPageGenerator.generateManPage(
            manual.toFile(), null, new boolean[0], true, command.getCommandSpec());
    if (exitCode != 0) {
      throw new IOException("picocli's generator of manual pages ends with " + exitCode);
    }
    String name = command.getCommandName();
    Files.writeString(completions.resolve(name), AutoComplete.bash(name, command));
  }
}
