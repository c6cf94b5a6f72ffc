#!/bin/bash
# A GPT-2 small from a cold start to the file: the command beside what limits it, in one run.
#
#   benchmarks/cold.sh [ROUNDS]      5 rounds or so; prints the page's table; a minute
#
# In each round, one after the other, each into a file that is not there yet, on a disk to which
# nothing waits to be written: the command; dd of the same bytes, with conv=fsync; torch, if PYTHON
# has it. Then the same command to verify and inspect the file, list, and a refusal. At last the hot
# fill of the same tensors (WholeModel, JMH), with as many threads as there are processors. Kept from
# one run to the next are the class-data archive and the system's cache of files that are read.
#
#   JAVA_HOME  the JDK of both      PYTHON   python3: with torch, and safetensors if it has it
#   FOLDER     where files go, into its sub-folder tensorinit-cold, which is emptied (benchmarks/target)
#   THREADS    the processors
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-5}
folder=${FOLDER:-$root/benchmarks/target}/tensorinit-cold
python=${PYTHON:-python3}
threads=${THREADS:-$(nproc)}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
model=$root/cli/examples/gpt2-small.json
torch=$root/benchmarks/src/main/python/torch_cold.py
rm -rf "$folder"
mkdir -p "$folder"

# timed NAME COMMAND...: appends seconds and peak memory in KB to NAME.txt.
timed() {
  local name=$1 status=0
  shift
  /usr/bin/time -q -f '%e %M' -o "$folder/last" "$@" >"$folder/out" 2>&1 || status=$?
  cat "$folder/last" >>"$folder/$name.txt"
  return $status
}

# row NAME TEXT: prints the median, the extremes and the peak memory of what was timed.
row() {
  [ -s "$folder/$1.txt" ] || return 0
  sort -n "$folder/$1.txt" | awk -v text="$2" '
    { s[NR] = $1; if ($2 > most) most = $2 }
    END {
      m = NR % 2 ? s[(NR + 1) / 2] : (s[NR / 2] + s[NR / 2 + 1]) / 2
      printf "| %s | %.2f | %.2f | %.2f | %.0f |\n", text, m, s[1], s[NR], most / 1024
    }'
}

median() { sort -n "$folder/$1.txt" | awk '{ s[NR] = $1 } END { print s[int((NR + 1) / 2)] }'; }

"$root/tensorinit" list >/dev/null # builds, where need be
mvn -q -o -f "$root/pom.xml" -Pfast -DskipTests -pl benchmarks -am package >&2 ||
  mvn -q -f "$root/pom.xml" -Pfast -DskipTests -pl benchmarks -am package >&2
what=$("$python" "$torch" --what 2>/dev/null) || what=
"$root/tensorinit" init "$model" -o "$folder/bytes.safetensors"
for _ in $(seq "$rounds"); do
  rm -f "$folder"/{ours,dd,torch}.safetensors
  cat "$folder/bytes.safetensors" >/dev/null
  sync
  timed init "$root/tensorinit" init "$model" -o "$folder/ours.safetensors"
  sync
  timed dd dd if="$folder/bytes.safetensors" of="$folder/dd.safetensors" bs=1M conv=fsync
  sync
  [ -z "$what" ] || timed torch "$python" "$torch" "$folder/torch.safetensors"
  sync
  timed verify "$root/tensorinit" verify "$folder/ours.safetensors" "$model"
  timed inspect "$root/tensorinit" inspect "$folder/ours.safetensors"
  timed read dd if="$folder/ours.safetensors" of=/dev/null bs=1M
  timed list "$root/tensorinit" list
  timed refusal "$root/tensorinit" plan "$folder/missing.json" || true
done
cmp "$folder/ours.safetensors" "$folder/bytes.safetensors"
rm -f "$folder"/*.safetensors
"$java" -jar "$root/benchmarks/target/benchmarks.jar" '\.WholeModel\.' -wi 5 -p threads="$threads" \
  -rf csv -rff "$folder/hot.csv" >"$folder/jmh.log" 2>&1
hot=$(awk -F, 'NR == 2 { print $5 / 1000 }' "$folder/hot.csv")

"$java" -version 2>&1 | sed -n '1s/^/Java: /p'
echo "Sources: ${SOURCES:-$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)}"
echo "Threads: $threads; rounds: $rounds; torch: ${what:-none}"
echo
echo '| | Median, s | Least | Most | Peak memory, MB |'
echo '| --- | --- | --- | --- | --- |'
row init '`./tensorinit init cli/examples/gpt2-small.json -o FILE`'
row dd 'the bytes alone: `dd bs=1M conv=fsync`'
printf '| the hot fill of the same tensors in memory | %.2f | | | |\n' "$hot"
row torch "torch and its file, \`python3\` from start to end"
row verify '`./tensorinit verify FILE cli/examples/gpt2-small.json`'
row inspect '`./tensorinit inspect FILE`'
row read 'the bytes alone: `dd if=FILE of=/dev/null bs=1M`'
row list '`./tensorinit list`'
row refusal 'a refusal: `./tensorinit plan MISSING`'
echo
awk -v init="$(median init)" -v dd="$(median dd)" -v hot="$hot" 'BEGIN {
  limit = 0.35 + 1.3 * (dd > hot ? dd : hot)
  printf "init %.2f s; 0.35 s + 1.3 x the larger of dd and hot fill: %.2f s: %s\n",
    init, limit, init <= limit ? "met" : "missed"
}'
