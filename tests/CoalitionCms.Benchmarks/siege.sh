#!/usr/bin/env bash
# How the public site reads while it is held under siege: idle, then under slow clients (slowhttptest: headers, bodies, readers), then under a flood of
# wrong sign-ins from many addresses. For each: how many of the reader's requests were answered, and their p50 and p95.
# usage: tests/CoalitionCms.Benchmarks/siege.sh [slow connections, default 1000] [wrong sign-ins, default 2000]
# What counts is each case beside the idle one; the absolute numbers are this machine's.
set -euo pipefail
cd "$(dirname "$0")/../.."
connections=${1:-1000} tries=${2:-2000}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
ulimit -n 8192 2>/dev/null || true

missing=()
for tool in slowhttptest curl python3; do command -v "$tool" >/dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "error: ${missing[*]} missing. On Debian: sudo apt-get install ${missing[*]}" >&2; exit 1; }
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"; } </dev/null >/dev/null
fi

work=$(mktemp -d /tmp/cms-siege-XXXXXX)
started=()
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
echo "Publishing for $runtime …"
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
printf 'lantern river umbrella\n' | Cms__DataDirectory="$work/data" dotnet "$work/app/CoalitionCms.dll" user create --email mira@coalition.example --name Mira --role member --password-stdin >/dev/null

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
# The flood comes through a proxy that the site trusts, which tells of many addresses.
Cms__DataDirectory="$work/data" Cms__KnownProxies__0=127.0.0.1 ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/site.log" 2>&1 &
started+=($!)
for _ in $(seq 120); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
curl -sf "http://127.0.0.1:$port/readyz" >/dev/null || { cat "$work/site.log" >&2; exit 1; }

python3 tests/CoalitionCms.Benchmarks/siege.py "$port" "$connections" "$tries"
