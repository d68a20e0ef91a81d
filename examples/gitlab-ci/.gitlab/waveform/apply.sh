#!/bin/sh
# Carries out a saved plan, with the state kept: apply.sh PLAN
set -eu
here=$(dirname "$0")
status=0
sh "$here/state.sh" keep waveform apply -state="${STATE_DIR:-.waveform-state}/waveform.state.json" "$1" || status=$?
[ "$status" -ne 0 ] || exit 0
cat >&2 <<END

The plan was not carried out, or not all of it. The lines above say why.
- Nothing was done, and the host or the service did not answer: run this job again. The same after a job that was
  killed: it goes on where that stopped.
- It is refused (stale, another manifest), it was interrupted, or a part of it failed: mend that, then have it planned
  anew, also when the manifest is right as it is: git commit --allow-empty on a new branch, open it for review, merge it.
END
exit "$status"
