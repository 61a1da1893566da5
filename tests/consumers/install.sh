#!/usr/bin/env bash
# Makes what the tests of exports read files back with: a Python environment and cytoscape.js, below
# target/consumers. Needs python3 with venv, npm for the latter; without npm its test is skipped.
# Run again, it only looks whether everything is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
there=target/consumers

if [ ! -x "$there/venv/bin/python" ]; then
  "${PYTHON:-python3}" -m venv "$there/venv"
fi
"$there/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  -r tests/consumers/requirements.txt
if command -v npm >/dev/null; then
  mkdir -p "$there/npm"
  (cd "$there/npm" && npm install --silent --no-audit --no-fund cytoscape@3.35.0)
else
  echo "npm is not there: the test that asks cytoscape.js will be skipped"
fi
