package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.SoftwareDeviceTest;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.library.JcudaLoader;
import java.nio.ByteBuffer;

/**
 * What {@link SoftwareDeviceTest} runs in a JVM of its own: mistakes that a real driver finds, and
 * one that it does not.
 */
public final class DriverFaultsProgram {
  private static final int BYTES = 64;

  private DriverFaultsProgram() {}

  /**
   * Prints what the driver says of each mistake.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    Driver driver = JcudaLoader.driver();
    report("no context", () -> driver.allocate(BYTES, "a test"));
    long other = driver.retainPrimaryContext(1);
    driver.setCurrentContext(other);
    long otherStream = driver.createStream();
    driver.destroyStream(otherStream);
    long context = driver.retainPrimaryContext(0);
    driver.setCurrentContext(context);
    long module = driver.loadModule(PtxFile.text("compose"), "compose.ptx");
    long kernel = driver.function(module, "compose_affine_f32");
    long address = driver.allocate(BYTES, "a test");
    long event = driver.createEvent();

    // as SOFT_FAIL asks: what a capture answers, and what a kernel that failed leaves
    for (int query = 0; query < 4; query++) {
      report("event", () -> System.out.print(driver.hasPassed(event) + ", "));
    }
    report(
        "address of no context",
        () -> System.out.print(driver.pointer(address).isPresent() + ", "));
    report("other PTX", () -> driver.loadModule(new byte[] {'x'}, "x.ptx"));
    report("no such kernel", () -> driver.function(module, "compose_affine_f80"));
    report("too much memory", () -> driver.allocate(1L << 40, "a test"));
    report("destroyed stream", () -> driver.clear(address, BYTES, otherStream));
    report(
        "copy beyond", () -> driver.copyToHost(ByteBuffer.allocateDirect(BYTES + 1), address, 0));
    report("clear beyond", () -> driver.clear(address + BYTES, 1, 0));
    report("free elsewhere", () -> driver.free(address + 1));
    report("too much shared memory", () -> driver.allowSharedMemory(kernel, 1 << 20));
    report(
        "shared memory without leave",
        () ->
            driver.launch(
                kernel, new Driver.Grid(1, 256, (48 << 10) + 1), 0, affine(address, 1), ""));
    long own = driver.function(driver.loadModule(PtxFile.text("stewart"), ""), "stewart_gram_f32");
    report(
        "shared memory beside the kernel's own",
        () -> driver.launch(own, new Driver.Grid(1, 256, 40 << 10), 0, affine(address, 1), ""));
    report("leave for it", () -> driver.allowSharedMemory(own, 64 << 10));
    report(
        "too many threads",
        () -> driver.launch(kernel, new Driver.Grid(1, 2048, 0), 0, affine(address, 1), ""));
    // real devices do not see this one; the report does
    driver.launch(
        kernel, new Driver.Grid(1, 256, 0), 0, affine(address, BYTES / Float.BYTES + 1), "");
    report(
        "misaligned launch",
        () -> driver.launch(kernel, new Driver.Grid(1, 256, 0), 0, affine(address + 2, 1), ""));
    report("misaligned wait", () -> driver.synchronize(0, ""));
    report("misaligned later", () -> driver.allocate(BYTES, "a test"));
  }

  private static Arguments affine(long address, long count) {
    return new Arguments().add(address).add(count).add(2, false).add(1, false).add(1);
  }

  private static void report(String mistake, Runnable call) {
    try {
      call.run();
      System.out.println(mistake + ": nothing");
    } catch (CudaException e) {
      System.out.println(mistake + ": " + e.code());
    }
  }
}
