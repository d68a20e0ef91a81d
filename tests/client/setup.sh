#!/usr/bin/env bash
# Creates the virtual environment with the published Python client of the API, pinned by digest. Does nothing if it
# exists. Usage: tests/client/setup.sh [DIRECTORY]     (default: build/client-venv)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
directory=${1:-$here/../../build/client-venv}
cmp -s "$here/requirements.txt" "$directory/requirements.txt" && exit 0
echo "== Installing the published Python client"
mkdir -p "$(dirname "$directory")"
python3 -m venv --clear "$directory"
"$directory/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$here/requirements.txt"
cp "$here/requirements.txt" "$directory/requirements.txt"
