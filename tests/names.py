#!/usr/bin/env python3
"""Checks that names private to a file are unique within its directory, and that each `using` is used.

Several files are compiled at once (CMakePresets.json): a duplicate name would be an error there, or, for
functions, an unintended overload. Aliases and names that are not private are left to the compiler. A
superfluous `using` is not found by the compiler or clang-tidy there.

Usage: names.py SOURCE_DIRECTORY. Exits with 1 and one line per finding.
"""
import collections
import pathlib
import re
import sys

# Directories that are compiled as one.
TOGETHER = {"planner/hcl/functions": "planner/hcl", "cmd/help": "cmd"}
DEFINITIONS = [re.compile(text) for text in (
    r"(?!using|return)(?:template.*> )?(?:[\w:]+ )*?[A-Za-z_][\w:<>,&* ]*?[ &*]([a-z_]\w*)\(",  # functions
    r"(?:enum class|struct|class|enum) (\w+)",
    r"const(?:expr)? .*?(\w+)(?:\[\w*\])? (?:=|\{)")]


def private_names(text):
    inside = False
    for line in text.splitlines():
        if line.startswith("namespace {"):
            inside = True
        elif line.startswith("}  // namespace"):
            inside = False
        elif inside:
            for found in filter(None, (definition.match(line) for definition in DEFINITIONS)):
                yield found.group(1)


def unused(text):
    for name in re.findall(r"^\s*using [\w:]+::(\w+);", text, re.MULTILINE):
        if len(re.findall(rf"\b{name}\b", text)) < 2:
            yield name


def main(source):
    files, faults = collections.defaultdict(set), []
    for top in ("base", "state", "provider", "planner", "cmd", "tests"):
        for path in sorted((source / top).rglob("*.cpp")):
            directory = path.parent.relative_to(source).as_posix()
            text = path.read_text()
            for name in private_names(text):
                files[TOGETHER.get(directory, directory), name].add(path.name)
            faults += [f"{directory}/{path.name}: {name} is not used" for name in unused(text)]
    faults += [f"{directory}: {name} is in {' and '.join(sorted(where))}" for (directory, name), where in sorted(files.items()) if len(where) > 1]
    print("\n".join(faults) or f"{len(files)} private names: each is unique in its directory.")
    return 1 if faults or len(files) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
