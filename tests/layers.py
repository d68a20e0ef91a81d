#!/usr/bin/env python3
"""Checks that includes point one way only (ARCHITECTURE.md), and that libraries stay in the few places they have.

Usage: layers.py SOURCE_FOLDER. Exits with 1 and one line a fault when something points the wrong way.
"""
import pathlib
import re
import sys

# Folder -> what it may include from the project, longest prefix first. A folder may always include itself.
MAY_SEE = {
    "base": [],
    "base/http": ["base"],
    "state/backend": ["base"],
    "state": ["base", "state/backend/backend.h"],
    "provider": ["base", "base/http"],
    "provider/services": ["base", "provider"],
    "provider/checks": ["base", "provider"],
    "provider/simulator": ["base", "base/http", "provider"],
    "planner/hcl": ["base", "planner/hcl/functions"],
    "planner/hcl/functions": ["base", "planner/hcl"],
    "planner": ["base", "planner/hcl", "state", "provider", "provider/checks/checks.h"],
    "planner/render": ["base", "planner"],
    "cmd": ["base", "base/http", "state", "state/backend", "provider", "provider/checks", "provider/services", "planner",
            "planner/hcl", "planner/render"],
    "cmd/commands": ["base", "cmd", "state", "provider", "provider/services", "provider/simulator", "planner", "planner/hcl", "planner/render"],
}
# The one file that ties the commands together.
EXCEPTIONS = {("cmd/main.cpp", "cmd/commands/commands.h")}
# Headers that a folder must not see although their folder is open to it.
NEVER = {"planner": ["provider/client.h"], "planner/render": ["planner/planner.h", "planner/applier.h", "planner/live.h"]}
# Library header -> the only places that include it.
LIBRARIES = {
    r"curl/": ["base/http/curl_transport.cpp"],
    r"boost/program_options": ["cmd/flags.cpp"],
    r"boost/property_tree": ["cmd/profiles.cpp"],
    r"(histedit|editline/)": ["cmd/line_editor.cpp"],
    r"dtl/": ["planner/render/text_diff.cpp"],
    r"openssl/": ["base/digest.cpp"],
    r"utf8proc": ["base/text.cpp"],
    r"pcre2": ["provider/checks/regex.cpp"],
    r"re2/": ["planner/hcl/functions/"],
    r"yaml-cpp/": ["planner/hcl/functions/"],
    r"boost/(asio|beast)": ["provider/simulator/"],
    r"nlohmann/": ["*.cpp"],
}
GENERATED = {"waveform_version.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def may_include(folder: str, header: str) -> bool:
    if header in GENERATED or folder_of(header) == folder:
        return True
    if header in NEVER.get(folder, []):
        return False
    return any(header == seen or folder_of(header) == seen for seen in MAY_SEE[folder])


def library_fault(path: str, header: str) -> str | None:
    for pattern, places in LIBRARIES.items():
        if not re.match(pattern, header):
            continue
        if "*.cpp" in places and path.endswith(".cpp"):
            continue
        if not any(path == place or (place.endswith("/") and path.startswith(place)) for place in places):
            return f"<{header}> belongs in {', '.join(places)} only"
    return None


def faults(root: pathlib.Path):
    for top in ("base", "state", "provider", "planner", "cmd"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            path = file.relative_to(root).as_posix()
            folder = folder_of(path)
            if folder not in MAY_SEE:
                yield f"{path}: the folder {folder} is not in tests/layers.py"
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quote, header = match.groups()
                if quote == '"' and (path, header) not in EXCEPTIONS and not may_include(folder, header):
                    yield f"{path}:{number}: {folder} must not include {header}"
                fault = library_fault(path, header) if quote == "<" else None
                if fault:
                    yield f"{path}:{number}: {fault}"


def main() -> int:
    found = list(faults(pathlib.Path(sys.argv[1])))
    print("\n".join(found) if found else "All includes point the right way.")
    return 1 if found else 0


sys.exit(main())
