"""Prints what Keras writes for its own initializers; needs keras 3.15.1, numpy and scipy.

    KERAS_BACKEND=numpy python make-configs.py > configs.json
"""

import json

import keras
import numpy as np
from keras import initializers
from keras.random import SeedGenerator

EXPRESSIONS = """\
Zeros()
Ones()
Constant(3)
Constant([1., 2.])
Constant(np.ones((2, 2)))
RandomUniform()
RandomNormal(mean=1.0, stddev=2.0, seed=7)
TruncatedNormal(stddev=0.5)
GlorotUniform()
GlorotNormal()
HeUniform()
HeNormal(seed=3)
HeNormal(seed=SeedGenerator(7))
LecunUniform()
LecunNormal(input_axes=[0], output_axes=[1, 2])
VarianceScaling(2.0, "fan_out", "uniform")
VarianceScaling(2.0, "fan_avg", "normal")
VarianceScaling(2.0, "fan_avg", "untruncated_normal")
Orthogonal(2.0)
Identity()
STFT()
STFT("imag", "hamming", "spectrum", True)
STFT("real", None, None)
STFT("real", [1.0, 2.0, 3.0], None)
""".splitlines()

names = {**vars(initializers), "np": np, "SeedGenerator": SeedGenerator}
rows = [
    json.dumps({"python": e, "object": initializers.serialize(eval(e, names))})
    for e in EXPRESSIONS
]
origin = f"keras {keras.__version__}, numpy backend; make-configs.py"
print(f'{{"origin": "{origin}",\n "rows": [\n  ' + ",\n  ".join(rows) + "\n ]}")
