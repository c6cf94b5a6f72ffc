package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of others hold a tied tensor twice, or under its other name alone. */
class StoredTiesTest {
  private static final String HEAD = "{ \"name\": \"head\", \"shape\": [8, 4], \"key\": \"5\"";
  private static final String EMBEDDING = "{ \"name\": \"emb\", \"shape\": [8, 4], \"key\": \"5\"";
  private static final String INIT = ", \"init\": \"he_normal\" }";

  @TempDir Path folder;
  private Path tied;

  @BeforeEach
  void writeManifest() throws IOException {
    tied =
        Manifests.write(
            folder,
            "tied.json",
            "{ \"parameters\": ["
                + EMBEDDING
                + INIT
                + ", { \"name\": \"head\", \"shape\": [8, 4], \"tied_to\": \"emb\" } ] }");
  }

  /** A file of the model whose parameters are listed, none of them tied. */
  private Path stored(String parameters) throws IOException {
    Path manifest =
        Manifests.write(folder, "stored.json", "{ \"parameters\": [" + parameters + "] }");
    Path file = folder.resolve("stored.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    return file;
  }

  @Test
  void aStoredTiedTensorIsTheModelsIfItsValuesAre() throws IOException {
    for (String parameters :
        new String[] {EMBEDDING + INIT, HEAD + INIT, HEAD + INIT + ", " + EMBEDDING + INIT}) {
      assertEquals("equal\n", CommandRun.of("verify", stored(parameters), tied).assertDone().out());
    }
  }

  @Test
  void otherValuesAndFormsUnderItsNameAreNamed() throws IOException {
    CommandRun values =
        CommandRun.of(
            "verify", stored(EMBEDDING + INIT + ", " + HEAD.replace('5', '6') + INIT), tied);
    assertEquals(1, values.exitCode());
    assertEquals(
        "different: tensor \"head\": element [0, 0]: ",
        values.out().substring(0, values.out().indexOf("expected")));
    CommandRun form =
        CommandRun.of(
            "verify", stored(EMBEDDING + INIT + ", " + HEAD.replace("8, 4", "4, 8") + INIT), tied);
    assertEquals("different: tensor \"head\": expected shape [8, 4], found [4, 8]\n", form.out());
    CommandRun none = CommandRun.of("verify", stored(HEAD.replace("head", "x") + INIT), tied);
    assertEquals("different: tensor \"emb\" is missing\n", none.out());
  }
}
