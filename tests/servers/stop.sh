#!/usr/bin/env bash
# Stops what tests/servers/start.sh started, by the process ids that it wrote down.
set -uo pipefail
cd "$(dirname "$0")/../.."
folder=target/servers
if [ -f "$folder/pids" ]; then
  while read -r pid; do
    kill "$pid" 2>/dev/null && while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  done <"$folder/pids"
fi
rm -f "$folder/pids" "$folder/env"
