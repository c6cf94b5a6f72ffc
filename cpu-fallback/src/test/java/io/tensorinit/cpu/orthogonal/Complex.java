package io.tensorinit.cpu.orthogonal;

/**
 * A complex number.
 *
 * @param re real part
 * @param im imaginary part
 */
record Complex(double re, double im) {
  static final Complex ZERO = new Complex(0, 0);
  static final Complex ONE = new Complex(1, 0);

  Complex plus(Complex other) {
    return new Complex(re + other.re, im + other.im);
  }

  Complex minus(Complex other) {
    return new Complex(re - other.re, im - other.im);
  }

  Complex times(Complex other) {
    return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
  }

  Complex times(double factor) {
    return new Complex(re * factor, im * factor);
  }

  Complex over(Complex divisor) {
    return times(divisor.conjugate()).times(1 / divisor.squared());
  }

  Complex conjugate() {
    return new Complex(re, -im);
  }

  double squared() {
    return re * re + im * im;
  }

  double abs() {
    return Math.sqrt(squared());
  }
}
