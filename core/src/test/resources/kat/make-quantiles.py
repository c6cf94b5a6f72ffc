"""Writes quantiles.csv: python3 make-quantiles.py > quantiles.csv (mpmath 1.3)."""
from mpmath import mp, mpf, erfinv, exp, log, nstr, pi, sqrt, tan

mp.dps = 60


def normal(v):
    return sqrt(mpf(2)) * erfinv(2 * v - 1)


LAWS = [
    ("logUniform", 0.001, 0.5, lambda v, a, b: a * (b / a) ** v),
    ("logNormal", -1, 0.5, lambda v, a, b: exp(a + b * normal(v))),
    ("halfNormal", 2, 0, lambda v, a, b: a * normal((1 + v) / 2)),
    ("exponential", 2, 0, lambda v, a, b: -a * log(1 - v)),
    ("laplace", 1, 3, lambda v, a, b: a + b * (log(2 * v) if v < 0.5 else -log(2 * (1 - v)))),
    ("cauchy", -2, 0.25, lambda v, a, b: a + b * tan(pi * (v - mpf(1) / 2))),
    ("logistic", 0, 2, lambda v, a, b: a + b * log(v / (1 - v))),
    ("gumbel", 1, 2, lambda v, a, b: a - b * log(-log(v))),
    ("weibull", 1.5, 2, lambda v, a, b: b * (-log(1 - v)) ** (1 / a)),
    ("rayleigh", 3, 0, lambda v, a, b: a * sqrt(-2 * log(1 - v))),
    ("pareto", 2.5, 4, lambda v, a, b: b * (1 - v) ** (-1 / a)),
]

print("# Quantiles of the distributions at v, given exactly by v and 1 - v (hexadecimal).")
print("# Origin: mpmath 1.3, 60 digits, the textbook formulas; made by")
print("#   python3 make-quantiles.py > quantiles.csv")
print("# distribution,first parameter,second parameter (0: none),v,1 - v,quantile")
for name, a, b, quantile in LAWS:
    for k in (-54, -33, -10, -2, -1, 2, 10, 33, 54):
        distance = mpf(2) ** -abs(k)
        v = distance if k < 0 else 1 - distance
        value = quantile(v, mpf(a), mpf(b))
        print(",".join([name, repr(a), repr(b), float(v).hex(), float(1 - v).hex(), nstr(value, 20)]))
