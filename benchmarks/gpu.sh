#!/bin/bash
# Measures the CUDA backend, the device's memset and torch on one device, in one go.
#
#   benchmarks/gpu.sh [-o FOLDER] PIECE...      PIECE: fills orthogonal small host, or all
#   benchmarks/gpu.sh [-o FOLDER] table         only writes the page from what FOLDER holds
#
# FOLDER (benchmarks/target/gpu) gets what was measured as JSON, and the page as DATE-DEVICE.md,
# which belongs to benchmarks/results. Environment:
#   JMH     how JMH is run (java -jar benchmarks/target/benchmarks.jar)
#   PYTHON  the Python that has torch (python3); without torch its columns stay empty
#   SOURCES the revision that is measured, where git cannot tell
#   QUICK   set: few sizes and short iterations, to see that everything runs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,13s/^# \{0,1\}//p' benchmarks/gpu.sh; }

folder=benchmarks/target/gpu
pieces=()
while [ $# -gt 0 ]; do
  case $1 in
    -o) folder=${2:?-o needs a folder}; shift ;;
    fills | orthogonal | small | host) pieces+=("$1") ;;
    all) pieces+=(fills orthogonal small host) ;;
    table) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done
# The driver keeps compiled kernels on disk; what comes once is measured without.
export CUDA_CACHE_DISABLE=1
python=${PYTHON:-python3}
read -ra jmh <<<"${JMH:-java -jar benchmarks/target/benchmarks.jar}"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
scripts=benchmarks/src/main/python

# The benchmarks of a piece, as JMH's arguments; several runs are separated by --.
benchmarks_of() {
  case $1 in
    fills)
      if [ -n "${QUICK:-}" ]; then
        echo "gpu.DeviceMemset -p size=4000000 -w 10ms -r 10ms"
        echo "-- gpu.DeviceThroughput -p size=1000000 -p dtype=F32,BF16 -w 10ms -r 10ms"
        echo "-- gpu.DeviceThroughput -p size=1000000 -p dtype=F32 -p primitive=NORMAL"
        echo "   -p words=CURAND -w 10ms -r 10ms"
      else
        echo "gpu.DeviceMemset"
        echo "-- gpu.DeviceThroughput"
        echo "-- gpu.DeviceThroughput -p words=CURAND -p size=100000000 -p dtype=F32,F64"
        echo "   -p primitive=UNIFORM,NORMAL,TRUNCATED_NORMAL,QUANTILE,DISCRETE"
      fi ;;
    orthogonal)
      if [ -n "${QUICK:-}" ]; then
        echo "gpu.DeviceOrthogonal -p rows=64 -p dtype=F32 -w 10ms -r 10ms"
        echo "-- gpu.DeviceOrthogonal -p rows=64 -p dtype=F32 -p method=STEWART -w 10ms -r 10ms"
        echo "   -f 1 -jvmArgsAppend -Dtensorinit.cuda.libraries=off"
      else
        echo "gpu.DeviceOrthogonal -p dtype=F32 -- gpu.DeviceOrthogonal -p dtype=F64 -p rows=2048"
        echo "-- gpu.DeviceOrthogonal -p dtype=F32 -p method=STEWART -p rows=512,2048 -wi 1 -i 3"
        echo "   -f 1 -jvmArgsAppend -Dtensorinit.cuda.libraries=off"
      fi ;;
    small) echo "gpu.DeviceSmallTensors ${QUICK:+-w 10ms -r 10ms}" ;;
    host)
      if [ -n "${QUICK:-}" ]; then
        echo "gpu.DeviceToHost -p size=1000000 -w 10ms -r 10ms"
        echo "-- gpu.DeviceFirstFill -f 1 -p primitive=CONSTANT"
      else
        echo "gpu.DeviceToHost -- gpu.DeviceFirstFill"
      fi ;;
  esac
}

peer_options() {
  [ -n "${QUICK:-}" ] || return 0
  case $1 in
    fills) echo "--sizes 1000000 --dtypes F32,BF16" ;;
    orthogonal) echo "--sizes 64" ;;
    host) echo "--sizes 1000000" ;;
  esac
}

measure() {
  local piece=$1 run=0 words=() word
  rm -f "$folder/jmh-$piece"-*.json "$folder/torch-$piece.json"
  # shellcheck disable=SC2046
  set -- $(benchmarks_of "$piece") --
  for word in "$@"; do
    if [ "$word" != -- ]; then words+=("$word"); continue; fi
    run=$((run + 1))
    "${jmh[@]}" "${words[@]}" -rf json -rff "$folder/jmh-$piece-$run.json" \
      || echo "gpu.sh: ${words[*]} failed" >&2
    words=()
  done
  # shellcheck disable=SC2046
  "$python" "$scripts/torch_peers.py" "$piece" -o "$folder/torch-$piece.json" \
    $(peer_options "$piece") || echo "gpu.sh: no figures of torch for $piece" >&2
}

sources=${SOURCES:-$(git rev-parse --short HEAD 2>/dev/null || echo unknown)}
for piece in "${pieces[@]}"; do
  "$python" "$scripts/gpu_machine.py" "$folder/machine.json" "$sources"
  measure "$piece"
done
"$python" "$scripts/gpu_table.py" "$folder"
