package io.tensorinit.djl.examples;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Images of 28 by 28 pixels and their labels, as the data set's two files hold them.
 *
 * @param bytes the images, a byte a pixel
 * @param answers the labels, a byte an image
 */
record Images(byte[] bytes, byte[] answers) {
  private static final int PIXELS = 28 * 28;
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  /**
   * Reads a part of the data set.
   *
   * @param folder the folder of its files
   * @param part {@code train} or {@code t10k}
   */
  static Images read(Path folder, String part) throws IOException {
    byte[] images = idx(folder.resolve(part + "-images-idx3-ubyte.gz"), IMAGES, 3);
    byte[] labels = idx(folder.resolve(part + "-labels-idx1-ubyte.gz"), LABELS, 1);
    if (images.length != labels.length * PIXELS) {
      throw new IOException(
          folder + ": " + labels.length + " labels, but " + images.length + " pixels");
    }
    return new Images(images, labels);
  }

  /** The elements behind the header of an IDX file: its kind, and a number for each axis. */
  private static byte[] idx(Path file, int kind, int axes) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] content = in.readAllBytes();
      int its = new DataInputStream(new ByteArrayInputStream(content)).readInt();
      if (its != kind) {
        throw new IOException(file + ": no IDX file of kind " + kind + ", was " + its);
      }
      int header = 4 + 4 * axes;
      byte[] elements = new byte[content.length - header];
      System.arraycopy(content, header, elements, 0, elements.length);
      return elements;
    }
  }

  int count() {
    return answers.length;
  }

  /** Some images, from black, 0, to white, 1. */
  float[] pixels(int from, int images) {
    float[] pixels = new float[images * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (bytes[from * PIXELS + i] & 0xff) / 255f;
    }
    return pixels;
  }

  /** Their labels. */
  float[] labels(int from, int images) {
    float[] labels = new float[images];
    for (int i = 0; i < images; i++) {
      labels[i] = answers[from + i];
    }
    return labels;
  }
}
