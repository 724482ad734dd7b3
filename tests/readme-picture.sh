#!/usr/bin/env bash
# Takes the picture of the README: the home page of a fresh site with the starter content. usage: tests/readme-picture.sh
# Needs a Chromium (or CHROMIUM=…) and fonts for Chinese.
set -euo pipefail
cd "$(dirname "$0")/.."
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$(mktemp -d); site=
trap '[ -z "$site" ] || kill "$site"; rm -rf "$work"' EXIT
dotnet build src/CoalitionCms -c Release -v q -nologo
Cms__DataDirectory="$work/data" ASPNETCORE_URLS=http://127.0.0.1:5987 dotnet src/CoalitionCms/bin/Release/net10.0/CoalitionCms.dll serve >"$work/log" 2>&1 &
site=$!
for _ in $(seq 60); do dotnet src/CoalitionCms/bin/Release/net10.0/CoalitionCms.dll healthcheck --port 5987 >/dev/null 2>&1 && break; sleep 0.5; done
"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
  --user-data-dir="$work/profile" --window-size=1280,900 --screenshot="$PWD/.github/home.png" http://127.0.0.1:5987/ >/dev/null 2>&1
ls -l .github/home.png
