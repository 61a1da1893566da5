#!/bin/sh
# Rebuilds the models: sh training/run.sh [--data FOLDER] [--minutes N | --steps N N N N N]
set -eu
cd "$(dirname "$0")/.."
python3 -m venv target/training-venv
target/training-venv/bin/pip install --quiet -r training/requirements.txt
target/training-venv/bin/python -m training run "$@"
exec target/training-venv/bin/python -m training links "$@" --minutes 60
