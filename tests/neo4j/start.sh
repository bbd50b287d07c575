#!/bin/sh
# Starts a real Neo4j server for the tests and prints its Bolt URL when it answers; the server goes on in the background.
#
#   tests/neo4j/start.sh FOLDER [PASSWORD]
#
# FOLDER receives the data, the log, `pid` (stop it with `kill $(cat FOLDER/pid)`) and `url`. With PASSWORD the user neo4j must give it.
# The port is a free one, or $ZEREN_NEO4J_PORT. Needs a JDK 17 or newer and Maven. The jars (150 MB) are fetched once into $ZEREN_NEO4J_CACHE, by default .ci/cache/neo4j.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
password=${2:-}
cache=${ZEREN_NEO4J_CACHE:-$here/../../.ci/cache/neo4j}
mkdir -p "$cache" "$folder"
cache=$(cd "$cache" && pwd)
folder=$(cd "$folder" && pwd)
if [ ! -f "$cache/complete" ]; then
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$cache/lib" >&2
  touch "$cache/complete"
fi
port=${ZEREN_NEO4J_PORT:-$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')}
rm -f "$folder/url"
nohup java -Xmx2g -cp "$cache/lib/*" "$here/Start.java" "$port" "$folder/data" "$folder/url" ${password:+"$password"} >"$folder/log" 2>&1 &
pid=$!
echo "$pid" >"$folder/pid"
waited=0
while [ ! -s "$folder/url" ]; do
  if ! kill -0 "$pid" 2>/dev/null || [ "$waited" -ge 240 ]; then
    echo "Neo4j did not start; its log:" >&2
    tail -20 "$folder/log" >&2
    exit 1
  fi
  sleep 0.5
  waited=$((waited + 1))
done
cat "$folder/url"
