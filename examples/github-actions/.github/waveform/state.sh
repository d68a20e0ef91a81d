#!/bin/sh
# Stores waveform's state on a separate branch.
#
#   state.sh get               fetches state and journal from the branch into $STATE_DIR
#   state.sh put               stores what is not stored yet
#   state.sh keep COMMAND...   runs the command; stores before it, when the journal has grown, and after it
#
# The push before the command verifies that the state can be stored, and that no other run has stored one since
# `get`, before anything is changed. Pushes are never forced.
#
# STATE_REMOTE  a git remote or address (origin)
# STATE_BRANCH  (waveform-state)
# STATE_DIR     (.waveform-state)
# STATE_RUN     names this run in the branch's history
set -eu

remote=${STATE_REMOTE:-origin}
ref=refs/heads/${STATE_BRANCH:-waveform-state}
directory=${STATE_DIR:-.waveform-state}
file=waveform.state.json
run=${STATE_RUN:-by hand}
stored=refs/waveform/stored # the branch as last seen by this machine

state_git() {
  git -C "$directory" -c user.name=waveform -c user.email=waveform@localhost -c commit.gpgsign=false "$@"
}

get() {
  rm -rf "$directory"
  git worktree prune
  found=0
  git ls-remote --exit-code "$remote" "$ref" >/dev/null || found=$?
  case $found in
    0)
      git fetch --quiet --no-tags --depth=1 "$remote" "$ref"
      first=$(git rev-parse FETCH_HEAD)
      ;;
    2) # The branch does not exist: the first run. Other codes are errors.
      first=$(git -c user.name=waveform -c user.email=waveform@localhost commit-tree -m "No state yet" \
        "$(git mktree </dev/null)")
      ;;
    *)
      echo "Cannot read the branch of the state: git ls-remote exited with $found." >&2
      exit 1
      ;;
  esac
  git worktree add --quiet --force --detach "$directory" "$first"
  git update-ref "$stored" "$first"
  chmod 700 "$directory"
  [ ! -e "$directory/$file.journal" ] ||
    echo "A run was interrupted, or is still running: $(state_git log -1 --format=%s)" >&2
}

# The journal comes first: it is removed only after the state is written, so the stored pair of files is consistent.
stage() {
  for name in "$file.journal" "$file"; do
    if [ -e "$directory/$name" ]; then
      state_git add --force -- "$name"
    else
      state_git rm --quiet --cached --ignore-unmatch -- "$name"
    fi
  done
}

commit() { state_git commit --quiet --no-verify --allow-empty -m "$1 [skip ci]"; }

push() {
  state_git push --quiet "$remote" "HEAD:$ref" && state_git update-ref "$stored" HEAD
}

# The final push: retried after a failure.
push_at_last() {
  push || { sleep 2 && push; } || { sleep 10 && push; } || {
    echo "The state could not be stored. It is only in $directory on this machine: keep that directory." >&2
    exit 1
  }
}

put() {
  [ -d "$directory" ] || return 0
  stage
  state_git diff --cached --quiet || commit "put: $run"
  [ "$(state_git rev-parse HEAD)" = "$(git rev-parse "$stored")" ] || push_at_last
}

journal_size() {
  if [ -e "$directory/$file.journal" ]; then wc -c <"$directory/$file.journal"; else echo 0; fi
}

keep() {
  commit "begin: $run"
  push || {
    state_git reset --quiet --soft "$stored"
    echo "Nothing was changed: the state could not be stored. Another run has stored one in the meantime, or this run" >&2
    echo "cannot push to $ref." >&2
    exit 1
  }
  "$@" &
  child=$!
  # A signal to all processes also reaches waveform, which finishes running changes and writes the state, which is
  # stored below. It is not forwarded: a second signal would end waveform at once.
  trap : INT TERM HUP
  size=0
  while kill -0 "$child" 2>/dev/null; do
    now=$(journal_size 2>/dev/null || echo 0)
    if [ "$now" -ne "$size" ]; then
      # A failure is retried in the next round, or at the end.
      stage 2>/dev/null && commit "under way: $run" 2>/dev/null && push 2>/dev/null && size=$now
    fi
    sleep "${STATE_INTERVAL:-0.5}"
  done
  status=0
  wait "$child" || status=$?
  trap - INT TERM HUP
  stage
  commit "end, exit code $status: $run"
  push_at_last
  return "$status"
}

action=${1:-}
[ $# -eq 0 ] || shift
case $action in
  get) get ;;
  put) put ;;
  keep) keep "$@" ;;
  *)
    echo "Usage: state.sh get | put | keep COMMAND..." >&2
    exit 1
    ;;
esac
