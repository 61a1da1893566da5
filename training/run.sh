#!/bin/sh
# Rebuilds models/default: sh training/run.sh [--data FOLDER] [--minutes N | --steps TEACHER STUDENT]
set -eu
cd "$(dirname "$0")/.."
python3 -m venv target/training-venv
target/training-venv/bin/pip install --quiet -r training/requirements.txt
exec target/training-venv/bin/python -m training run "$@"
