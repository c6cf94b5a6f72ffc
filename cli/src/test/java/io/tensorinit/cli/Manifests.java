package io.tensorinit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small models for tests. */
final class Manifests {
  /** One of each kind of fill, in F32. */
  static final String MIXED =
      "{ \"seed\": 7, \"parameters\": ["
          + "{ \"name\": \"dense.weight\", \"shape\": [64, 48], \"init\": \"he_normal\" },"
          + "{ \"name\": \"dense.bias\", \"shape\": [64], \"init\": \"zeros\" },"
          + "{ \"name\": \"rnn.weight\", \"shape\": [24, 24], \"init\": \"orthogonal\" },"
          + "{ \"name\": \"skip\", \"shape\": [5, 5], \"init\": \"identity\" },"
          + "{ \"name\": \"scale\", \"shape\": [], \"init\": \"ones\" },"
          + "{ \"name\": \"nothing\", \"shape\": [0, 4], \"init\": \"ones\" } ] }";

  private Manifests() {}

  static Path mixed(Path folder) throws IOException {
    return write(folder, "mixed.json", MIXED);
  }

  /** One matrix of normals. */
  static Path matrix(Path folder, String dtype, long rows, long columns) throws IOException {
    return write(
        folder,
        "matrix-" + dtype + ".json",
        "{ \"dtype\": \""
            + dtype
            + "\", \"parameters\": [{ \"name\": \"w\", \"shape\": ["
            + rows
            + ", "
            + columns
            + "], \"init\": \"random_normal\" }] }");
  }

  static Path write(Path folder, String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json);
  }
}
