package io.tensorinit.plan;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;

/**
 * Values worked out on the host: a given tensor, a window, a filter. Every backend takes them from
 * the host, in chunks.
 *
 * @param table the values by index
 */
public record TableFill(HostTable table) implements HostFill {
  @Override
  public HostElements elements(Key key, DType dtype) {
    return dtype.isComplex()
        ? position ->
            (position & 1) == 0 ? table.at(position >>> 1) : table.imaginaryAt(position >>> 1)
        : table::at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.table(this);
  }
}
