#!/bin/sh
# Finds the plan of the pull request whose merge created $GITHUB_SHA. Writes artifact, run and head to $GITHUB_OUTPUT.
#
# The plan must belong to exactly the merged commit, and come from a successful run of $PLAN_WORKFLOW for a pull
# request from this repository: the workflow of a fork could store anything under that name.
set -eu
workflow=${PLAN_WORKFLOW:-.github/workflows/waveform-plan.yml}
repository=/repos/$GITHUB_REPOSITORY

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN" >"$work/headers"

get() {
  curl --silent --show-error --fail-with-body --max-time 60 --retry 3 --header "@$work/headers" \
    --header "Accept: application/vnd.github+json" --header "X-GitHub-Api-Version: 2022-11-28" \
    --output "$work/response" "$GITHUB_API_URL$1" || {
    echo "GET $1 failed: $(jq -r '.message? // empty' "$work/response" 2>/dev/null)" >&2
    exit 1
  }
}
refuse() {
  echo "Nothing is applied: $1" >&2
  echo "Create a plan: git commit --allow-empty on a new branch of this repository, open a pull request, merge it." >&2
  exit 1
}

get "$repository/commits/$GITHUB_SHA/pulls"
jq --arg sha "$GITHUB_SHA" --arg branch "$GITHUB_REF_NAME" \
  '[.[] | select(.merged_at != null and .merge_commit_sha == $sha and .base.ref == $branch)]' "$work/response" >"$work/pulls"
[ "$(jq length "$work/pulls")" -eq 1 ] || refuse "$GITHUB_SHA is not the merge of a pull request."
number=$(jq -r '.[0].number' "$work/pulls")
head=$(jq -r '.[0].head.sha' "$work/pulls")

get "$repository/actions/artifacts?per_page=100&name=waveform-plan-$head"
jq -r --arg head "$head" '[.artifacts[] | select(.expired | not)
  | select(.workflow_run.head_sha == $head and .workflow_run.head_repository_id == .workflow_run.repository_id)]
  | sort_by(.created_at) | reverse | .[] | "\(.workflow_run.id) \(.name)"' "$work/response" >"$work/candidates"
while read -r run name; do
  get "$repository/actions/runs/$run"
  right=$(jq -r --arg path "$workflow" '.event == "pull_request" and .conclusion == "success"
    and (.path | split("@")[0]) == $path' "$work/response")
  [ "$right" = true ] || continue
  echo "The plan of pull request #$number at $head, created by run $run."
  {
    echo "artifact=$name"
    echo "run=$run"
    echo "head=$head"
  } >>"$GITHUB_OUTPUT"
  exit 0
done <"$work/candidates"
refuse "pull request #$number has no plan for its last commit $head (not created, or expired)."
