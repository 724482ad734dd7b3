#!/usr/bin/env bash
# Whether search finds names, and what it costs: many invented entries beside few, on SQLite.
# Each question is asked of both sites in turn, and of the larger database by LIKE '%…%' over the same texts. Ends with 1 when a name is not
# found, or a figure is over its limit.
# usage: tests/CoalitionCms.Benchmarks/search.sh [names, default 300] [few, default 10000] [many, default 100000]
# Filling takes some minutes, and says how many; CMS_SEARCH_DATA names a folder that keeps both sites for the next run.
set -euo pipefail
cd "$(dirname "$0")/../.."
names=${1:-300} few=${2:-10000} many=${3:-100000}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
for tool in curl python3; do command -v "$tool" >/dev/null || { echo "error: $tool is missing (Debian: curl python3)." >&2; exit 1; }; done

work=$(mktemp -d /tmp/cms-search-XXXXXX)
kept=${CMS_SEARCH_DATA:-$work}
started=()
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
sites=()
for entries in "$few" "$many"; do
  data="$kept/$entries"
  if [ ! -e "$data/filled" ]; then
    rm -rf "$data"
    begun=$SECONDS
    Cms__DataDirectory="$data" dotnet "$work/app/CoalitionCms.dll" seed --sample "$entries" >/dev/null
    echo "seed --sample $entries: $((SECONDS - begun)) s"
    touch "$data/filled"
  fi
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  Cms__DataDirectory="$data" ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/$entries.log" 2>&1 &
  started+=($!)
  sites+=("$port" "$data/cms.db")
  for _ in $(seq 240); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
done
python3 tests/CoalitionCms.Benchmarks/search.py "$names" "${sites[@]}"
