#!/usr/bin/env bash
# Compares the site with nginx that serves the very same bytes and headers, precompressed, as files: requests per second and p99.
# usage: tests/CoalitionCms.Benchmarks/load.sh [rounds, default 7] [seconds of each measurement, default 3]
# Both run beside each other on this machine and are asked in turn, A B A B …, so that a busy moment hits both.
# What counts is the ratio; the absolute numbers are this machine's. Ends with the memory that the site holds after the load.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-7} seconds=${2:-3} connections=64
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done

missing=()
for tool in nginx wrk curl; do command -v "$tool" >/dev/null || [ -x "/usr/sbin/$tool" ] || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || { echo "error: ${missing[*]} missing. On Debian: sudo apt-get install ${missing[*]}" >&2; exit 1; }
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"; } </dev/null >/dev/null
fi

work=$(mktemp -d /tmp/cms-load-XXXXXX)
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

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
site=$(free_port) files=$(free_port)
Cms__DataDirectory="$work/data" ASPNETCORE_URLS="http://127.0.0.1:$site" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/site.log" 2>&1 &
started+=($!)
for _ in $(seq 120); do curl -sf "http://127.0.0.1:$site/readyz" >/dev/null && break; sleep 0.5; done
curl -sf "http://127.0.0.1:$site/readyz" >/dev/null || { cat "$work/site.log" >&2; exit 1; }

article=$(curl -s "http://127.0.0.1:$site/articles" | grep -o 'href="/articles/[^"/]*"' | head -n 1 | cut -d'"' -f2)
[ -n "$article" ] || { echo "error: the site shows no article." >&2; exit 1; }

# Twice: the best compression is made in the background after the first reader. Then the bytes go to nginx as they are.
mkdir -p "$work/www"
for name in home article; do
  path=/; [ "$name" = home ] || path=$article
  curl -sf -o /dev/null -H 'Accept-Encoding: br' "http://127.0.0.1:$site$path"
  sleep 2
  curl -sf -o "$work/www/$name" -H 'Accept-Encoding: br' "http://127.0.0.1:$site$path"
done
# Every header that the site sends, so that both answers are the same to the byte, but for Date and Server.
curl -sf -o /dev/null -D - -H 'Accept-Encoding: br' "http://127.0.0.1:$site/" | tr -d '\r' \
  | sed -nE '/^(HTTP|Date|Content-Length|Content-Type|ETag|Last-Modified|Accept-Ranges|Connection)/Id; s/^([A-Za-z-]+): (.*)$/add_header \1 "\2";/p' >"$work/headers.conf"
cat >"$work/nginx.conf" <<CONF
worker_processes auto;
pid $work/nginx.pid;
error_log $work/nginx.log;
daemon off;
events { worker_connections 1024; }
http {
  access_log off; server_tokens off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  default_type "text/html; charset=utf-8";
  server {
    listen 127.0.0.1:$files;
    root $work/www;
    include $work/headers.conf;
  }
}
CONF
[ "$(id -u)" != 0 ] || chmod -R a+rX "$work"
"$(command -v nginx || echo /usr/sbin/nginx)" -c "$work/nginx.conf" -p "$work" </dev/null >/dev/null 2>&1 &
started+=($!)
for _ in $(seq 40); do curl -sf -o /dev/null "http://127.0.0.1:$files/home" && break; sleep 0.25; done

# Prints "requests-per-second p99-in-milliseconds".
measure() {
  wrk -t 2 -c "$connections" -d "${2}s" --latency -H 'Accept-Encoding: br' "$1" | awk '
    /99%/ { p = $2; m = 1; if (p ~ /us$/) m = 0.001; else if (p ~ /[0-9]s$/ && p !~ /ms$/) m = 1000; sub(/[a-z]+$/, "", p); p99 = p * m }
    /Requests\/sec/ { rps = $2 }
    /Non-2xx|Socket errors/ { print "error: " $0 > "/dev/stderr"; bad = 1 }
    END { if (bad || !rps) exit 1; print rps, p99 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

printf '\n%-8s %8s %12s %12s %10s %10s %7s\n' page bytes 'site req/s' 'nginx req/s' 'site p99' 'nginx p99' ratio
for name in home article; do
  path=/; [ "$name" = home ] || path=$article
  measure "http://127.0.0.1:$site$path" 2 >/dev/null
  measure "http://127.0.0.1:$files/$name" 1 >/dev/null
  : >"$work/$name.txt"
  for _ in $(seq "$rounds"); do
    a=$(measure "http://127.0.0.1:$site$path" "$seconds")
    b=$(measure "http://127.0.0.1:$files/$name" "$seconds")
    echo "$a $b" >>"$work/$name.txt"
  done
  column() { awk -v c="$1" '{ print $c }' "$work/$name.txt" | median; }
  ratio=$(awk '{ print $1 / $3 }' "$work/$name.txt" | median)
  printf '%-8s %8s %12.0f %12.0f %7.2f ms %7.2f ms %7.2f\n' "$name" "$(wc -c <"$work/www/$name")" "$(column 1)" "$(column 3)" "$(column 2)" "$(column 4)" "$ratio"
done
printf 'memory of the site afterwards: %d MB\n' "$(($(awk '/^VmRSS/ { print $2 }' "/proc/${started[0]}/status") / 1024))"
