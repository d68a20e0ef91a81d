#!/bin/sh
# Finds the plan of the merge request whose merge created $CI_COMMIT_SHA, and saves it: find-plan.sh FILE
#
# The plan must have the name of exactly the merged commit, and come from the successful job `plan` in a pipeline of
# this merge request in this project. Pipelines of a fork run in the fork.
set -eu
file=$1
. "$(dirname "$0")/api.sh"

refuse() {
  echo "Nothing is applied: $1" >&2
  echo "Create a plan: git commit --allow-empty on a new branch of this project, open a merge request, merge it." >&2
  exit 1
}

call GET "$project/repository/commits/$CI_COMMIT_SHA/merge_requests?per_page=100"
jq --arg sha "$CI_COMMIT_SHA" --arg branch "$CI_COMMIT_BRANCH" '[.[]
  | select(.state == "merged" and .target_branch == $branch)
  | select($sha == .merge_commit_sha or $sha == .squash_commit_sha or $sha == .sha)]' "$work/response" >"$work/merged"
[ "$(jq length "$work/merged")" -eq 1 ] || refuse "$CI_COMMIT_SHA is not the merge of a merge request."
number=$(jq -r '.[0].iid' "$work/merged")
head=$(jq -r '.[0].sha' "$work/merged")

call GET "$project/merge_requests/$number/pipelines?per_page=100"
jq -r --argjson project "$CI_PROJECT_ID" --arg ref "refs/merge-requests/$number/" '[.[]
  | select(.project_id == $project and (.ref | startswith($ref)))] | sort_by(.id) | reverse | .[].id' \
  "$work/response" >"$work/pipelines"
while read -r pipeline; do
  call GET "$project/pipelines/$pipeline/jobs?scope[]=success&per_page=100"
  job=$(jq -r '[.[] | select(.name == "plan")] | sort_by(.id) | last | .id // empty' "$work/response")
  [ -n "$job" ] || continue
  if request GET "$project/jobs/$job/artifacts/plan/$head.wfplan" 2>/dev/null; then
    cp "$work/response" "$file"
    echo "The plan of merge request !$number at $head, created by job $job."
    exit 0
  fi
done <"$work/pipelines"
refuse "merge request !$number has no plan for its last commit $head (not created, or expired)."
