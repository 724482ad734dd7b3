#!/usr/bin/env bash
# Runs every test on this machine, on SQLite and on a PostgreSQL server of its own, and with a real browser.
# usage: tests/run.sh [arguments for the test programs, such as: -class '*Publishing*']
# Debian: what is missing is installed when run as root; elsewhere it says what to install, and those tests are skipped.
# Last line: "N passed, N failed" (and ", N skipped"). Exit code 0 only when some passed and none failed.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A run is too short for code to earn back what observing it costs (a fifth of the processor time), and two cores that compute have none to
# spare for collecting garbage beside; what protects compiled code from being rewritten slows compiling by a tenth.
export DOTNET_TieredPGO=0 DOTNET_gcConcurrent=0 DOTNET_EnableWriteXorExecute=0
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@} ${!DOTNET_ENVIRONMENT@}; do unset "$setting"; done

command -v dotnet >/dev/null || { echo "error: the .NET SDK is missing. Install version 10 from https://dot.net, then run this again." >&2; exit 1; }

find_initdb() { command -v initdb || ls -1 /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1; }
find_browser() { [ -n "${CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_chinese_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn)" ]; }

missing=()
[ -n "${CMS_TEST_POSTGRES:-}" ] || [ -n "$(find_initdb)" ] || missing+=(postgresql)
find_browser >/dev/null || missing+=(chromium)
has_chinese_font || missing+=(fontconfig fonts-noto-cjk)
# For photos in HEIC alone.
command -v vips >/dev/null || missing+=(libvips-tools)
command -v exiftool >/dev/null || missing+=(libimage-exiftool-perl)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"; } </dev/null >/dev/null 2>&1 ||
      echo "hint:  these could not be installed: ${missing[*]}. Tests that need them are skipped." >&2
  else
    echo "hint:  install ${missing[*]} (on Debian: sudo apt-get install ${missing[*]}). Until then the tests that need them are skipped." >&2
  fi
fi

# In memory where there is plenty: what is only a test need not reach a disk.
kilobytes() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'; }
there=${TMPDIR:-/tmp}
if [ "$(kilobytes /dev/shm || echo 0)" -gt 8000000 ] && [ "$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)" -gt 12000000 ]; then
  there=/dev/shm
fi
work=$(mktemp -d "$there/cms-tests-XXXXXX")
TMPDIR=$(mktemp -d "$there/cms-files-XXXXXX")
export TMPDIR
server= others=()
stop() {
  for other in "${others[@]}"; do kill "$other" 2>/dev/null || true; done
  [ -z "$server" ] || { kill -INT "$server" 2>/dev/null || true; while kill -0 "$server" 2>/dev/null; do sleep 0.1; done; }
  rm -rf "$work" "$TMPDIR"
}
trap stop EXIT
trap 'exit 130' INT TERM

if [ -z "${CMS_TEST_POSTGRES:-}" ] && [ -n "$(find_initdb)" ]; then
  bin=$(dirname "$(find_initdb)")
  as_server=()
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$work"
    as_server=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  fi
  # A socket in a private folder needs no port and no password; what is only a test need not reach the disk, nor be swept: hundreds of
  # databases live for a moment each.
  (cd "$work" && "${as_server[@]}" "$bin/initdb" -D "$work/db" -U postgres -A trust -E UTF8 --locale=C --no-sync) </dev/null >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log" >&2; exit 1; }
  (cd "$work" && "${as_server[@]}" "$bin/pg_ctl" -s -w -D "$work/db" -l "$work/server.log" \
    -o "-c listen_addresses= -c unix_socket_directories=$work -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
      -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB -c autovacuum=off -c jit=off -c max_connections=300" start) </dev/null
  server=$(head -n 1 "$work/db/postmaster.pid")
  export CMS_TEST_POSTGRES="Host=$work;Username=postgres;Database=postgres"
fi

dotnet build CoalitionCms.sln -v q -nologo </dev/null

# Side by side: the browser waits more than it computes. The first writes as it goes, the others when they have ended.
names=()
for project in tests/*.Tests tests/*.BrowserTests; do
  [ ! -f "$project/$(basename "$project").csproj" ] || names+=("$(basename "$project")")
done
program() { echo "tests/$1/bin/Debug/net10.0/$1.dll"; }
for name in "${names[@]:1}"; do
  dotnet "$(program "$name")" -noLogo -noColor "$@" </dev/null >"$work/$name.log" 2>&1 &
  others+=($!)
done
# Twice as many tests as cores: each of them waits for a database or a child process now and then.
dotnet "$(program "${names[0]}")" -noLogo -noColor -maxThreads 2x "$@" </dev/null 2>&1 | tee "$work/${names[0]}.log" || true
for other in "${others[@]}"; do wait "$other" || true; done

passed=0 failed=0 skipped=0
for name in "${names[@]}"; do
  log="$work/$name.log"
  [ "$name" = "${names[0]}" ] || cat "$log"
  # "   CoalitionCms.Tests  Total: 412, Errors: 0, Failed: 0, Skipped: 30, Not Run: 0, Time: 41.2s"
  summary=$(grep -E '^ +[^ ]+ +Total: [0-9]+' "$log" | tail -n 1 || true)
  # With arguments a program may have nothing to run, and then says "Total: 0" alone.
  if [[ $summary =~ Total:\ 0$ ]] && [ $# -gt 0 ]; then continue; fi
  if [[ ! $summary =~ Errors: ]]; then
    echo "$name ended before its summary, or ran no test." >&2
    failed=$((failed + 1))
    continue
  fi
  count() { sed -E "s/.*$1: ([0-9]+).*/\1/" <<<"$summary"; }
  passed=$((passed + $(count Total) - $(count Failed) - $(count Skipped) - $(count 'Not Run')))
  failed=$((failed + $(count Failed) + $(count Errors)))
  skipped=$((skipped + $(count Skipped)))
done

line="$passed passed, $failed failed"
[ "$skipped" = 0 ] || line="$line, $skipped skipped"
echo "$line"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
