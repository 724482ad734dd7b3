#!/usr/bin/env bash
# Adds one migration to both sets. usage: migrations/add.sh NAME
# "migrations/add.sh --remake" throws both sets away and makes them anew as Initial: only before the first release.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?"a name, in words run together: AddSources"}
if [ "$name" = "--remake" ]; then rm -f migrations/Sqlite/*.cs migrations/PostgreSql/*.cs; name=Initial; fi
dotnet tool restore >/dev/null
dotnet build src/CoalitionCms -v q -nologo -p:RunAnalyzers=false
for set in Sqlite PostgreSql; do
  dotnet ef migrations add "$name" --no-build --project src/CoalitionCms --context "${set}CmsDbContext" \
    --namespace "CoalitionCms.Migrations.$set" --output-dir "../../migrations/$set"
  # The tool derives the snapshot's folder from its namespace, inside the project.
  find src/CoalitionCms/CoalitionCms -name "*ModelSnapshot.cs" -exec mv {} "migrations/$set/" \; 2>/dev/null || true
  rm -rf src/CoalitionCms/CoalitionCms
done
