#!/bin/bash
# Measures the CUDA backend, the device's memset and torch on one device.
#
#   benchmarks/gpu.sh [-o FOLDER] PART...       the groups fills orthogonal small model host, all of
#                                               them (all), or single parts: -l lists them
#   benchmarks/gpu.sh [-o FOLDER] table         only writes the page from what FOLDER holds
#
# FOLDER (benchmarks/target/gpu) gets what was measured as JSON, a file a row as soon as it is there,
# and the page as DATE-DEVICE.md, which belongs to benchmarks/results. A part that is measured again
# takes the place of its rows one by one. Environment:
#   JMH     how io.tensorinit.benchmarks.Runs is started
#           (java -cp benchmarks/target/benchmarks.jar io.tensorinit.benchmarks.Runs)
#   PYTHON  the Python that has torch (python3); without torch its columns stay empty
#   SOURCES the revision that is measured, where git cannot tell
#   STARTED names this run's machine-STARTED.json (the time)
#   QUICK   set: small sizes and single iterations, to see that everything runs
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n '2,17s/^# \{0,1\}//p' benchmarks/gpu.sh; }

all_parts="fills-memset fills-F32 fills-BF16 fills-F8_E4M3 fills-F16 fills-F64 fills-sizes
  fills-curand torch-fills orthogonal-stewart torch-orthogonal small-tensors torch-small
  model-gpt2 torch-model host-first host-again host-arrays torch-host"

# The parts of a group, or the part itself.
parts_of() {
  case $1 in
    all) echo "$all_parts" ;;
    fills | orthogonal | small | model | host)
      local part
      for part in $all_parts; do
        case $part in "$1"-* | torch-"$1") echo "$part" ;; esac
      done ;;
    *) local known=" ${all_parts//$'\n'/ } "
      [[ $known == *" $1 "* ]] && echo "$1" ;;
  esac
}

folder=benchmarks/target/gpu
parts=()
while [ $# -gt 0 ]; do
  case $1 in
    -o) folder=${2:?-o needs a folder}; shift ;;
    -l) printf '%s\n' $all_parts; exit 0 ;;
    table) ;;
    -h | --help) usage; exit 0 ;;
    *) found=$(parts_of "$1") || { echo "gpu.sh: no part $1" >&2; usage >&2; exit 2; }
      # shellcheck disable=SC2206
      parts+=($found) ;;
  esac
  shift
done
python=${PYTHON:-python3}
read -ra jmh <<<"${JMH:-java -cp benchmarks/target/benchmarks.jar io.tensorinit.benchmarks.Runs}"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
scripts=benchmarks/src/main/python

million=1000000
if [ -z "${QUICK:-}" ]; then
  size=$((1000 * million)) host_size=$((100 * million)) sizes="$million $((100 * million))"
  matrices="512 2048 8192" width=768
  short='' few='-wi 1 -i 3'
else
  size=20000 host_size=20000 sizes=1000 matrices=48 width=16
  short='-wi 0 -i 1 -r 10ms' few=$short
fi
laws="CONSTANT UNIFORM NORMAL TRUNCATED_NORMAL QUANTILE"

# JMH's arguments of a part's runs, one row each where it can be, with -- before every run.
runs_of() {
  local law count dtype=${1#fills-}
  case $1 in
    fills-memset)
      for count in 1 2 4 8; do echo "-- gpu.DeviceMemset -p size=$((count * size)) $short"; done ;;
    fills-sizes)
      for count in $sizes; do
        echo "-- gpu.DeviceMemset -p size=$((4 * count)) $short"
        echo "-- gpu.DeviceThroughput -p primitive=NORMAL -p dtype=F32 -p size=$count $short"
      done ;;
    fills-curand)
      for law in UNIFORM NORMAL; do
        echo "-- gpu.DeviceThroughput -p primitive=$law -p dtype=F32 -p size=$host_size"
        echo "   -p words=CURAND $short"
      done ;;
    fills-*)
      for law in $laws; do
        echo "-- gpu.DeviceThroughput -p primitive=$law -p dtype=$dtype -p size=$size $short"
      done ;;
    orthogonal-stewart)
      for count in $matrices; do
        echo "-- gpu.DeviceOrthogonal -p method=STEWART -p dtype=F32 -p rows=$count $few"
      done ;;
    small-tensors) echo "-- gpu.DeviceSmallTensors.batch $few -- gpu.DeviceSmallTensors.each $few" ;;
    model-gpt2)
      for law in batch each toHost; do echo "-- gpu.DeviceWholeModel.$law -p rows=$width $few"; done ;;
    host-first) # a Java machine each; the driver keeps compiled kernels on disk: measured without
      for law in NORMAL CONSTANT; do
        echo "-- gpu.DeviceFirstFill -f 1 -p primitive=$law"
      done ;;
    host-again) # a Java machine before that is not measured: what it compiled the driver has kept
      echo "-- gpu.DeviceFirstFill -wf 1 -f 1 -p primitive=NORMAL"
      echo "   -jvmArgsAppend -Dbenchmarks.kernels=kept" ;;
    host-arrays) echo "-- gpu.DeviceToHost -p dtype=F32 -p size=$host_size $few" ;;
  esac
}

peer_options() {
  case $1 in
    fills) echo "--sizes $size --dtypes F32,BF16,F16,F8_E4M3,F64" ;;
    orthogonal) echo "--sizes ${matrices// /,}" ;;
    model) echo "--sizes $width" ;;
    host) echo "--sizes $host_size" ;;
  esac
}

# How often it stands in what is piped in.
words_in() {
  { grep -o -e "$1" || true; } | wc -l
}

# A part's files of rows: those that were written since it began, or, with !, those of before.
rows_since() { # [!] PART
  local before=()
  [ "$1" != '!' ] || { before=(!); shift; }
  find "$folder" -maxdepth 1 -name "jmh-$1-[0-9]*.json" "${before[@]}" -newer "$folder/began"
}

failed=0
measure() {
  local part=$1 status=0
  # shellcheck disable=SC2046
  if [[ $part == torch-* ]]; then
    "$python" "$scripts/torch_peers.py" "${part#torch-}" -o "$folder/$part.json" \
      $(peer_options "${part#torch-}") || status=$?
  else
    : >"$folder/began"
    sleep 0.1 # a file system's clock may be coarse
    local once=()
    [ "$part" != host-first ] || once=(env CUDA_CACHE_DISABLE=1)
    "${once[@]}" "${jmh[@]}" "$folder/jmh-$part" $(runs_of "$part") || status=$?
    local figures
    figures=$(rows_since "$part" | xargs -r cat | words_in '"primaryMetric"')
    echo "gpu.sh: figures: $figures, runs: $(runs_of "$part" | words_in '-- ')"
    [ "$figures" -gt 0 ] || status=1
    [ "$status" != 0 ] || rows_since ! "$part" | xargs -r rm # of a part that had more rows
    rm "$folder/began"
  fi
  [ "$status" = 0 ] || { echo "gpu.sh: $part failed" >&2; failed=1; }
}

sources=${SOURCES:-$(git rev-parse --short HEAD 2>/dev/null || echo unknown)}
machine=$folder/machine-${STARTED:-$(date -u +%Y%m%dT%H%M%S)}.json
if [ ! -f "$machine" ] && { [ ${#parts[@]} -gt 0 ] || ! compgen -G "$folder/machine*.json" >/dev/null; }; then
  "$python" "$scripts/gpu_machine.py" "$machine" "$sources"
fi
for part in "${parts[@]}"; do
  measure "$part"
done
"$python" "$scripts/gpu_table.py" "$folder"
exit $failed
