#!/bin/sh
# Maintains one comment or issue, which is updated instead of repeated. It is identified by its first line, a hidden
# marker such as <!-- waveform plan -->, and by its author.
#
#   sticky.sh comment NUMBER FILE    on this pull request
#   sticky.sh issue TITLE FILE       the open issue with FILE's first line
#   sticky.sh close-issue FILE       closes that issue, if there is one
#
# GITHUB_API_URL, GITHUB_REPOSITORY  as the host sets them
# GITHUB_TOKEN                       sent in a header, through a file that only this user can read
# STICKY_AUTHOR                      the author of our comments (github-actions[bot])
set -eu

usage() {
  sed -n 's/^#   //p' "$0" >&2
  exit 1
}
action=${1:-}
case $action:$# in
  comment:3 | issue:3) what=$2 file=$3 ;;
  close-issue:2) what='' file=$2 ;;
  *) usage ;;
esac
author=${STICKY_AUTHOR:-github-actions[bot]}
repository=/repos/$GITHUB_REPOSITORY
marker=$(head -n 1 "$file")
case $marker in
  '<!-- '*' -->') ;;
  *)
    echo "$file does not begin with a hidden marker." >&2
    exit 1
    ;;
esac

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN" >"$work/headers"

# call METHOD PATH [BODY]: the response is in $work/response. Only reads are retried.
call() {
  repeat=0
  [ "$1" != GET ] || repeat=3
  set -- "$1" "$2" ${3:+--data-binary "@$3"}
  method=$1 path=$2
  shift 2
  curl --silent --show-error --fail-with-body --max-time 60 --retry "$repeat" --request "$method" \
    --header "@$work/headers" --header "Accept: application/vnd.github+json" \
    --header "X-GitHub-Api-Version: 2022-11-28" --output "$work/response" "$@" "$GITHUB_API_URL$path" || {
    echo "$method $path failed: $(jq -r '.message? // empty' "$work/response" 2>/dev/null)" >&2
    exit 1
  }
}

# find PATH: searches the pages for the first of ours and prints its number, or "".
find_ours() {
  page=1
  found=
  while :; do
    call GET "$1per_page=100&page=$page"
    found=$(jq -r --arg marker "$marker" --arg author "$author" 'first(.[]
      | select(.pull_request == null and .user.login == $author and (.body // "" | startswith($marker)))
      | if has("number") then .number else .id end)' "$work/response")
    if [ -n "$found" ] || ! [ "$(jq length "$work/response")" -eq 100 ]; then break; fi
    page=$((page + 1))
  done
}

# write FOUND PATH_OF_FOUND PATH_OF_NEW: $work/body is the new content.
write() {
  if [ -n "$1" ]; then
    call PATCH "$2" "$work/body"
    echo "Updated: $(jq -r .html_url "$work/response")"
  else
    call POST "$3" "$work/body"
    echo "Created: $(jq -r .html_url "$work/response")"
  fi
}

case $action in
  comment)
    find_ours "$repository/issues/$what/comments?"
    jq -n --rawfile body "$file" '{body: $body}' >"$work/body"
    write "$found" "$repository/issues/comments/$found" "$repository/issues/$what/comments"
    ;;
  issue)
    find_ours "$repository/issues?state=open&"
    jq -n --arg title "$what" --rawfile body "$file" '{title: $title, body: $body}' >"$work/body"
    write "$found" "$repository/issues/$found" "$repository/issues"
    ;;
  close-issue)
    find_ours "$repository/issues?state=open&"
    [ -n "$found" ] || exit 0
    echo '{"state": "closed", "state_reason": "completed"}' >"$work/body"
    write "$found" "$repository/issues/$found" ""
    ;;
esac
