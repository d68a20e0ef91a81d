#!/usr/bin/env bash
# Plays N seeded stories of lost calls, killed runs and other people's work, several side by side, and sums up what
# they reached: 1 when one went wrong, or when they did not reach enough. Usage: tests/chaos/run.sh N [SEED]
#   N               how many
#   SEED            the first one's; without it a new one
#   WAVEFORM_BUILD  the build whose binaries play; build/release
#   WAVEFORM_JOBS   how many side by side; 4
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
