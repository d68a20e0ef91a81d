#!/bin/sh
# Provides the password for git, so that it is in no address and no process list.
printf '%s\n' "$GITLAB_TOKEN"
