#!/usr/bin/env bash
# Runs a Python program with the published client. Usage: with_client.sh VENV PROGRAM [ARGUMENT...]
set -euo pipefail
venv=$1
shift
cmp -s "$(dirname "$0")/requirements.txt" "$venv/requirements.txt" || {
  echo "The published Python client is not installed, or not in the version of tests/client/requirements.txt. Run tests/client/setup.sh $venv" >&2
  exit 1
}
exec "$venv/bin/python" "$@"
