package io.tensorinit.plan;

/**
 * Every element is {@code value}; in a complex tensor the imaginary part is zero. Takes no words.
 *
 * @param value the value; rounded to float32 (float64), then to the dtype
 */
public record ConstantFill(double value) implements FillPlan {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.constant(this);
  }
}
