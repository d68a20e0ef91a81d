#!/bin/sh
# Keeps waveform's state on a branch of its own.
#
#   state.sh get               brings state and journal from the branch into $STATE_DIR
#   state.sh put               stores what is there now and is not stored yet
#   state.sh keep COMMAND...   runs the command; stores before it, whenever the journal has grown, and after it
#
# The push before proves that the state can be stored, and that nobody else stored one since `get`, while nothing
# is done yet. No push is forced.
#
# STATE_REMOTE  a git remote or address (origin)
# STATE_BRANCH  (waveform-state)
# STATE_DIR     (.waveform-state)
# STATE_RUN     names this run in the branch's history
set -eu

remote=${STATE_REMOTE:-origin}
ref=refs/heads/${STATE_BRANCH:-waveform-state}
folder=${STATE_DIR:-.waveform-state}
file=waveform.state.json
run=${STATE_RUN:-by hand}
stored=refs/waveform/stored # what the branch has, as far as this machine knows

state_git() {
  git -C "$folder" -c user.name=waveform -c user.email=waveform@localhost -c commit.gpgsign=false "$@"
}

get() {
  rm -rf "$folder"
  git worktree prune
  found=0
  git ls-remote --exit-code "$remote" "$ref" >/dev/null || found=$?
  case $found in
    0)
      git fetch --quiet --no-tags --depth=1 "$remote" "$ref"
      first=$(git rev-parse FETCH_HEAD)
      ;;
    2) # The branch is not there: the first run of all. Any other fault is not that.
      first=$(git -c user.name=waveform -c user.email=waveform@localhost commit-tree -m "No state yet" \
        "$(git mktree </dev/null)")
      ;;
    *)
      echo "The branch of the state cannot be asked for: git ls-remote exited with $found." >&2
      exit 1
      ;;
  esac
  git worktree add --quiet --force --detach "$folder" "$first"
  git update-ref "$stored" "$first"
  chmod 700 "$folder"
  [ ! -e "$folder/$file.journal" ] ||
    echo "A run has not come to its end, or is under way: $(state_git log -1 --format=%s)" >&2
}

# The journal first: it is removed only after the state is written, so no pair of files is stored that never was.
stage() {
  for name in "$file.journal" "$file"; do
    if [ -e "$folder/$name" ]; then
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

# For good: a push that fails is tried again.
push_at_last() {
  push || { sleep 2 && push; } || { sleep 10 && push; } || {
    echo "The state could not be stored. It is in $folder on this machine alone: keep that folder." >&2
    exit 1
  }
}

put() {
  [ -d "$folder" ] || return 0
  stage
  state_git diff --cached --quiet || commit "put: $run"
  [ "$(state_git rev-parse HEAD)" = "$(git rev-parse "$stored")" ] || push_at_last
}

journal_size() {
  if [ -e "$folder/$file.journal" ]; then wc -c <"$folder/$file.journal"; else echo 0; fi
}

keep() {
  commit "begin: $run"
  push || {
    state_git reset --quiet --soft "$stored"
    echo "Nothing was done: the state could not be stored. Another run has stored one meanwhile, or this one may" >&2
    echo "not push to $ref." >&2
    exit 1
  }
  "$@" &
  child=$!
  # A signal that goes to all reaches waveform, too: it finishes what is in hand and writes the state, which is stored
  # below. It is not passed on: a second one would end waveform at once.
  trap : INT TERM HUP
  size=0
  while kill -0 "$child" 2>/dev/null; do
    now=$(journal_size 2>/dev/null || echo 0)
    if [ "$now" -ne "$size" ]; then
      # What fails here is done again in the next round, or at the end.
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
