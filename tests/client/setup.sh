#!/usr/bin/env bash
# Makes the virtual environment that holds the published Python client of the API, pinned by digest. Does nothing when
# it is there. Usage: tests/client/setup.sh [FOLDER]     (build/client-venv)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../build/client-venv}
cmp -s "$here/requirements.txt" "$folder/requirements.txt" && exit 0
echo "== Installing the published Python client"
mkdir -p "$(dirname "$folder")"
python3 -m venv --clear "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$here/requirements.txt"
cp "$here/requirements.txt" "$folder/requirements.txt"
