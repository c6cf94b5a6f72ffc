package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.testkit.BackendContract;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a real device, at full size. Skipped where there is none; a failure instead with
 * {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
public class CudaBackendGpuTest extends BackendContract {
  @Override
  protected Backend open() {
    CudaBackendProvider provider = new CudaBackendProvider();
    Availability answer = provider.availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    return provider.open(BackendOptions.DEFAULT);
  }

  /**
   * The one that calls no library. {@code OrthogonalGpuTest} has the other, so that it can run in a
   * Java machine of its own, with a context that stays.
   */
  @Override
  protected Set<OrthogonalFill.Method> methods() {
    return EnumSet.of(OrthogonalFill.Method.STEWART);
  }
}
