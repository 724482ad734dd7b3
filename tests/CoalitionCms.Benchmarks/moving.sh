#!/usr/bin/env bash
# How fast a blog moves in, on SQLite: the trial, the import, the same file again; texts a second, processor time of one text, peak memory.
# usage: tests/CoalitionCms.Benchmarks/moving.sh [texts, default 10000] [paragraphs of each, default 4 to 10]
# moving.sh 25000 95 makes a file of 1 GB, and needs 5 GB in /tmp.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
command -v python3 >/dev/null || { echo "error: python3 is missing." >&2; exit 1; }

work=$(mktemp -d /tmp/cms-moving-XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
# As in the image.
export DOTNET_GCgen0size=0x2000000 Cms__DataDirectory="$work/data"
python3 tests/CoalitionCms.Benchmarks/moving.py "$work" "${1:-10000}" "${2:-0}"
