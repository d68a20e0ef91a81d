#!/usr/bin/env bash
# Formatting, clang-tidy and the contracts of locks over the whole tree. Usage: tests/check.sh BUILD_DIRECTORY (with
# compile_commands.json)
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1

mapfile -t files < <(git ls-files '*.h' '*.cpp')
clang-format-16 --dry-run --Werror "${files[@]}"
echo "Formatting: ${#files[@]} files are formatted."

# clang-tidy does not understand the compiler's precompiled header and some of its warning flags.
# It checks the contracts of locks as well (base/thread_annotations.h).
tidy=$build/tidy
mkdir -p "$tidy"
sed -E 's/-Winvalid-pch|-include [^ ]*cmake_pch[^ ]*|-Wno-[a-z-]*(stringop|restrict|array-bounds)[a-z-]*//g; s/-fsanitize=[a-z,]*//g' \
  "$build/compile_commands.json" >"$tidy/compile_commands.json"
# In a unity build (presets release, asan) it checks several files at once, in a third of the time.
mapfile -t sources < <(jq -r '.[].file' "$tidy/compile_commands.json" | grep -v '/tests/\|_pch')
[ ${#sources[@]} -gt 0 ]
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy-16 -p "$tidy" --quiet --extra-arg=-Wthread-safety 2> >(grep -v 'warnings\? generated\|Suppressed\|header-filter' >&2)
echo "clang-tidy: ${#sources[@]} translation units are clean."
