#!/usr/bin/env bash
# How the pages of cases and attendance bear growth: about 1,000 people beside 10, and in the larger site an event of 500 attendees beside
# one of 10.
# Each request goes out signed in, so that no page comes from memory. Prints medians of the work of the processors, and their ratio.
# usage: tests/CoalitionCms.Benchmarks/cases.sh [requests of each, default 40]
# What counts is the ratio; the absolute numbers are this machine's.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
for tool in curl python3; do command -v "$tool" >/dev/null || { echo "error: $tool is missing (Debian: curl python3)." >&2; exit 1; }; done

work=$(mktemp -d /tmp/cms-cases-XXXXXX)
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
# About one in nine invented entries is a person. The copies that the site makes of itself would be counted as work for the pages.
export Cms__KeepsCopy=false
for entries in 90 11000; do
  data="$work/$entries"
  Cms__DataDirectory="$data" dotnet "$work/app/CoalitionCms.dll" seed --sample "$entries" >/dev/null
  echo "a pass phrase of five words" | Cms__DataDirectory="$data" dotnet "$work/app/CoalitionCms.dll" user create --email bench@example.org --name Bench --role editor --password-stdin >/dev/null
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  Cms__DataDirectory="$data" ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$data.log" 2>&1 &
  started+=($!)
  for _ in $(seq 120); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
  sites+=("$port" "${started[-1]}")
done

python3 tests/CoalitionCms.Benchmarks/cases.py "${1:-40}" "${sites[@]}"
