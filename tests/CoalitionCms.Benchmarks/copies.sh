#!/usr/bin/env bash
# What a copy of the site costs: the first one, one where nothing changed, and one after each of a few changes; seconds, processor time and
# peak memory of the command "snapshot".
# usage: tests/CoalitionCms.Benchmarks/copies.sh [entries, default 10000]
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
command -v python3 >/dev/null || { echo "error: python3 is missing." >&2; exit 1; }

work=$(mktemp -d /tmp/cms-copies-XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
# As in the image. The copy that a site keeps by itself would be made beside the one that is measured.
export DOTNET_GCgen0size=0x2000000 Cms__DataDirectory="$work/data" Cms__KeepsCopy=false
python3 tests/CoalitionCms.Benchmarks/copies.py "$work" "${1:-10000}"
