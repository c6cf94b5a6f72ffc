#!/bin/bash
# What the steps of a hot fill cost: the share of each compiled method in one thread's time, by perf.
#
#   benchmarks/steps.sh PRIMITIVE [DTYPE]     as FillThroughput has them; F32; half a minute
#
# Steps are methods of their own, so their shares are what the loops take; what is called small is
# inside of its callers. Needs perf, and the right to use it.
#
#   JAVA_HOME  the JDK, 17 or newer      LANE  tensorinit.cpu.lane (plain)
#   SIZE       elements (1000000)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/benchmarks/target/benchmarks.jar
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
[ -e "$jar" ] || mvn -q -f "$root/pom.xml" -Pfast -DskipTests -pl benchmarks -am package
work=$(mktemp -d)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
lane=${LANE:-plain}
vectors=()
if [ "$lane" != plain ]; then vectors=(--add-modules jdk.incubator.vector); fi
"${bin}java" "${vectors[@]}" "-Dtensorinit.cpu.lane=$lane" -jar "$jar" FillThroughput -f 0 \
  -wi 1 -w 6 -i 1 -r 10 -p "primitive=$1" -p "dtype=${2:-F32}" -p "size=${SIZE:-1000000}" \
  -p threads=1 -bm avgt -tu ns >"$work/jmh" 2>&1 &
pid=$!
sleep 9
perf record -q -o "$work/perf" -p "$pid" -- sleep 4 2>/dev/null
"${bin}jcmd" "$pid" Compiler.perfmap >"$work/map"
perf report -i "$work/perf" --stdio --percent-limit 1 --sort symbol 2>/dev/null |
  sed -n '/^ *[0-9]/p' | cut -c 1-120
wait "$pid" || true
grep -A 2 '^Benchmark' "$work/jmh"
