#!/usr/bin/env bash
# Checks that the committed page is what the sources build, and that their types hold. Needs Node 20
# or later with npm. Exit code 3: they are missing.
set -euo pipefail
cd "$(dirname "$0")"
command -v npm >/dev/null || { echo "npm is missing"; exit 3; }
npm ci --silent --no-audit --no-fund >/dev/null 2>&1 || { echo "the tools cannot be installed"; exit 3; }
npm run --silent check
node build.mjs --check
