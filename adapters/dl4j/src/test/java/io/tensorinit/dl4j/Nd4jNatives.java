package io.tensorinit.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's real CPU build, which tests have on one platform: for each it is a large download. */
final class Nd4jNatives {
  private Nd4jNatives() {}

  /** Skips where it is not on the test class path; fails where it is and cannot be used. */
  static void require() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(
        platform.equals("Linux amd64"),
        "the tests have ND4J's natives for Linux on x86-64, this is " + platform);
    assertEquals(ExecutionerType.NATIVE_CPU, Nd4j.getExecutioner().type());
  }
}
