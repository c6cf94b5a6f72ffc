#!/usr/bin/env bash
# usage: build.sh OUT
# Makes OUT/driver/libcuda.so.1, a driver whose devices are this machine's processors, and in
# OUT/toolkit what is used of cuRAND, cuBLAS and cuSOLVER. The kernels are the .cu files, compiled as
# C++; which there are is read from the shipped PTX. What is newer than its sources stays; of several
# builds at once each moves whole files to their places. Needs a C++17 compiler ($CXX, c++).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
main=$(cd "$here/../../../main" && pwd)
mkdir -p "$1/driver" "$1/toolkit"
out=$(cd "$1" && pwd)
last=$out/driver/libcuda.so.1
ptx=$main/resources/io/tensorinit/cuda/ptx

if [ -e "$last" ] &&
  [ -z "$(find "$here" "$main/cuda" "$ptx" -type f -newer "$last" -print -quit)" ]; then
  exit 0
fi
work=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$work"' EXIT

# kernel(name, barriers, bytes of shared memory that it declares, code) for each entry of a PTX file
entries() {
  awk '
    /\.entry / { sub(/.*\.entry /, ""); sub(/\(.*/, ""); name = $0; names[++n] = name }
    /bar\.sync|barrier\.sync/ { barriers[name] = 1 }
    /^\t\.shared .*\];/ { size = $0; sub(/.*\[/, "", size); bytes[name] += size + 0 }
    END { for (i = 1; i <= n; i++)
            printf "  softgpu::kernel(\"%s\", %s, %d, %s),\n", names[i],
                   barriers[names[i]] ? "true" : "false", bytes[names[i]], names[i] }
  ' "$1"
}

for file in "$ptx"/*.ptx; do
  name=$(basename "$file" .ptx)
  {
    case $name in
      *.sm_80) echo '#define PACKED_BITS 16' ;;
      *.sm_89) echo '#define PACKED_BITS 8' ;;
    esac
    echo '#include "kernels.h"'
    echo '#include "cuda_language.h"'
    echo 'namespace {'
    echo "#include \"$main/cuda/${name%%.*}.cu\""
    echo "const softgpu::KernelFile file({"
    entries "$file"
    echo '});'
    echo '}'
  } >"$work/kernels_of_$name.cpp"
done

# GCC 12 makes fused operations of a pair of a sum and a difference of products, whatever
# -ffp-contract says, where it vectorizes straight code. The kernels read memory by several types.
flags=(-std=c++17 -O2 -march=native -ffp-contract=off -fno-tree-slp-vectorize -fno-strict-aliasing
  -fwrapv -fPIC -pthread -fvisibility=hidden -I"$here" -I"$main/cuda")
compile() {
  "${CXX:-c++}" "${flags[@]}" -Wall -Wextra -c -o "$work/$(basename "$1" .cpp).o" "$@"
}
for source in "$here"/*.cpp; do
  compile "$source"
done
for source in "$work"/kernels_of_*.cpp; do
  compile "$source" -Wno-unknown-pragmas -fsanitize=alignment
done

# link NAME FROM...: a shared library with its own name inside
link() {
  "${CXX:-c++}" -shared -pthread -Wl,-soname,"$1" -Wl,--no-undefined -o "$work/$1" "${@:2}"
}
link libcuda.so.1 "$work"/*.o
for library in curand.so.10 cublas.so.11 cusolver.so.11; do
  source=$here/libraries/${library%%.*}.cpp
  "${CXX:-c++}" "${flags[@]}" -Wall -Wextra -c -o "$work/library.o" "$source"
  link "lib$library" "$work/library.o" "$work/libcuda.so.1"
  mv "$work/lib$library" "$out/toolkit"
done
# JCusolver's native part asks for it, and uses nothing of it here
echo >"$work/empty.cpp"
link libcusolverMg.so.11 "$work/empty.cpp"
mv "$work/libcusolverMg.so.11" "$out/toolkit"
mv "$work/libcuda.so.1" "$last"
