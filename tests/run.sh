#!/usr/bin/env bash
# `./ka test [--long] [dotnet test arguments]`: installs what the tests need where it may, builds, runs them, names the ten that took
# longest and closes with "N passed, N failed". --long runs the long proofs (kill loops, fuzzing, two nodes) whole instead of a seeded
# sample. What the samples are drawn by is printed; KA_TEST_SEED draws the same again, KA_TEST_SCREENS=1 keeps pictures of all pages.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$here"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# A browser names a download in Chinese only where the locale's letters are UTF-8.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac
# Threads that have nothing to do sleep at once instead of looking for work, where the tests wait for each other's processor.
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0
# Code instrumented for later is compiled twice, which pays in programs that run for hours.
export DOTNET_TieredPGO=0
# Compiled code that is written at another address than it runs at guards against intruders, whom the tests do not have: a tenth of each
# start of the program. Nor does anybody wait for a collection that could be spread.
export DOTNET_EnableWriteXorExecute=0 DOTNET_gcConcurrent=0
# 64 MB are filled before dead objects are looked for, and only what is called 8,192 times is compiled anew (the runtime reads both in
# hexadecimal): a tenth of the processor time of tests that read files and make workbooks, and most code of a test runs once.
export DOTNET_GCgen0size=0x4000000 DOTNET_TC_CallCountThreshold=2000
if [ "${1:-}" = --long ]; then export KA_TEST_LONG=1; shift; fi

export KA_TEST_SEED=${KA_TEST_SEED:-$((RANDOM * 32768 + RANDOM))}

. tests/prerequisites.sh

dotnet build KaPipeline.sln -c Release --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }

if [ $# = 0 ]; then
  # Half a minute of the processor, which the processes of the tests and all that they start pay back.
  dotnet build tests/ahead.proj --nologo -v quiet >/dev/null || echo "ka test: not compiled ahead; it takes a little longer." >&2
fi

results=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$results"' EXIT
test=(dotnet test tests/KaPipeline.Tests -c Release --no-build --nologo --logger "console;verbosity=minimal")
status=0
set -o pipefail
if [ $# = 0 ]; then
  # Side by side: the slow tests wait for processes, browsers and servers while the others compute.
  "${test[@]}" --filter "Category=Slow" --logger "trx;LogFileName=$results/slow.trx" -- xUnit.MaxParallelThreads=6 >"$results/slow.log" 2>&1 & slow=$!
  echo "All but the slow tests, under de-DE, whose decimal comma finds every format that forgot its culture:"
  KA_TEST_CULTURE=de-DE "${test[@]}" --filter "Category!=Slow" --logger "trx;LogFileName=$results/others.trx" 2>&1 \
    | tee "$results/others.log" || status=1
  wait $slow || status=1
  echo "The slow tests, under zh-CN:"
  cat "$results/slow.log"
else
  "${test[@]}" --logger "trx;LogFileName=$results/all.trx" "$@" 2>&1 | tee "$results/all.log" || status=1
fi

echo "Samples were drawn with KA_TEST_SEED=$KA_TEST_SEED. The ten slowest:"
grep -ho '<UnitTestResult [^>]*>' "$results"/*.trx | sed -E 's/.* testName="([^"]*)".* duration="([0-9:]{8}\.[0-9]{2})[^"]*".*/\2  \1/' \
  | grep -E '^[0-9]{2}:' | sort -r | head -n 10 | sed 's/KaPipeline\.Tests\.//; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' || true
awk -v status=$status '
  /Failed: +[0-9]+, Passed: +[0-9]+/ { match($0, /Failed: +[0-9]+/); f += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Passed: +[0-9]+/); p += substr($0, RSTART + 7, RLENGTH - 7)
    match($0, /Skipped: +[0-9]+/); s += substr($0, RSTART + 8, RLENGTH - 8) }
  END { if (status && !f) f = 1; printf "%d passed, %d failed%s\n", p, f, s ? ", " s " skipped" : "" }' "$results"/*.log
exit $status
