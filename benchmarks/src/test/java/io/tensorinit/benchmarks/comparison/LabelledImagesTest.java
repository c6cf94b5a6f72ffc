package io.tensorinit.benchmarks.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledImagesTest {
  @TempDir Path folder;

  private static byte[] twoImages() {
    byte[] pixels = new byte[2 * 784];
    pixels[0] = 51;
    pixels[784] = (byte) 255;
    return pixels;
  }

  @Test
  void imagesAndClassesAreReadInTheOrderAskedFor() throws IOException {
    IdxFiles.writeFolder(folder, twoImages(), (byte) 3, (byte) 9);
    LabelledImages images = LabelledImages.read(folder);
    assertEquals(2, images.count());
    float[] numbers = new float[2 * 784];
    int[] order = {1, 0};
    images.copyTo(order, 0, 2, numbers);
    assertEquals(1f, numbers[0]);
    assertEquals(0.2f, numbers[784]);
    assertEquals(0f, numbers[1]);
    assertArrayEquals(new int[] {9, 3}, images.classes(order, 0, 2));
    assertArrayEquals(new int[] {3}, images.classes(order, 1, 1));
  }

  @Test
  void aMissingDataSetIsOneLineThatNamesThePackage() {
    Path missing = folder.resolve("none");
    assertEquals(
        "no Fashion-MNIST in "
            + missing
            + ": install Debian's package dataset-fashion-mnist, or name the folder that holds"
            + " train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz",
        assertThrows(IOException.class, () -> Comparison.images(missing)).getMessage());
  }

  @Test
  void labelsThatDoNotFitAreRefused() throws IOException {
    IdxFiles.writeFolder(folder, twoImages(), (byte) 3);
    assertRefused("train-labels-idx1-ubyte.gz: has 1 labels, but there are 2 images");
    IdxFiles.writeFolder(folder, twoImages(), (byte) 3, (byte) 10);
    assertRefused("train-labels-idx1-ubyte.gz: has the label 10, not 0 to 9");
    IdxFiles.writeFolder(folder, twoImages(), (byte) 3, (byte) 200);
    assertRefused("train-labels-idx1-ubyte.gz: has the label 200, not 0 to 9");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    IdxFiles.writeFolder(folder, twoImages(), (byte) 3, (byte) 9);
    images(0x803, new int[] {1, 32, 32}, new byte[1024]);
    assertRefused("train-images-idx3-ubyte.gz: images of 28 x 28 are wanted, not of 32 x 32");
  }

  @Test
  void whatIsNoIdxFileOfBytesIsRefused() throws IOException {
    String wanted = "train-images-idx3-ubyte.gz: no IDX file of unsigned bytes with 3 axes";
    images(0x801, new int[] {784}, new byte[784]);
    assertRefused(wanted);
    images(0xd03, new int[] {1, 28, 28}, new byte[784]);
    assertRefused(wanted);
    images(0x1000803, new int[] {1, 28, 28}, new byte[784]);
    assertRefused(wanted);
    images(0x803, new int[] {1}, new byte[0]);
    assertRefused(wanted);
  }

  @Test
  void moreOrFewerElementsThanSaidAreRefused() throws IOException {
    images(0x803, new int[] {2, 28, 28}, new byte[784]);
    assertRefused("train-images-idx3-ubyte.gz: says 1568 elements, but holds 784");
    images(0x803, new int[] {1, 28, 28}, new byte[785]);
    assertRefused("train-images-idx3-ubyte.gz: says 784 elements, but holds 785");
    images(0x803, new int[] {-1, 28, 28}, new byte[784]);
    assertRefused("train-images-idx3-ubyte.gz: axis 0 has size 4294967295");
    images(0x803, new int[] {1 << 20, 1 << 20, 28}, new byte[784]);
    assertRefused("train-images-idx3-ubyte.gz: axis 1 has size 1048576");
  }

  @Test
  void aFileThatIsNotCompressedOrCutOffIsRefused() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    Files.write(file, new byte[1000]);
    assertRefused("train-images-idx3-ubyte.gz: no whole gzip file: Not in GZIP format");
    images(0x803, new int[] {1, 28, 28}, new byte[784]);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(
        "train-images-idx3-ubyte.gz: no whole gzip file: Unexpected end of ZLIB input stream");
  }

  private void images(int magic, int[] sizes, byte[] elements) throws IOException {
    IdxFiles.write(folder.resolve("train-images-idx3-ubyte.gz"), magic, sizes, elements);
  }

  private void assertRefused(String message) {
    assertEquals(
        folder.resolve(message).toString(),
        assertThrows(IOException.class, () -> LabelledImages.read(folder)).getMessage());
  }
}
