#!/bin/bash
# Trains the network of the published comparison with each initialization, seeds 1 to 5: minutes.
#
#   benchmarks/comparison.sh [OUTPUT_FOLDER [IMAGE_FOLDER]]
#
# OUTPUT_FOLDER (benchmarks/target/comparison) gets comparison.md and comparison.png; the table goes
# to standard output, too. IMAGE_FOLDER is that of Debian's package dataset-fashion-mnist. Exit
# status: 0 if the published bands show, 1 if one does not, 2 where there are no images.
#
#   SOURCES   the revision that is measured, where git cannot tell
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
output=${1:-$root/benchmarks/target/comparison}
SOURCES=${SOURCES:-$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo 'an unknown revision')}
export SOURCES
mvn -q -f "$root/pom.xml" -Pfast -DskipTests -pl benchmarks -am package
exec java -cp "$root/benchmarks/target/benchmarks.jar" \
  io.tensorinit.benchmarks.comparison.Comparison "$output" "${@:2}"
