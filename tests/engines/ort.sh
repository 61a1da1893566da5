#!/usr/bin/env bash
# Compares ONNX Runtime with the built-in engine on the sample articles. Needs Rust, Python 3 with
# pip, and 20 MB from the Python registry; everything else lies in target/engines.
#   bash tests/engines/ort.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
version=1.32.0
engines="$PWD/target/engines"
library="$engines/onnxruntime/libonnxruntime.so.$version"

if [ ! -f "$library" ]; then
  mkdir -p "$engines/onnxruntime"
  "${PYTHON:-python3}" -m pip download --quiet --no-deps --only-binary :all: \
    --dest "$engines/wheels" "onnxruntime==$version"
  "${PYTHON:-python3}" tests/engines/unpack.py "$engines"/wheels/onnxruntime-"$version"-*.whl \
    "$engines/onnxruntime" "onnxruntime/capi/libonnxruntime.so.*"
fi

export ORT_DYLIB_PATH="$library" UNRAVEL_ENGINES=required
cargo test --release --locked --features ort --test integration engines:: -- --nocapture
echo "To use it: export ORT_DYLIB_PATH=$library"
echo "           cargo run --release --features ort -- build --engine ort ..."
