#!/usr/bin/env bash
# Restores what backup.sh made, into an empty database and an empty data folder: deploy/restore.sh BACKUP
# Afterwards: ka migrate, then ka check.
set -euo pipefail
from=${1:?usage: restore.sh BACKUP}
: "${KA_DATABASE_URL:?set KA_DATABASE_URL to an empty database}" "${KA_HOME:?set KA_HOME to the data folder}"
(cd "$from" && sha256sum --check --quiet SHA256SUMS)
if [ "$(psql -qtAX "$KA_DATABASE_URL" -c "select count(*) from pg_namespace where nspname in ('core', 'ops')")" != 0 ]; then
  echo "restore.sh: that database already holds a warehouse; give an empty one" >&2; exit 1
fi
if [ -n "$(ls -A "$KA_HOME/archive" 2>/dev/null)" ]; then
  echo "restore.sh: $KA_HOME/archive is not empty" >&2; exit 1
fi
pg_restore --exit-on-error --no-owner --dbname="$KA_DATABASE_URL" "$from/warehouse.dump"
mkdir -p "$KA_HOME"
tar --extract --file="$from/archive.tar" --directory="$KA_HOME"
echo "restored; now run: ka migrate && ka check"
