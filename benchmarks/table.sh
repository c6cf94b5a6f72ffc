#!/bin/bash
# Measures the fills beside PyTorch and other libraries, in all types and cold, and writes a page of tables.
#
#   benchmarks/table.sh [OPTION VALUE]... [SECTION]...     --help lists them
#
#   JDKS      homes of JDKs, separated by blanks (JAVA_HOME)
#   KEEP=1    copies the page to benchmarks/results/DATE-fills.md
#   SOURCES   the revision that is measured, where git cannot tell
#
# Results lie in benchmarks/target/table/REVISION, which ends in -dirty and a hash of the changes where
# tracked files differ from what is committed; started again, it goes on where it was.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ -z "${SOURCES:-}" ]; then
  SOURCES=$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)
  case $SOURCES in
    # Two states of changed sources are two revisions.
    *-dirty) SOURCES+=-$(git -C "$root" diff HEAD | git hash-object --stdin | cut -c 1-8) ;;
  esac
fi
export SOURCES
folder=$root/benchmarks/target/table/$SOURCES
jdks=()
for home in ${JDKS:-${JAVA_HOME:-}}; do jdks+=(--jdk "$home"); done
mvn -q -f "$root/pom.xml" -Pfast,peers -DskipTests -pl benchmarks -am package
java -cp "$root/benchmarks/target/benchmarks.jar" io.tensorinit.benchmarks.table.Table \
  --folder "$folder" "${jdks[@]}" "$@"
if [ -n "${KEEP:-}" ]; then
  cp "$folder/fills.md" "$root/benchmarks/results/$(date +%F)-fills.md"
fi
