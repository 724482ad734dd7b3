#!/usr/bin/env bash
# What a public page costs when the site has grown: many invented entries beside few. Each page is asked of both sites in turn, and what
# counts is the median of the ratios of such pairs; so a busy moment hits both. What is measured is the time for which the processors worked
# for the site (Linux). Nothing comes from the page cache: the requests go out signed in. Ends with 1 when a page costs more than 1.2 times
# as much.
# usage: tests/CoalitionCms.Benchmarks/growth.sh [pairs, default 41] [few, default 1000] [many, default 50000] [Sqlite (default) or PostgreSql]
# Filling the larger site takes some minutes; CMS_GROWTH_DATA names a folder that keeps both for the next run.
set -euo pipefail
cd "$(dirname "$0")/../.."
pairs=${1:-41} few=${2:-1000} many=${3:-50000} database=${4:-Sqlite}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
for tool in curl python3; do command -v "$tool" >/dev/null || { echo "error: $tool is missing (Debian: curl python3)." >&2; exit 1; }; done

work=$(mktemp -d /tmp/cms-growth-XXXXXX)
kept=${CMS_GROWTH_DATA:-$work}
started=()
. tests/CoalitionCms.Benchmarks/server.sh
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  stop_server
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
if [ "$database" = PostgreSql ]; then
  start_server "$kept" "$work"
  [ -n "$server" ] || exit 1
fi
export Cms__Database="$database" Cms__KeepsCopy=false
sites=()
for entries in "$few" "$many"; do
  data="$kept/$database-$entries"
  export Cms__DataDirectory="$data"
  [ "$database" = Sqlite ] || export ConnectionStrings__Cms="Host=$work;Username=postgres;Database=growth_$entries"
  if [ ! -e "$data/filled" ]; then
    rm -rf "$data"
    [ "$database" = Sqlite ] || "$psql" -qX -h "$work" -U postgres -c "DROP DATABASE IF EXISTS growth_$entries" -c "CREATE DATABASE growth_$entries" 2>/dev/null
    dotnet "$work/app/CoalitionCms.dll" seed >/dev/null
    dotnet "$work/app/CoalitionCms.dll" seed --sample "$entries" >/dev/null
    echo "a pass phrase of five words" | dotnet "$work/app/CoalitionCms.dll" user create --email bench@example.org --name Bench --role editor --password-stdin >/dev/null
    [ "$database" = Sqlite ] || "$psql" -qX -h "$work" -U postgres -d "growth_$entries" -c "VACUUM ANALYZE"
    touch "$data/filled"
  fi
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/$entries.log" 2>&1 &
  started+=($!)
  sites+=("$port" "$!")
  for _ in $(seq 240); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
done

python3 tests/CoalitionCms.Benchmarks/growth.py "$pairs" "${sites[@]}" ${server:+"$server"}
