package io.tensorinit.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Images of 28 x 28 grey values, each of one of ten classes.
 *
 * @param pixels 784 unsigned bytes an image, row by row
 * @param labels the class of each image, 0 to 9
 */
record LabelledImages(byte[] pixels, byte[] labels) {
  /** Pixels of an image. */
  static final int PIXELS = 28 * 28;

  /** How many classes there are. */
  static final int CLASSES = 10;

  /** How many images there are. */
  int count() {
    return labels.length;
  }

  /**
   * Reads the training images of Fashion-MNIST, or of any data set in its form.
   *
   * @param folder holds {@code train-images-idx3-ubyte.gz} and {@code train-labels-idx1-ubyte.gz}
   * @return the images
   * @throws IOException if a file cannot be read or is not in that form
   */
  static LabelledImages read(Path folder) throws IOException {
    Path imageFile = folder.resolve("train-images-idx3-ubyte.gz");
    Path labelFile = folder.resolve("train-labels-idx1-ubyte.gz");
    IdxFile images = IdxFile.read(imageFile, 3);
    int[] sizes = images.sizes();
    if (sizes[1] * (long) sizes[2] != PIXELS) {
      throw new IOException(
          imageFile + ": images of 28 x 28 are wanted, not of " + sizes[1] + " x " + sizes[2]);
    }
    byte[] labels = IdxFile.read(labelFile, 1).elements();
    if (labels.length != sizes[0]) {
      throw new IOException(
          labelFile + ": has " + labels.length + " labels, but there are " + sizes[0] + " images");
    }
    for (byte label : labels) {
      if (label < 0 || label >= CLASSES) {
        throw new IOException(labelFile + ": has the label " + (label & 0xff) + ", not 0 to 9");
      }
    }
    return new LabelledImages(images.elements(), labels);
  }

  /**
   * Copies images, their grey values as numbers in [0, 1].
   *
   * @param order image numbers
   * @param first the place of the first image wanted
   * @param count how many are wanted
   * @param into takes 784 numbers an image
   */
  void copyTo(int[] order, int first, int count, float[] into) {
    for (int image = 0; image < count; image++) {
      int from = order[first + image] * PIXELS;
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        into[image * PIXELS + pixel] = (pixels[from + pixel] & 0xff) / 255f;
      }
    }
  }

  /**
   * The classes of images.
   *
   * @param order image numbers
   * @param first the place of the first image wanted
   * @param count how many are wanted
   * @return a class an image
   */
  int[] classes(int[] order, int first, int count) {
    int[] classes = new int[count];
    for (int image = 0; image < count; image++) {
      classes[image] = labels[order[first + image]];
    }
    return classes;
  }
}
