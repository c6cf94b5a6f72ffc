#!/usr/bin/env bash
# Makes the PTX that ships in the jar from the .cu beside this script, and the list of hashes that a
# test compares. Needs nvcc; the version and the target are lowered so that every driver and every
# GPU since Volta loads the result.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../resources/io/tensorinit/cuda/ptx
mkdir -p "$out"
for source in "$here"/*.cu; do
  name=$(basename "$source" .cu)
  nvcc -arch=compute_75 -ptx -fmad=false -ftz=false -prec-div=true -prec-sqrt=true \
    -o - "$source" |
    sed -e 's/^\.version .*/.version 6.3/' -e 's/^\.target .*/.target sm_70/' -e '/^\/\//d' \
      >"$out/$name.ptx"
done
(
  cd "$here" && sha256sum -- *.cu *.cuh
  cd "$out" && sha256sum -- *.ptx
) >"$out/SHA256SUMS"
