#!/usr/bin/env bash
# Backs up the warehouse and the archive of raw files into a dated folder: deploy/backup.sh TARGET
# KA_DATABASE_URL: postgresql://…, as pg_dump reads it; KA_HOME: the data folder. The database comes first: a file that arrives
# in between is then in the archive and not yet known, which loading it again mends; the other way round it would be lost.
set -euo pipefail
target=${1:?usage: backup.sh TARGET}
: "${KA_DATABASE_URL:?set KA_DATABASE_URL to the database}" "${KA_HOME:?set KA_HOME to the data folder}"
into="$target/$(date -u +%Y%m%dT%H%M%SZ)"
umask 077
mkdir -p "$into.part"
# Hangfire's own tables hold nothing that the ledger and config/ do not: ka migrate, or the next ka serve, makes them anew, and what the
# ledger says is due is enqueued again.
pg_dump --format=custom --no-owner --exclude-table='hangfire.*' --file="$into.part/warehouse.dump" "$KA_DATABASE_URL"
tar --create --file="$into.part/archive.tar" --directory="$KA_HOME" archive
(cd "$into.part" && sha256sum warehouse.dump archive.tar > SHA256SUMS)
mv "$into.part" "$into"
echo "$into"
