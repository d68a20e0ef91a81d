#!/bin/sh
# Exits with 1 and an explanation if this run has no secrets.
set -eu
[ -z "${WAVEFRONT_TOKEN:-}" ] || exit 0
cat >&2 <<END
No plan: this run has no WAVEFRONT_TOKEN.
The manifest is formatted and valid. But a plan has to read the service, and a run for a fork has no secrets. After a
review, a maintainer can push the change to a branch of this repository and open it from there.
If this is not a fork, the secret is missing in the settings.
END
exit 1
