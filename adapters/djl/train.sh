#!/bin/bash
# Trains a small network on Fashion-MNIST with DJL, from first weights by TensorInit: a minute.
#
#   adapters/djl/train.sh [IMAGE_FOLDER [OUTPUT_FOLDER [BATCHES]]]
#
# IMAGE_FOLDER is that of Debian's package dataset-fashion-mnist. OUTPUT_FOLDER
# (adapters/djl/target/fashion-mnist) gets first.safetensors and first.json, the manifest that the
# command makes the same file from. Builds on first use; from Maven Central come DJL and PyTorch,
# 120 MB. BATCHES, of 100 images: 1200, two rounds.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
images=$(realpath "${1:-/usr/share/datasets/fashion-mnist}")
output=$(realpath -m "${2:-$root/adapters/djl/target/fashion-mnist}")
[ -d "$images" ] || { echo "train.sh: no folder $images (apt-get install dataset-fashion-mnist)" >&2; exit 2; }
mvn -q -f "$root/pom.xml" -Pfast -DskipTests -pl adapters/djl -am package \
  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/class-path.txt
cd "$root/adapters/djl"
OPT_OUT_TRACKING=true exec java -Dai.djl.offline=true -DDJL_CACHE_DIR=target/djl \
  -cp "target/test-classes:target/classes:$(cat target/class-path.txt)" \
  io.tensorinit.djl.examples.FashionMnist "$images" "$output" "${3:-1200}"
