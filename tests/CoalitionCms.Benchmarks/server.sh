# A PostgreSQL server of a benchmark's own; sourced by the others. usage: start_server FOLDER WORK
# Sets psql and server (its process), and leaves server empty where PostgreSQL is not installed. Its socket is in WORK, its data
# in FOLDER. stop_server ends it.
server=

start_server() {
  local bin
  bin=$(dirname "$(command -v initdb || ls -1 /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)")
  if [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL is not installed: only SQLite is measured."
    return
  fi

  psql=$(command -v psql || echo "$bin/psql")
  local as_server=() db="$1/postgresql/db"
  mkdir -p "$1/postgresql"
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$2" "$1/postgresql"
    as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  fi
  [ -e "$db/PG_VERSION" ] || (cd "$2" && "${as_server[@]}" "$bin/initdb" -D "$db" -U postgres -A trust -E UTF8 --locale=C --no-sync) </dev/null >/dev/null
  (cd "$2" && "${as_server[@]}" "$bin/pg_ctl" -s -w -t 120 -D "$db" -l "$2/server.log" \
    -o "-c listen_addresses= -c unix_socket_directories=$2 -c fsync=off -c synchronous_commit=off -c max_wal_size=4GB -c jit=off" start) </dev/null
  server=$(head -n 1 "$db/postmaster.pid")
}

stop_server() {
  [ -z "$server" ] || { kill -INT "$server" 2>/dev/null || true; while kill -0 "$server" 2>/dev/null; do sleep 0.1; done; }
}
