#!/usr/bin/env bash
# Regenerates plan.svg and comment.svg from runs against the simulator. Usage: docs/images/make.sh PROGRAM
# Ids and times are replaced by fixed ones, so that the same program creates the same pictures.
set -euo pipefail
program=$(realpath "${1:?Usage: docs/images/make.sh PROGRAM}")
cd "$(dirname "$0")/../.."
root=$PWD

work=$(mktemp -d)
simulator=
cleanup() {
  [ -z "$simulator" ] || { kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; }
  rm -rf "$work"
}
trap cleanup EXIT
cd "$work"

"$program" simulate -token picture >address 2>/dev/null &
simulator=$!
for _ in $(seq 100); do [ -s address ] && break; sleep 0.1; done
[ -s address ] || { echo "The simulator did not start." >&2; exit 1; }
export WAVEFRONT_ADDRESS WAVEFRONT_TOKEN=picture TF_VAR_external_id PROGRAM=$program TERM=xterm-256color
WAVEFRONT_ADDRESS=$(cat address)
TF_VAR_external_id=$("$program" external-id create)
unset NO_COLOR

# The vendor's three integrations; Metrics+ goes into the recycle bin. Then it comes back disabled and without its custom
# namespaces; CloudWatch gets two namespaces and another filter; CloudTrail is removed from the manifest.
apply() { "$program" apply -auto-approve >log 2>&1 || { cat log >&2; exit 1; }; }
sed '/_cloudwatch" /,/^}/ s/|elb)/|elb|rds|lambda|dynamodb)/' "$root/examples/aws-page/1-create/main.wf.hcl" >first
cp first main.wf.hcl
apply
sed '/_ec2" /,/^}/d' first >main.wf.hcl
apply
sed -e '/_cloudtrail" /,/^}/d' -e 's/|ebs|elb|rds|lambda/|elb|rds|lambda|kinesis/' -e 's/"AWS.DynamoDB"/&, "AWS\/EC2", "AWS\/RDS"/' \
  -e 's/^  custom_namespaces .*/  enabled = false/' first >main.wf.hcl

# On a terminal with 100 columns.
script -qec 'stty cols 100 rows 60; "$PROGRAM" plan' /dev/null </dev/null >plan.txt
sed -E -e 's/(CloudTrail, id )[0-9a-f-]{36}/\11f9f1aec-92e6-458d-8813-e33161300bf2/' \
  -e 's/(CloudWatch, id )[0-9a-f-]{36}/\1a3ee34f8-a348-4293-8f2a-11214fe58e1d/' \
  -e 's/(\(EC2\), id )[0-9a-f-]{36}/\1094cb4f5-36e5-46f3-824e-f9a9c2556353/' \
  -e 's/20..-..-..T..:..:..Z/2026-05-04T09:30:00Z/' plan.txt |
  python3 "$root/docs/images/picture.py" "waveform plan" >plan.svg

# tests/pipelines/pull_request.py runs this example, and compares its comment with the program's output.
python3 "$root/docs/images/comment.py" "The plan as a comment on a pull request" <"$root/examples/pull-request/comment.md" >comment.svg
mv plan.svg comment.svg "$root/docs/images/"
