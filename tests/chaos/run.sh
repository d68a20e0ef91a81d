#!/usr/bin/env bash
# Plays N seeded stories of lost calls, killed runs and concurrent edits, several in parallel, and adds up the situations
# they reached. Exits with 1 after a failure, or if they did not reach enough. Usage: tests/chaos/run.sh N [SEED]
#   N               number of stories
#   SEED            seed of the first story; default: a new one
#   WAVEFORM_BUILD  the build directory; default: build/release
#   WAVEFORM_JOBS   number of parallel stories; default: 4
set -euo pipefail
count=${1:?"Usage: tests/chaos/run.sh N [SEED]"}
first=${2:-$(date +%s)}
cd "$(dirname "$0")/../.."
export LSAN_OPTIONS=${LSAN_OPTIONS:-suppressions=$PWD/tests/leaks.txt:print_suppressions=0}
chaos=${WAVEFORM_BUILD:-build/release}/tests/chaos
told=$(mktemp)
trap 'rm -f "$told"' EXIT
status=0
seq "$first" $((first + count - 1)) | xargs -P "${WAVEFORM_JOBS:-4}" -n 1 "$chaos" | tee "$told" || status=1
"$chaos" -reached "$count" <"$told" || status=1
exit $status
