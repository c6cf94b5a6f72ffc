"""Writes distributions.csv: python3 make-distributions.py > distributions.csv (mpmath 1.3)."""
from mpmath import (
    betainc, cot, erfinv, exp, findroot, gammainc, inf, log, mp, mpf, nstr, pi, sin, sqrt, tan,
)

mp.dps = 50


def root(lower, upper, v, start):
    """The x above 0 at which the nearer tail is the wanted one, by the secant method in ln x."""
    wanted, tail = (v, lower) if v < mpf(1) / 2 else (1 - v, upper)
    # ln of a tail is monotone in ln x: bisection to a bracket, then the secant method
    low, high = start - 1, start + 1
    f = lambda u: log(tail(exp(u))) - log(wanted)
    rising = 1 if tail is lower else -1
    while rising * f(low) > 0:
        low -= max(1, abs(low))
    while rising * f(high) < 0:
        high += max(1, abs(high))
    for _ in range(60):
        middle = (low + high) / 2
        if rising * f(middle) > 0:
            high = middle
        else:
            low = middle
    return exp(findroot(f, (low, high), solver="secant", tol=mpf(10) ** -40))


def gamma(v, a):
    return root(
        lambda x: gammainc(a, 0, x, regularized=True),
        lambda x: gammainc(a, x, inf, regularized=True),
        v,
        log(a),
    )


def odds(v, a, b):
    return root(
        lambda r: betainc(a, b, 0, r / (1 + r), regularized=True),
        lambda r: betainc(b, a, 0, 1 / (1 + r), regularized=True),
        v,
        log(a / b),
    )


def student(v, n):
    if v == mpf(1) / 2:
        return mpf(0)
    distance = sqrt(n * odds(abs(1 - 2 * v), mpf(1) / 2, n / 2))
    return -distance if v < mpf(1) / 2 else distance


LAWS = [
    ("gamma", (0.5, 2), lambda v, a, b: b * gamma(v, a)),
    ("gamma", (1.5, 1), lambda v, a, b: b * gamma(v, a)),
    ("gamma", (7, 0.1), lambda v, a, b: b * gamma(v, a)),
    ("gamma", (250, 3), lambda v, a, b: b * gamma(v, a)),
    ("inverse_gamma", (3, 2), lambda v, a, b: b / gamma(1 - v, a)),
    ("chi_square", (5,), lambda v, n: 2 * gamma(v, n / 2)),
    ("chi", (3,), lambda v, n: sqrt(2 * gamma(v, n / 2))),
    ("maxwell", (2,), lambda v, s: s * sqrt(2 * gamma(v, mpf(3) / 2))),
    ("nakagami", (2, 3), lambda v, m, w: sqrt(w / m * gamma(v, m))),
    ("beta", (2, 5), lambda v, a, b: (lambda r: r / (1 + r))(odds(v, a, b))),
    ("beta", (0.5, 0.5), lambda v, a, b: sin(pi * v / 2) ** 2),
    ("beta", (40, 3), lambda v, a, b: (lambda r: r / (1 + r))(odds(v, a, b))),
    ("beta_prime", (2, 3), lambda v, a, b: odds(v, a, b)),
    ("student_t", (4, 0, 1), lambda v, n, m, s: m + s * student(v, n)),
    ("student_t", (1, 0, 2), lambda v, n, m, s: m - s * cot(pi * v)),
    ("student_t", (30, 1, 0.5), lambda v, n, m, s: m + s * student(v, n)),
    ("f_ratio", (4, 9), lambda v, n, m: m / n * odds(v, n / 2, m / 2)),
    ("triangular", (-1, 3, 0), lambda v, a, b, c: a + sqrt(v * (b - a) * (c - a)) if v < (c - a) / (b - a) else b - sqrt((1 - v) * (b - a) * (b - c))),
    ("arcsine", (-1, 2), lambda v, a, b: a + (b - a) * sin(pi * v / 2) ** 2),
    ("kumaraswamy", (2, 3), lambda v, a, b: (1 - (1 - v) ** (1 / b)) ** (1 / a)),
    ("power", (3, 2), lambda v, a, h: h * v ** (1 / a)),
    ("frechet", (3, 2), lambda v, a, s: s * (-log(v)) ** (-1 / a)),
    ("log_logistic", (3, 2), lambda v, a, s: s * (v / (1 - v)) ** (1 / a)),
    ("levy", (1, 2), lambda v, l, s: l + s / (2 * erfinv(1 - v) ** 2)),
    ("gompertz", (0.5, 2), lambda v, r, x: log(1 - log(1 - v) / x) / r),
    ("gumbel_of_minima", (1, 2), lambda v, m, s: m + s * log(-log(1 - v))),
    ("hyperbolic_secant", (0, 2), lambda v, m, s: m + 2 * s / pi * log(tan(pi * v / 2))),
]

print("# Quantiles of the distributions at v, given exactly by v and 1 - v (hexadecimal).")
print("# Origin: mpmath 1.3, 50 digits, its incomplete gamma and beta functions solved by the secant")
print("# method, and the textbook formulas; made by")
print("#   python3 make-distributions.py > distributions.csv")
print("# distribution,parameters (a blank between),v,1 - v,quantile")
for name, parameters, quantile in LAWS:
    for k in (-54, -33, -10, -2, -1, 2, 10, 33, 54):
        distance = mpf(2) ** -abs(k)
        v = distance if k < 0 else 1 - distance
        value = quantile(v, *(mpf(p) for p in parameters))
        joined = " ".join(map(repr, parameters))
        print(",".join([name, joined, float(v).hex(), float(1 - v).hex(), nstr(value, 20)]))
