#!/usr/bin/env bash
# Whether search finds names, and what it costs: many invented entries beside few, on SQLite and, where it is installed, on PostgreSQL.
# Each question is asked of both sites in turn, and of the larger database by LIKE '%…%' over the same texts. Then what publishing costs with
# and without search. Ends with 1 when a name is not found, or a figure is over its limit.
# usage: tests/CoalitionCms.Benchmarks/search.sh [names, default 300] [few, default 10000] [many, default 100000]
# Filling takes some minutes, and says how many; the sites are kept for the next run in CMS_SEARCH_DATA (default /tmp/cms-search-data),
# until the tables or the sample change.
set -euo pipefail
cd "$(dirname "$0")/../.."
names=${1:-300} few=${2:-10000} many=${3:-100000}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
for setting in ${!Cms__@} ${!ConnectionStrings__@} ${!ASPNETCORE_@}; do unset "$setting"; done
for tool in curl python3; do command -v "$tool" >/dev/null || { echo "error: $tool is missing (Debian: curl python3)." >&2; exit 1; }; done

work=$(mktemp -d /tmp/cms-search-XXXXXX)
kept=${CMS_SEARCH_DATA:-/tmp/cms-search-data}
mkdir -p "$kept"
started=()
. tests/CoalitionCms.Benchmarks/server.sh
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  stop_server
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

case "$(uname -m)" in aarch64 | arm64) runtime=linux-arm64 ;; *) runtime=linux-x64 ;; esac
dotnet publish src/CoalitionCms -c Release -r "$runtime" --self-contained false -p:PublishReadyToRun=true -o "$work/app" -v q -nologo </dev/null
made=$(cat migrations/*/*.cs src/CoalitionCms/Operations/Seed/{Sample,Content}/* src/CoalitionCms/{Domain/SearchText,Content/Search/SearchDocument}.cs | sha256sum | cut -c1-16)

databases=(Sqlite)
start_server "$kept" "$work"
[ -z "$server" ] || databases+=(PostgreSql)

failed=0
for database in "${databases[@]}"; do
  sites=()
  for entries in "$few" "$many"; do
    data="$kept/$database-$entries"
    export Cms__DataDirectory="$data" Cms__Database="$database" Cms__KeepsCopy=false
    if [ "$database" = PostgreSql ]; then
      export ConnectionStrings__Cms="Host=$work;Username=postgres;Database=sample_$entries"
      place="$psql $work sample_$entries $server"
    else
      unset ConnectionStrings__Cms
      place="$data/cms.db"
    fi

    if [ "$(cat "$data/filled" 2>/dev/null)" != "$made" ]; then
      rm -rf "$data"
      [ "$database" = Sqlite ] || "$psql" -qX -h "$work" -U postgres -c "DROP DATABASE IF EXISTS sample_$entries" -c "CREATE DATABASE sample_$entries" 2>/dev/null
      begun=$SECONDS
      worked=$(awk '{ print $16 + $17 }' "/proc/$$/stat")
      dotnet "$work/app/CoalitionCms.dll" seed --sample "$entries" >/dev/null
      worked=$(($(awk '{ print $16 + $17 }' "/proc/$$/stat") - worked))
      echo "$database: seed --sample $entries: $((SECONDS - begun)) s, of the processors $((worked / $(getconf CLK_TCK))) s"
      [ "$database" = Sqlite ] || "$psql" -qX -h "$work" -U postgres -d "sample_$entries" -c "VACUUM ANALYZE"
      echo "$made" >"$data/filled"
    fi

    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet "$work/app/CoalitionCms.dll" </dev/null >"$work/$database-$entries.log" 2>&1 &
    started+=($!)
    sites+=("$port" "$!" "$place")
    for _ in $(seq 240); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
  done

  python3 tests/CoalitionCms.Benchmarks/search.py "$database" "$names" "${sites[@]}" || failed=1
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done
  started=()
done

unset Cms__DataDirectory Cms__Database Cms__KeepsCopy ConnectionStrings__Cms
[ -z "$server" ] || export CMS_TEST_POSTGRES="Host=$work;Username=postgres;Database=postgres"
dotnet build tests/CoalitionCms.Tests -c Release -p:RunAnalyzers=false -v q -nologo </dev/null >/dev/null
dotnet tests/CoalitionCms.Tests/bin/Release/net10.0/CoalitionCms.Tests.dll -noLogo -noColor -explicit only -showLiveOutput \
  -method '*Publishing_costs_little_more_with_search*' | tee "$work/publishing" | grep -F 'publishing:' | sed 's/.*publishing:/publishing:/' || true
grep -q 'Failed: 0' "$work/publishing" || failed=1
exit "$failed"
