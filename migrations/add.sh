#!/usr/bin/env bash
# Adds one migration to both sets. usage: migrations/add.sh NAME
# "migrations/add.sh --remake" replaces both sets by one Initial each: only before the first release.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?"a name in Pascal case, such as AddSources"}
if [ "$name" = "--remake" ]; then rm -f migrations/Sqlite/*.cs migrations/PostgreSql/*.cs; name=Initial; fi

# A designer file repeats the whole model, which the snapshot has already. EF Core asks it for a table only where it inserts rows, or must rebuild that table
# (SQLite). So a step that alters tables keeps the whole file; of others the tables with inserted rows are left, the name, the context and the product's version.
# "dotnet ef migrations remove" would take the snapshot back from that file: take a migration back with git instead.
shorten() {
  local step designer up
  step=$(echo "migrations/$1/"*_"$name".cs) designer=$(echo "migrations/$1/"*_"$name".Designer.cs)
  up=$(sed '/void Down(/,$d' "$step")
  if grep -qE 'migrationBuilder\.(Alter|Rename|Add(ForeignKey|PrimaryKey|UniqueConstraint|CheckConstraint)|Drop(Column|ForeignKey|PrimaryKey|UniqueConstraint|CheckConstraint))' <<<"$up"; then return; fi
  awk -v "tables=$(grep -A1 -E 'migrationBuilder\.(Insert|Update|Delete)Data' <<<"$up" | sed -nE 's/.*table: ("[^"]+").*/\1/p' | sort -u | tr '\n' ' ')" '
    BEGIN { count = split(tables, wanted, " ") }
    /^ *modelBuilder\.Entity\(/ { inside = 1; block = "" }
    !inside { blank = $0 == ""; if (!blank || !before) print; before = blank; next }
    { block = block $0 "\n" }
    /^                }\);/ { inside = 0; for (i = 1; i <= count; i++) if (index(block, "ToTable(" wanted[i])) { printf "%s", block; before = 0 } }' "$designer" > "$designer.tmp"
  mv "$designer.tmp" "$designer"
}

dotnet tool restore >/dev/null
dotnet build src/CoalitionCms -v q -nologo -p:RunAnalyzers=false
for set in Sqlite PostgreSql; do
  dotnet ef migrations add "$name" --no-build --project src/CoalitionCms --context "${set}CmsDbContext" \
    --namespace "CoalitionCms.Migrations.$set" --output-dir "../../migrations/$set"
  # The tool derives the snapshot's folder from its namespace, inside the project.
  find src/CoalitionCms/CoalitionCms -name "*ModelSnapshot.cs" -exec mv {} "migrations/$set/" \; 2>/dev/null || true
  rm -rf src/CoalitionCms/CoalitionCms
  shorten "$set"
done
