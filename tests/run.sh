#!/usr/bin/env bash
# `./ka test [--long] [dotnet test arguments]`: installs what the tests need where it may, runs them, and closes with
# "N passed, N failed". --long runs the long proofs (kill loops, fuzzing, two nodes) whole instead of a seeded sample.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# A browser names a download in Chinese only where the locale's letters are UTF-8.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac
if [ "${1:-}" = --long ]; then export KA_TEST_LONG=1; shift; fi

. tests/prerequisites.sh

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet build KaPipeline.sln -c Release --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }
run() { dotnet test tests/KaPipeline.Tests -c Release --no-build --nologo --logger "console;verbosity=minimal" "$@" 2>&1 | tee -a "$log" || status=1; }
set -o pipefail
if [ $# = 0 ]; then
  run --filter "Category=Slow"
  echo "All others, under de-DE, whose decimal comma finds every format that forgot its culture:"
  KA_TEST_CULTURE=de-DE run --filter "Category!=Slow"
else
  run "$@"
fi
awk -v status=$status '
  /Failed: +[0-9]+, Passed: +[0-9]+/ { match($0, /Failed: +[0-9]+/); f += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Passed: +[0-9]+/); p += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Skipped: +[0-9]+/); s += substr($0, RSTART + 8, RLENGTH - 8) }
  END { if (status && !f) f = 1; printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : "" }' "$log"
exit $status
