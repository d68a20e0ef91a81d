#!/usr/bin/env bash
# Runs a Python program with the published client at hand. Usage: with_client.sh VENV PROGRAM [ARGUMENT...]
venv=$1
shift
[ -f "$venv/requirements.txt" ] || {
  echo "The published Python client is not installed. To get it: tests/client/setup.sh $venv" >&2
  exit 1
}
exec "$venv/bin/python" "$@"
