#!/usr/bin/env bash
# The page in a real browser: `bash tests/page/run.sh UNRAVEL NETWORK.json CASE.case [PICTURES]`. Needs
# Node 20 or later with npm, and Chromium; installs playwright-core and axe-core below this folder, as
# package-lock.json names them. Exit code 3: something is missing, and what.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

command -v npm >/dev/null || { echo "npm is missing"; exit 3; }
chromium=${CHROMIUM:-}
for name in chromium chromium-browser google-chrome; do
  [ -n "$chromium" ] || chromium=$(command -v "$name" || true)
done
[ -n "$chromium" ] || { echo "Chromium is missing"; exit 3; }
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.installed"; then
  (cd "$here" && npm ci --silent --no-audit --no-fund >/dev/null 2>&1) || { echo "playwright-core cannot be installed"; exit 3; }
  cp "$here/package-lock.json" "$here/node_modules/.installed"
fi
CHROMIUM=$chromium exec node "$here/page.mjs" "$@"
