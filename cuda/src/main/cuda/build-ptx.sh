#!/usr/bin/env bash
# Makes the PTX that ships in the jar from the .cu beside this script, and the list of hashes that a
# test compares. Needs nvcc; the version and the target are lowered so that every driver and every
# GPU since Volta loads the result, and a hint is left out that older ones refuse. The laws that
# most models use have files more, for newer devices: NAME.sm_NN.ptx.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../resources/io/tensorinit/cuda/ptx
mkdir -p "$out"

# compile NAME OUTPUT COMPILED_FOR VERSION TARGET [OPTION...]
compile() {
  nvcc -arch="compute_$3" -ptx -fmad=false -ftz=false -prec-div=true -prec-sqrt=true "${@:6}" \
    -o - "$here/$1.cu" |
    sed -e "s/^\.version .*/.version $4/" -e "s/^\.target .*/.target $5/" -e '/^\/\//d' \
      -e '/\.pragma "used_bytes_mask/d' >"$out/$2.ptx"
}

for source in "$here"/*.cu; do
  name=$(basename "$source" .cu)
  compile "$name" "$name" 75 6.3 sm_70
done
# the oldest versions that know the conversions of packed_store.cuh
for name in batch fill_uniform fill_normal fill_truncated fill_quantile; do
  compile "$name" "$name.sm_80" 80 7.0 sm_80 -DPACKED_BITS=16
  compile "$name" "$name.sm_89" 89 8.1 sm_89 -DPACKED_BITS=8
done
(
  cd "$here" && sha256sum -- *.cu *.cuh
  cd "$out" && sha256sum -- *.ptx
) >"$out/SHA256SUMS"
