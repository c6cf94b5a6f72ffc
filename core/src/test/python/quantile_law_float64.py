"""The law of uniforms, normals and truncated normals in float64, operation by operation.

A float64 table has no more digits than the arithmetic that makes it, so here the arithmetic is the
law: double, each operation rounded to nearest, in this order, with the exp and log of fdlibm (which
are Java's StrictMath), written anew from Sun's description of them. Standard library only.
"""

from fractions import Fraction
from functools import lru_cache
from math import cos, frexp, inf, ldexp, pi, sqrt


def fma(a, b, c):
    """a * b + c, rounded once. A zero that it gives is positive."""
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def horner(coefficients, x):
    """The polynomial's value; the constant stands first."""
    total = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        total = fma(total, x, coefficient)
    return total


# ---------------------------------------------------------------- elements


def digits(word, low):
    """An element's 53 bits: its word, and the upper 21 of the word of the sub-stream "low"."""
    return (word << 21) + (low >> 11)


def unit(x):
    return x * 2.0**-53 + 2.0**-54


def uniform(x, low, high):
    return min(fma(unit(x), high - low, low), high)


def normal(x, mean, std):
    return fma(table(x, -inf, inf), std, mean)


def truncated_normal(x, mean, std, low, high):
    """N(mean, std^2) cut to [low, high]."""
    if low == high:
        return low
    value = fma(table(x, (low - mean) / std, (high - mean) / std), std, mean)
    return min(max(value, low), high)


def table(x, a, b):
    """The standard normal's quantile in the window [a, b] at 53 bits; (-inf, inf): uncut. As in
    float32, but with 4 pieces an octave and polynomials of degree 12, and t is exact."""
    upper, odd = x >= 2**52, a == -b
    w = 2 * min(x, 2**53 - 1 - x) + 1
    octave = 53 - w.bit_length()
    n = w << octave
    coefficients = row(a, b, upper and not odd, octave, n // 2**50 % 4)
    z = horner(coefficients, (2**50 - n % 2**50) / 2**50)
    return -z if upper and odd else z


@lru_cache(None)
def row(a, b, upper, octave, piece):
    at = places(octave == 0 and piece == 3)
    distances = [ldexp(1 + (piece + 1 - t) / 4, -2 - octave) for t in at]
    z = window(a, b)
    return polynomial(at, [z(1 - d, d) if upper else z(d, 1 - d) for d in distances])


def places(innermost):
    """As in float32; a last bit of the cosine does not matter."""
    angles = [pi * (2 * j / 25 if innermost else (2 * j + 1) / 26) for j in range(13)]
    return [round((1 - cos(angle)) * 2**19) / 2**20 for angle in angles]


def polynomial(places, values):
    """The coefficients, constant first, of the polynomial through points: Newton's differences,
    multiplied out."""
    n, differences = len(places), list(values)
    for order in range(1, n):
        for i in range(n - 1, order - 1, -1):
            slope = differences[i] - differences[i - 1]
            differences[i] = slope / (places[i] - places[i - order])
    coefficients = [0.0] * n
    for place, difference in zip(reversed(places), reversed(differences)):
        shifted = [difference] + coefficients[:-1]
        coefficients = [fma(-place, c, s) for c, s in zip(coefficients, shifted)]
    return coefficients


# ---------------------------------------------------------------- quantiles


@lru_cache(None)
def window(a, b):
    """The quantile function of v and 1 - v in the window [a, b]."""
    if (a, b) == (-inf, inf):
        return normal_quantile
    return straddling(a, b) if a < 0 < b else one_sided(a, b)


def normal_quantile(v, complement):
    p = 2 * min(v, complement)
    z = centre(abs(v - complement)) if p >= 0.15 else tail(p, 0)
    return -z if v < complement else z


def straddling(a, b):
    below, above = from_centre(-a), from_centre(b)
    total = 2 * (below + above)
    lower, upper = 2 * mass(-inf, a, 0), 2 * mass(b, inf, 0)

    def quantile(v, complement):
        c = fma(v, total, -2 * below) if v < complement else fma(-complement, total, 2 * above)
        p = fma(v, total, lower) if c < 0 else fma(complement, total, upper)
        if p >= 0.15:
            return centre(c)
        return -tail(p, 0) if c < 0 else tail(p, 0)

    return quantile


def one_sided(a, b):
    if b > 0:
        mirrored = one_sided(-b, -a)
        return lambda v, complement: -mirrored(complement, v)
    end = mass(-inf, b, 0)
    scale = 0 if end >= 2.0**-40 else -frexp(end)[1]
    total, lower = 2 * mass(a, b, scale), 2 * mass(-inf, a, scale)
    offset = 2 * from_centre(-b)

    def quantile(v, complement):
        p = fma(v, total, lower)
        near = scale == 0 and p >= 0.15
        return -centre(fma(complement, total, offset)) if near else -tail(p, scale)

    return quantile


# M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988)
A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3)
B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3)
C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4)
D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9)
E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7)
F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15)


def centre(q):
    """The quantile at (1 + q) / 2."""
    half = 0.5 * q
    r = fma(-half, half, 0.180625)
    return half * horner(A, r) / horner(B, r)


def tail(p, scale):
    """The quantile's distance from 0 where a tail has the probability p 2^-scale / 2."""
    r = sqrt((scale + 1) * LN_2 - log(p))
    if r <= 5:
        return horner(C, r - 1.6) / horner(D, r - 1.6)
    return horner(E, r - 5) / horner(F, r - 5)


# ---------------------------------------------------------------- probabilities of windows

NODES = (0.095012509837637440185, 0.28160355077925891323, 0.45801677765722738634,
         0.61787624440264374845, 0.7554044083550030339, 0.86563120238783174388,
         0.94457502307323257608, 0.9894009349916499326)
WEIGHTS = (0.18945061045506849629, 0.18260341504492358887, 0.16915651939500253819,
           0.14959598881657673208, 0.12462897125553387205, 0.09515851168249278481,
           0.062253523938647892863, 0.027152459411754094852)


def from_centre(x):
    """Phi(x) - 1/2."""
    return mass(0.0, x, 0) if x < 1 else 0.5 - mass(x, inf, 0)


def mass(low, high, scale):
    """(Phi(high) - Phi(low)) 2^scale; 0 does not lie between the two."""
    if low == high:
        return 0.0
    nearest = min(abs(low), abs(high))
    return ldexp(density(nearest), scale) * integral(nearest, high - low)


def density(x):
    if x >= 40:
        return 0.0
    square = x * x
    return exp(-0.5 * square) * (1 - 0.5 * fma(x, x, -square)) / 2.5066282746310005024


def integral(nearest, length):
    """Of exp(-t (nearest + t / 2)), t from 0 to length: 4 panels of 16 points each, of Gauss and
    Legendre; what lies beyond a factor of e^-45 is left out."""
    if length == 0:
        return 0.0
    reach = 2 * 45 / (nearest + sqrt(nearest * nearest + 2 * 45))
    half = 0.5 * min(length, reach) / 4
    total = 0.0
    for panel in range(4):
        middle = (2 * panel + 1) * half
        for node, weight in zip(NODES, WEIGHTS):
            for t in (middle - half * node, middle + half * node):
                total += half * weight * exp(-t * (nearest + 0.5 * t))
    return total


# ---------------------------------------------------------------- fdlibm

LN_2 = 0.6931471805599453
LN_2_HIGH, LN_2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP = (1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
       -1.65339022054652515390e-06, 4.13813679705723846039e-08)
LOG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
       2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
       1.479819860511658591e-01)


def exp(x):
    """Of x up to 0. With x = k ln 2 + r, r about as small as can be, and c = r - r^2 EXP(r^2), it
    is 2^k (1 + r + r c / (2 - c))."""
    k = 0
    if x > -(2.0**-28):
        return 1 + x
    if x <= -float.fromhex("0x1.0a2b2p0"):  # 3 ln(2) / 2
        k = int(1.44269504088896338700 * x - 0.5)
    elif x <= -float.fromhex("0x1.62e43p-2"):  # ln(2) / 2
        k = -1
    high, low = x - k * LN_2_HIGH, k * LN_2_LOW
    r = high - low
    s = r * r
    c = r - s * (EXP[0] + s * (EXP[1] + s * (EXP[2] + s * (EXP[3] + s * EXP[4]))))
    return ldexp(1 - ((low - r * c / (2 - c)) - high), k)


def log(x):
    """With x = 2^k (1 + f), 1 + f near 1, and s = f / (2 + f), it is k ln 2 + ln(1 + f), which is
    f - s (f - R) = f - (f^2 / 2 - s (f^2 / 2 + R)) with R = LOG(s^2)."""
    half, k = frexp(x)
    m, k = 2 * half, k - 1
    f = m - 1
    if m >= float.fromhex("0x1.6a09cp0"):  # the square root of 2
        f, k = half - 1, k + 1
    s = f / (2 + f)
    z = s * s
    w = z * z
    even = w * (LOG[1] + w * (LOG[3] + w * LOG[5]))
    odd = z * (LOG[0] + w * (LOG[2] + w * (LOG[4] + w * LOG[6])))
    r = odd + even
    if abs(f) < 2.0**-20:
        rest = f * f * (0.5 - 0.33333333333333333 * f) - k * LN_2_LOW
    elif float.fromhex("0x1.6147ap0") <= m < float.fromhex("0x1.6b852p0"):
        square = 0.5 * f * f
        rest = square - (s * (square + r) + k * LN_2_LOW)
    else:
        rest = s * (f - r) - k * LN_2_LOW
    return k * LN_2_HIGH - (rest - f)
