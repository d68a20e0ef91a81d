#!/usr/bin/env python3
"""Checks the house: includes point one way only (ARCHITECTURE.md), libraries stay in the few places they have, no modules
include each other in a circle (a header and its sources are one module), and every include is used.

Usage: layers.py SOURCE_DIRECTORY. Exits with 1 and one line a fault.
"""
import collections
import pathlib
import re
import sys

# Directory -> what it may include from the project. A directory may always include itself; "planner" stands for its root alone.
SERVICE = ["provider/api.h", "provider/schema.h", "provider/wire.h"]
STATE = ["base", "state"] + SERVICE
CONFIGURATION = ["base", "planner/hcl", "planner/config"] + SERVICE
PLANNING = CONFIGURATION + STATE + ["planner/eval", "planner/live"]
PLANNED = PLANNING + ["planner/plan"]
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
    "planner/config": CONFIGURATION,
    "planner/eval": CONFIGURATION + ["state"],
    "planner/live": STATE + ["provider/secret_texts.h"],
    "planner/import": PLANNING,
    "planner/plan": PLANNING + ["provider/checks/checks.h"],
    "planner/report": PLANNED,
    "planner/apply": PLANNED,
    "planner/render": ["base", "planner/plan/change.h", "planner/plan/plan.h", "planner/plan/progress.h", "planner/report/report.h", "planner/live/status.h"],
    "planner": PLANNED + ["planner/import", "planner/report", "planner/apply"],
    "cmd": ["base", "base/http", "state", "state/backend", "provider", "provider/checks", "provider/services", "planner",
            "planner/hcl", "planner/config", "planner/eval", "planner/live", "planner/import", "planner/plan", "planner/report",
            "planner/apply", "planner/render", "cmd/help"],
    "cmd/help": ["base", "cmd/command.h"],
    "cmd/commands": ["base", "cmd", "cmd/help", "state", "provider", "provider/services", "provider/simulator", "planner",
                     "planner/hcl", "planner/config", "planner/eval", "planner/live", "planner/import", "planner/plan",
                     "planner/report", "planner/render"],
}
# The one file that ties the commands together.
EXCEPTIONS = {("cmd/main.cpp", "cmd/commands/commands.h")}
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
    r"yaml\.h": ["planner/hcl/functions/"],
    r"boost/(asio|beast)": ["provider/simulator/"],
    r"nlohmann/": ["*.cpp"],
}
GENERATED = {"waveform_version.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.MULTILINE)
# Names that a header declares: types, functions and values, enumerators, macros.
DECLARED = [re.compile(text, re.MULTILINE) for text in (
    r"\b(?:class|struct|enum(?: class)?|union|concept|namespace)\s+(?:\[\[\w+\]\]\s+)?(\w+)",
    r"\busing\s+(\w+)\s*=", r"#define\s+(\w+)", r"(\w+)\s*(?:\[\w*\])?\s*(?:\(|=[^=]|\{)",
    r"[\w>*&\]]\s+[*&]?(\w+)\s*;", r"^\s*(\w+)\s*,")]
NOISE = {"waveform", "base", "state", "provider", "planner", "cmd", "if", "for", "while", "return", "operator", "const", "namespace", "std",
         "override", "default", "public", "private", "nodiscard", "sizeof", "decltype", "explicit", "static_cast", "http", "hcl", "render"}


def directory_of(path):
    return path.rpartition("/")[0]


def without_comments(text):
    return re.sub(r"//.*", "", text)


def may_include(directory, header):
    if header in GENERATED or directory_of(header) == directory:
        return True
    return any(header == seen or directory_of(header) == seen for seen in MAY_SEE[directory])


def library_fault(path, header):
    for pattern, places in LIBRARIES.items():
        if not re.match(pattern, header):
            continue
        if "*.cpp" in places and path.endswith(".cpp"):
            continue
        if not any(path == place or (place.endswith("/") and path.startswith(place)) for place in places):
            return f"<{header}> belongs in {', '.join(places)} only"
    return None


def includes(files):
    """(path, line, quote, header) of every include."""
    for path, text in files.items():
        for match in INCLUDE.finditer(text):
            yield path, text.count("\n", 0, match.start(2)) + 1, match.group(1), match.group(2)


def direction_faults(files):
    for path, line, quote, header in includes(files):
        directory = directory_of(path)
        if directory not in MAY_SEE:
            yield f"{path}: the directory {directory} is not in tests/layers.py"
        elif quote == '"' and (path, header) not in EXCEPTIONS and not may_include(directory, header):
            yield f"{path}:{line}: {directory} must not include {header}"
        elif quote == "<" and (fault := library_fault(path, header)):
            yield f"{path}:{line}: {fault}"


def module_of(path, files):
    """A source belongs to the header that it includes first: its own, or that of the class that it is a part of."""
    if path.endswith(".h"):
        return path.removesuffix(".h")
    first = INCLUDE.search(files[path])
    own = first and first.group(1) == '"' and directory_of(first.group(2)) == directory_of(path)
    return first.group(2).removesuffix(".h") if own else path.removesuffix(".cpp")


def circle_faults(files):
    sees = collections.defaultdict(set)
    for path, _, quote, header in includes(files):
        if header in files and module_of(path, files) != header.removesuffix(".h"):
            sees[module_of(path, files)].add(header.removesuffix(".h"))
    done, stack = set(), []

    def visit(module):
        if module in stack:
            yield f"circle: {' -> '.join(stack[stack.index(module):] + [module])}"
        elif module not in done:
            stack.append(module)
            for other in sorted(sees[module]):
                yield from visit(other)
            done.add(stack.pop())

    for module in sorted(sees):
        yield from visit(module)


def declared(text):
    return {name for pattern in DECLARED for name in pattern.findall(without_comments(text))} - NOISE


def idle_faults(files):
    names = {path: declared(text) for path, text in files.items() if path.endswith(".h")}
    for path, line, quote, header in includes(files):
        own = header.removesuffix(".h") == module_of(path, files)
        if own or header not in names:
            continue
        words = set(re.findall(r"\w+", INCLUDE.sub("", without_comments(files[path]))))
        if not names[header] & words:
            yield f"{path}:{line}: no name of {header} is used"


def main(root):
    files = {}
    for top in ("base", "state", "provider", "planner", "cmd"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix in (".h", ".cpp"):
                files[file.relative_to(root).as_posix()] = file.read_text()
    found = [*direction_faults(files), *circle_faults(files), *idle_faults(files)]
    print("\n".join(found) or f"{len(files)} files: all includes point the right way, none in a circle, each is used.")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
