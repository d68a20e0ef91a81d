# Calls of GitLab's API for sticky.sh and find-plan.sh, which source this file. The response is in $work/response.
#
# CI_API_V4_URL, CI_PROJECT_ID  as the host sets them
# GITLAB_TOKEN                  sent in a header, through a file that only this user can read
# shellcheck shell=sh disable=SC2034

project=/projects/$CI_PROJECT_ID
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'PRIVATE-TOKEN: %s\n' "$GITLAB_TOKEN" >"$work/headers"

# request METHOD PATH [BODY]: false after a failure. Only reads are retried.
request() {
  method=$1 path=$2 repeat=0
  [ "$method" != GET ] || repeat=3
  set -- ${3:+--header "Content-Type: application/json" --data-binary "@$3"}
  curl --silent --show-error --fail-with-body --max-time 60 --retry "$repeat" --request "$method" \
    --header "@$work/headers" --output "$work/response" "$@" "$CI_API_V4_URL$path"
}

call() {
  request "$@" || {
    echo "$1 $2 failed: $(jq -r '.message? // .error? // empty' "$work/response" 2>/dev/null)" >&2
    exit 1
  }
}
