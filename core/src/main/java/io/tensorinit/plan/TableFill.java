package io.tensorinit.plan;

/**
 * Values worked out on the host: a given tensor, a window, a filter. Every backend takes them from
 * the host, in chunks.
 *
 * @param table the values by index
 */
public record TableFill(HostTable table) implements FillPlan {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.table(this);
  }
}
