package io.tensorinit.plan;

/**
 * Whether a fill needs the host: tables, given tensors and Java functions are worked out there and
 * reach a device in chunks; everything else is computed where the tensor is.
 */
public final class HostWork {
  private HostWork() {}

  /**
   * Whether any part of a plan is worked out on the host, on every backend.
   *
   * @param plan the plan
   * @return true if it holds a table or a Java function
   */
  public static boolean isNeeded(FillPlan plan) {
    return plan.contains(HostFill.class::isInstance);
  }
}
