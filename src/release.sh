#!/usr/bin/env bash
# Builds a release of the commit that is checked out: the program for a bare Linux machine, the small verifier, the hash of each of their
# files, and the list of all components (CycloneDX). Built again anywhere, by the same version of the SDK, it is the same to the byte.
# usage: src/release.sh DIR [day of the audit of packages, default today: 2026-11-29] [runtime, default linux-x64]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
[ -z "$(ls -A "$out")" ] || { echo "error: $out is not empty. Name a new folder." >&2; exit 1; }
day=${2:-$(date -u +%F)} runtime=${3:-linux-x64}
[[ $day =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || { echo "error: \"$day\" is no day. Write it as 2026-11-29." >&2; exit 2; }

# Razor numbers tag helpers by where they stand in the generated code, which has the paths of the pages: everybody builds in one place.
place=/tmp/coalition-cms-release
mkdir -m 700 "$place" || { echo "error: another release is being built, or one was interrupted. Then delete $place." >&2; exit 1; }
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM
umask 022
export TZ=UTC LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 CI=true
git archive HEAD | tar -x -C "$place"
commit=$(git rev-parse HEAD) time=$(git show -s --format=%ct HEAD)
cd "$place"
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PackageAuditDay="$day" \
  -p:SourceRevisionId="$commit" -o "$out/program" -v q </dev/null
dotnet publish src/CoalitionCms.Verify -c Release -r "$runtime" -p:SourceRevisionId="$commit" -o "$out/verify" -v q </dev/null
dotnet tool restore >/dev/null
dotnet dotnet-CycloneDX src/CoalitionCms/CoalitionCms.csproj --disable-package-restore --no-serial-number -F Json -o "$out" \
  -fn components.cdx.json >/dev/null
cd "$out"
# Style sheets and scripts, and the list, are as old as the commit.
sed -i -E "s/(\"Last-Modified\",\"Value\":\")[^\"]+/\1$(date -u -d "@$time" '+%a, %d %b %Y %T GMT')/g" program/CoalitionCms.staticwebassets.endpoints.json
sed -i -E "s/(\"timestamp\": \")[^\"]+/\1$(date -u -d "@$time" +%FT%TZ)/" components.cdx.json
find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs -d '\n' sha256sum >SHA256SUMS
echo "$commit, audit of $day, $(dotnet --version), $runtime: $(wc -l <SHA256SUMS) files, $(sha256sum SHA256SUMS | cut -d ' ' -f 1)"
