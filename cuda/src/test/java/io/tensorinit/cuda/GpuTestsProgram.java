package io.tensorinit.cuda;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What {@link SoftwareDeviceTest} runs in a JVM of its own: this module's tests tagged gpu. */
public final class GpuTestsProgram {
  private static final int SHOWN_FAILURES = 5;

  private GpuTestsProgram() {}

  /**
   * Runs the tests and prints how many there were.
   *
   * @param arguments none
   * @throws URISyntaxException if this class does not lie in a folder
   */
  public static void main(String[] arguments) throws URISyntaxException {
    Path classes =
        Path.of(GpuTestsProgram.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClasspathRoots(Set.of(classes)))
            .filters(includeTags("gpu"))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.printFailuresTo(out, SHOWN_FAILURES);
    out.printf(
        "succeeded %d, failed %d, skipped %d%n",
        summary.getTestsSucceededCount(),
        summary.getTotalFailureCount(),
        summary.getTestsFoundCount()
            - summary.getTestsStartedCount()
            + summary.getTestsAbortedCount());
    System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
  }
}
