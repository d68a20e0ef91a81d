#!/usr/bin/env bash
# Shows the life cycle of three integrations on a local simulator. Can be repeated.
# Walks through examples/aws-page/. In the source (Debian 12) it first installs missing packages, as root or with sudo, and builds;
# in an installation it uses the installed program.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
show() { printf '\033[36m$ %s\033[0m\n' "$*"; }

if [ -e CMakeLists.txt ]; then
  say "Installing missing packages"
  tests/install.sh build
  say "Building (a few minutes the first time)"
  cmake --preset release -DWAVEFORM_TESTS=OFF >/dev/null
  cmake --build --preset release --target waveform
  waveform_binary=$root/build/release/waveform
else
  waveform_binary=$(command -v waveform) || { echo "waveform is not in PATH." >&2; exit 1; }
fi
waveform() { show "waveform $*"; "$waveform_binary" "$@"; }

work=$(mktemp -d)
simulator=
cleanup() {
  [ -z "$simulator" ] || { kill "$simulator" 2>/dev/null || true; wait "$simulator" 2>/dev/null || true; }
  rm -rf "$work"
}
trap cleanup EXIT

say "Starting the simulator of the service on this machine"
cd "$work"
"$waveform_binary" simulate -token quickstart >address 2>/dev/null &
simulator=$!
for _ in $(seq 100); do [ -s address ] && break; sleep 0.1; done
[ -s address ] || { echo "The simulator did not start." >&2; exit 1; }
export WAVEFRONT_ADDRESS WAVEFRONT_TOKEN=quickstart
WAVEFRONT_ADDRESS=$(cat address)
echo "Its address is $WAVEFRONT_ADDRESS. A real service is used in the same way: WAVEFRONT_ADDRESS=example.wavefront.com."

# The manifest of the next step; the directory has one at a time.
step() { cp "$root/examples/aws-page/$1/main.wf.hcl" main.wf.hcl; }
id_of() { "$waveform_binary" state show "$1" | sed -n 's/^id *= "\(.*\)"/\1/p'; }

say "An external id, and the trust policy for the AWS role"
show "waveform external-id create"
external_id=$("$waveform_binary" external-id create)
echo "$external_id"
waveform trust-policy -account-id 123456789012 -external-id "$external_id"

say "Three integrations: plan, then apply"
step 1-create
export TF_VAR_external_id=$external_id
waveform plan
waveform apply -auto-approve
unset TF_VAR_external_id

say "A change: ten more services, an allow list, a slower refresh. An external id is no longer needed"
step 2-update
waveform plan
waveform apply -auto-approve

say "Disable"
step 3-disable
waveform apply -auto-approve

say "Enable again"
step 4-enable
waveform apply -auto-approve

say "A user edits an integration in the console: the plan shows it as drift, and apply reverts it"
cloudwatch=$(id_of wavefront_cloud_integration_cloudwatch.cloudwatch)
curl -sS -o /dev/null -X PATCH "$WAVEFRONT_ADDRESS/simulator/integrations/$cloudwatch" -d '{"serviceRefreshRateInMins": 60}'
waveform apply -auto-approve

say "Metrics+ is removed from the manifest: it goes into the recycle bin"
step 5-remove
waveform apply -auto-approve

say "Metrics+ is back with a change: undeleted with the same id, and updated"
step 6-recover
waveform apply -auto-approve

say "No changes are left"
waveform plan

say "Everything is deleted permanently"
waveform destroy -auto-approve -skip-trash

say "This was the vendor's whole page. The manifests are in examples/aws-page/, a tour is in README.md."
