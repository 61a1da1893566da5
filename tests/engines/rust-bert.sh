#!/usr/bin/env bash
# Compares rust-bert with the built-in engine on the sample articles. Needs Rust, a C++17 compiler,
# Python 3.8 to 3.12 with pip on x86-64 Linux, and 812 MB from the Python registry, of which 540 MB
# stay: rust-bert 0.23 is made for libtorch 2.4, which the registry has as part of PyTorch only.
# Everything lies in target/engines.
#   bash tests/engines/rust-bert.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
torch=2.4.1
engines="$PWD/target/engines"
libtorch="$engines/libtorch"
python="${PYTHON:-python3}"

if [ ! -e "$libtorch/lib/libtorch.so" ]; then
  mkdir -p "$libtorch/lib"
  "$python" -m pip download --quiet --no-deps --only-binary :all: --dest "$engines/wheels" \
    "torch==$torch" nvidia-cuda-cupti-cu12==12.1.105 nvidia-cuda-runtime-cu12==12.1.105
  take() { "$python" tests/engines/unpack.py "$engines"/wheels/$1-*.whl "${@:2}"; }
  take torch "$libtorch" torch/include/
  take torch "$libtorch/lib" torch/lib/libtorch_cpu.so torch/lib/libc10.so "torch/lib/libgomp-*"
  # libtorch_cpu asks for these two even where there is no GPU. libtorch_cuda (900 MB) is left out.
  take nvidia_cuda_cupti_cu12 "$libtorch/lib" "*/libcupti.so.12"
  take nvidia_cuda_runtime_cu12 "$libtorch/lib" "*/libcudart.so.12"
  (cd "$libtorch/lib" && ln -sf libgomp-*.so.1 libgomp.so)
  # The wheel's libtorch.so only binds libtorch_cpu to libtorch_cuda.
  ln -sf libtorch_cpu.so "$libtorch/lib/libtorch.so"
  rm "$engines"/wheels/torch-*.whl
fi

if [ ! "$engines/default/model.safetensors" -nt models/default/model.onnx ]; then
  if ! "$python" -c "import numpy, onnx, safetensors" 2>/dev/null; then
    "$python" -m venv "$engines/venv"
    python="$engines/venv/bin/python"
    "$python" -m pip install --quiet numpy onnx safetensors
  fi
  "$python" -m training.to_safetensors models/default "$engines/default"
fi

export LIBTORCH="$libtorch" LIBTORCH_CXX11_ABI=0
export LD_LIBRARY_PATH="$libtorch/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export UNRAVEL_MODELS="$engines" UNRAVEL_ENGINES=required
cargo test --release --locked --features rust-bert --test integration engines:: -- --nocapture
echo "To use it: export LIBTORCH=$LIBTORCH LIBTORCH_CXX11_ABI=0"
echo "           export LD_LIBRARY_PATH=$libtorch/lib UNRAVEL_MODELS=$engines"
echo "           cargo run --release --features rust-bert -- build --engine rust-bert ..."
