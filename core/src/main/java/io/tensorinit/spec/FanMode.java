package io.tensorinit.spec;

import io.tensorinit.layout.Fans;

/**
 * Which number of connections a variance is divided by.
 *
 * <p>Sources: X. Glorot, Y. Bengio (2010), Understanding the difficulty of training deep
 * feedforward neural networks (the mean); K. He, X. Zhang, S. Ren, J. Sun (2015), Delving deep into
 * rectifiers (either fan); the geometric mean is that of jax.nn.initializers.
 */
public enum FanMode {
  /** The fan in: keeps the variance of the forward pass. */
  FAN_IN {
    @Override
    public double of(Fans fans) {
      return fans.in();
    }
  },
  /** The fan out: keeps the variance of the gradients. */
  FAN_OUT {
    @Override
    public double of(Fans fans) {
      return fans.out();
    }
  },
  /** The mean of both. */
  FAN_AVG {
    @Override
    public double of(Fans fans) {
      return (fans.in() + fans.out()) / 2;
    }
  },
  /** The geometric mean of both. */
  FAN_GEO_AVG {
    @Override
    public double of(Fans fans) {
      return Math.sqrt(fans.in() * fans.out());
    }
  };

  /**
   * The number of connections.
   *
   * @param fans the fans
   * @return the number this mode takes; NaN where it needs a fan that is not known
   */
  public abstract double of(Fans fans);
}
