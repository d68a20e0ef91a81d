#!/bin/sh
# Exits with 1, and says what to do, when this run was given no secrets.
set -eu
[ -z "${WAVEFRONT_TOKEN:-}" ] || exit 0
cat >&2 <<END
No plan: this run has no WAVEFRONT_TOKEN.
The manifest is laid out as it should be, and valid. A plan has to ask the service, and a run for a fork gets no
secrets. A maintainer who has read the change pushes it to a branch of this repository and opens it from there.
If this is no fork, the secret is missing in the settings.
END
exit 1
