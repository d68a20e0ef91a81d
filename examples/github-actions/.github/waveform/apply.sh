#!/bin/sh
# Applies a saved plan and stores the state: apply.sh PLAN
set -eu
here=$(dirname "$0")
status=0
sh "$here/state.sh" keep waveform apply -state="${STATE_DIR:-.waveform-state}/waveform.state.json" "$1" || status=$?
[ "$status" -ne 0 ] || exit 0
cat >&2 <<END

The plan was not applied completely. The reason is above.
- If nothing was changed because the host or the service did not respond, or if the job was killed, run this job
  again: it continues where it stopped.
- If the plan was refused (stale, different manifest), interrupted, or failed in part, fix the cause and create a new
  plan, even if the manifest is correct: git commit --allow-empty on a new branch, open it for review, merge it.
END
exit "$status"
