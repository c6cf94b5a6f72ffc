package io.tensorinit.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module without parameters, whose method {@code forward} changes one tensor in
 * place: how operations of PyTorch that DJL has no call for are reached. The file is a zip archive
 * with the method's text, a pickled module and no constants.
 *
 * <p>Source: PyTorch, torch/csrc/jit/docs/serialization.md.
 */
final class TorchScript {
  /** {@code __torch__.Fill}, an object without fields. */
  private static final String MODULE = "\u0080\u0002c__torch__\nFill\n)\u0081}b.";

  /** An empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private TorchScript() {}

  /**
   * The file of a module.
   *
   * @param body the statements of {@code forward}, one a line, about the tensor {@code t}
   * @param result what {@code forward} returns, an expression
   * @return its bytes
   */
  static byte[] of(String body, String result) {
    StringBuilder code = new StringBuilder("class Fill(Module):\n");
    code.append("  __parameters__ = []\n  __buffers__ = []\n");
    code.append("  def forward(self: __torch__.Fill, t: Tensor) -> Tensor:\n");
    body.lines().forEach(line -> code.append("    ").append(line).append('\n'));
    code.append("    return ").append(result).append('\n');
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      put(zip, "fill/data.pkl", MODULE);
      put(zip, "fill/code/__torch__.py", code.toString());
      put(zip, "fill/constants.pkl", NO_CONSTANTS);
      put(zip, "fill/version", "3\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** Adds a member, not compressed: PyTorch reads pickles in their place. */
  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
