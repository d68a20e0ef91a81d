#!/bin/sh
# Maintains one note or issue, which is updated instead of repeated. It is identified by its first line, a hidden
# marker such as <!-- waveform plan -->, and by its author, the user of GITLAB_TOKEN.
#
#   sticky.sh comment NUMBER FILE    on this merge request
#   sticky.sh issue TITLE FILE       the open issue with FILE's first line
#   sticky.sh close-issue FILE       closes that issue, if there is one
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
marker=$(head -n 1 "$file")
case $marker in
  '<!-- '*' -->') ;;
  *)
    echo "$file does not begin with a hidden marker." >&2
    exit 1
    ;;
esac
. "$(dirname "$0")/api.sh"

# find_ours PATH KEY TEXT: searches the pages for the first of ours by its TEXT and prints its KEY, or "".
find_ours() {
  call GET /user
  author=$(jq .id "$work/response")
  page=1
  found=
  while :; do
    call GET "$1per_page=100&page=$page"
    found=$(jq -r --arg marker "$marker" --argjson author "$author" --arg key "$2" --arg text "$3" 'first(.[]
      | select(.author.id == $author and (.[$text] // "" | startswith($marker))) | .[$key])' "$work/response")
    if [ -n "$found" ] || ! [ "$(jq length "$work/response")" -eq 100 ]; then break; fi
    page=$((page + 1))
  done
}

# write FOUND PATH_OF_ALL: $work/body is the new content.
write() {
  if [ -n "$1" ]; then
    call PUT "$2/$1" "$work/body"
    echo "Updated: $2/$1"
  else
    call POST "$2" "$work/body"
    echo "Created: $2"
  fi
}

case $action in
  comment)
    notes=$project/merge_requests/$what/notes
    find_ours "$notes?" id body
    jq -n --rawfile body "$file" '{body: $body}' >"$work/body"
    write "$found" "$notes"
    ;;
  issue)
    find_ours "$project/issues?state=opened&" iid description
    jq -n --arg title "$what" --rawfile body "$file" '{title: $title, description: $body}' >"$work/body"
    write "$found" "$project/issues"
    ;;
  close-issue)
    find_ours "$project/issues?state=opened&" iid description
    [ -n "$found" ] || exit 0
    echo '{"state_event": "close"}' >"$work/body"
    write "$found" "$project/issues"
    ;;
esac
