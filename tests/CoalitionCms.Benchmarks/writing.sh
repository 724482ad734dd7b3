#!/usr/bin/env bash
# How long the editor's own requests take on a text of 100 KB: autosave, preview, and beside them a plain page of the admin area for comparison.
# Then photos per second, and the peak memory of the program and of the decoder, for photos of 12 and 40 megapixels.
# usage: tests/CoalitionCms.Benchmarks/writing.sh [requests of each, default 40]
# What counts is the ratio to the plain page; the absolute numbers are this machine's.
set -euo pipefail
cd "$(dirname "$0")/../.."
requests=${1:-40}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
for tool in curl vips python3; do command -v "$tool" >/dev/null || { echo "error: $tool is missing (Debian: curl libvips-tools python3)." >&2; exit 1; }; done

work=$(mktemp -d /tmp/cms-writing-XXXXXX)
started=
stop() { [ -z "$started" ] || { kill "$started" 2>/dev/null || true; wait "$started" 2>/dev/null || true; }; rm -rf "$work"; }
trap stop EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
site="http://127.0.0.1:$port"
export Cms__DataDirectory="$work/data"
ASPNETCORE_URLS="$site" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/site.log" 2>&1 &
started=$!
for _ in $(seq 120); do curl -sf "$site/readyz" >/dev/null && break; sleep 0.5; done
echo "a pass phrase of five words" | dotnet "$work/app/CoalitionCms.dll" user create --email bench@example.org --name Bench --role editor --password-stdin >/dev/null

ask() { curl -s -b "$work/jar" -c "$work/jar" -H "Origin: $site" "$@"; }
token() { grep -o '__RequestVerificationToken" type="hidden" value="[^"]*"' | head -n 1 | sed 's/.*value="//; s/"$//'; }
ask --data-urlencode "__RequestVerificationToken=$(ask "$site/account/login" | token)" --data-urlencode Input.Email=bench@example.org \
  --data-urlencode "Input.Password=a pass phrase of five words" -o /dev/null "$site/account/login"
python3 -c 'print("\n\n".join("The %dth paragraph tells who came, 金海 among them, and **what they said** at [the gate](/people)." % i * 3 for i in range(340)))' >"$work/text"
form=$(ask "$site/admin/articles/new" | token)
save() { ask -H 'Accept: application/json' -F "__RequestVerificationToken=$form" -F do=autosave -F "Entry.Title=A long report" -F "Entry.Language=en" "$@"; }
answer=$(save -F "Entry.Body=<$work/text" -F Entry.Version=0 -F Entry.FactsVersion=0 "$site/admin/articles/new")
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1" <<<"$answer"; }
url=$(field url) version=$(field version)

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.1f", 1000 * v[int((NR + 1) / 2)] }'; }
for i in $(seq "$requests"); do
  ask -o /dev/null -w '%{time_total}\n' "$site/account" >>"$work/plain"
  echo " and $i" >>"$work/text"
  answer=$(save -F "Entry.Body=<$work/text" -F "Entry.Version=$version" -F Entry.FactsVersion=1 -w '\n%{stderr}%{time_total}\n' "$site$url" 2>>"$work/autosave")
  version=$(field version)
  ask -o /dev/null -w '%{time_total}\n' -F "__RequestVerificationToken=$form" -F do=preview -F "Entry.Title=A long report" -F Entry.Language=en -F "Entry.Body=<$work/text" "$site$url" >>"$work/preview"
done
echo "text of $(wc -c <"$work/text") bytes, p50 of $requests: a plain admin page $(median "$work/plain") ms, autosave $(median "$work/autosave") ms, preview $(median "$work/preview") ms"

for size in 4000x3000 7300x5480; do
  vips gaussnoise "$work/noise.v" "${size%x*}" "${size#*x}" --sigma 25 --mean 128
  photos=()
  for i in 1 2 3 4 5 6; do vips linear "$work/noise.v" "$work/photo-$size-$i.jpg[Q=85]" 1 "$((i * 6))" 2>/dev/null; photos+=("$work/photo-$size-$i.jpg"); done
  begun=$(date +%s.%N)
  printf '%s\n' "${photos[@]}" | xargs -P 2 -I{} curl -s -o /dev/null -b "$work/jar" -H "Origin: $site" -H 'Accept: application/json' -F "__RequestVerificationToken=$form" -F "Photos=@{}" "$site/admin/media"
  python3 - "$begun" "$size" "$(stat -c %s "${photos[0]}")" <<'P'
import sys, time
print(f"photos of {sys.argv[2]} ({int(sys.argv[3]) // 1024 // 1024} MB): {6 / (time.time() - float(sys.argv[1])):.2f} a second, two at a time")
P
done
echo "peak memory of the program: $(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$started/status") MB"
