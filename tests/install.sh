#!/usr/bin/env bash
# Installs missing Debian packages. Usage: tests/install.sh [build|test]
#   build  packages to build, run and package waveform (default)
#   test   also packages for tests and checks
# Does nothing if all are installed. Needs root or sudo only for an installation.
set -euo pipefail

build=(g++ cmake ninja-build mold pkg-config git ca-certificates curl dpkg-dev file
       libboost-dev libboost-program-options-dev libcurl4-openssl-dev libdtl-dev libedit-dev libexpected-dev libfmt-dev libjemalloc-dev libssl-dev
       libpcre2-dev libre2-dev libutf8proc-dev libyaml-dev nlohmann-json3-dev)
test=(doctest-dev openssl python3 python3-jsonschema python3-venv python3-yaml jq cmark-gfm clang-format-16 clang-tidy-16 lintian mandoc shellcheck zsh fish)

wanted=("${build[@]}")
[ "${1:-build}" = test ] && wanted+=("${test[@]}")

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "These packages are missing, and installing them needs root: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "== Installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
