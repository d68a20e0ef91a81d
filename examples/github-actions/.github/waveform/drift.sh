#!/bin/sh
# Detects changes made outside of waveform. Exits with 0 for none; with 2 for changes, which are listed in one open issue.
set -eu
here=$(dirname "$0")
title="The cloud integrations were changed outside of waveform"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0
waveform plan -refresh-only -detailed-exitcode -state="${STATE_DIR:-.waveform-state}/waveform.state.json" \
  -out="$work/drift.wfplan" || status=$?

echo "<!-- waveform drift -->" >"$work/issue.md"
case $status in
  0) sh "$here/sticky.sh" close-issue "$work/issue.md" ;;
  2)
    waveform show -format=markdown "$work/drift.wfplan" >>"$work/issue.md"
    sh "$here/sticky.sh" issue "$title" "$work/issue.md"
    ;;
esac
exit "$status"
