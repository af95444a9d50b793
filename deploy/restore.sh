#!/usr/bin/env bash
# Restores what backup.sh made, into an empty database and an empty data folder: deploy/restore.sh BACKUP
# Killed at any moment it can be repeated with the same backup: the database is filled in one transaction, and .restoring says that the
# archive is not yet whole.
# Afterwards: ka migrate, then ka check.
set -euo pipefail
from=${1:?usage: restore.sh BACKUP}
: "${KA_DATABASE_URL:?set KA_DATABASE_URL to an empty database}" "${KA_HOME:?set KA_HOME to the data folder}"
(cd "$from" && sha256sum --check --quiet SHA256SUMS)
mark="$KA_HOME/.restoring"
begun=no
cmp --silent "$from/SHA256SUMS" "$mark" && begun=yes
if [ "$(psql -qtAX "$KA_DATABASE_URL" -c "select count(*) from pg_namespace where nspname in ('core', 'ops')")" != 0 ]; then
  if [ "$begun" = no ]; then
    echo "restore.sh: that database already holds a warehouse; give an empty one" >&2; exit 1
  fi
else
  if [ "$begun" = no ] && [ -n "$(ls -A "$KA_HOME/archive" 2>/dev/null)" ]; then
    echo "restore.sh: $KA_HOME/archive is not empty" >&2; exit 1
  fi
  mkdir -p "$KA_HOME"
  cp "$from/SHA256SUMS" "$mark"
  tar --extract --file="$from/archive.tar" --directory="$KA_HOME"
  # Rights are given by ka migrate, to the roles that there are: on a new server not all of the old one's need exist.
  pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$KA_DATABASE_URL" "$from/warehouse.dump"
fi
# Mails that went after the backup are not known to it: nothing is sent until a person has looked (ka delivery list, ka delivery resume).
echo "$from" > "$KA_HOME/restored"
rm -f "$mark"
echo "restored; sending is held until ka delivery resume. Now run: ka migrate && ka check && ka delivery list"
