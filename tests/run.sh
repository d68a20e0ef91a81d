#!/usr/bin/env bash
# Installs missing packages, builds, and runs all checks and tests. Can be repeated. Usage: tests/run.sh [--quick]
#   --quick  only the release build and its tests
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

say "Packages"
tests/install.sh test
tests/client/setup.sh
command -v ctest >/dev/null

say "Release build"
cmake --preset release -DWAVEFORM_TESTS=ON >/dev/null
cmake --build --preset release

if [ "${1:-}" != --quick ]; then
  say "Formatting and lint"
  tests/check.sh build/release
  say "ASan and UBSan build"
  cmake --preset asan >/dev/null
  cmake --build --preset asan
  say "All tests under ASan and UBSan"
  ctest --preset asan
  say "TSan build of the tests of what runs in parallel; file by file, so that no source of the program leans on another's includes"
  cmake --preset tsan >/dev/null
  cmake --build --preset tsan --target base_test state_test http_test provider_test simulator_test apply_test cmd_test
  say "Those tests under TSan"
  ctest --preset tsan -L threads
fi

say "All tests, release"
ctest --preset release
