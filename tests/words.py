#!/usr/bin/env python3
"""Finds words that plain technical English does not use, in comments, string literals and Markdown. In tests, string literals
are data and quoted output; there only comments and names of test cases are checked.

Usage: words.py SOURCE_DIRECTORY. Exits with 1 and one line per finding. Only files below DONE are checked.
"""
import io
import pathlib
import re
import sys
import tokenize

DONE = ["README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs", "examples", "base", "cmd",
        "planner/config", "planner/eval", "planner/hcl", "planner/import", "planner/apply", "planner/live", "planner/load.cpp",
        "planner/plan", "planner/plan.cpp", "planner/render", "planner/report", "planner/run.h", "state", "provider", "tests/base",
        "tests/bench", "tests/chaos", "tests/client", "tests/cmd", "tests/disk", "tests/e2e", "tests/fuzz", "tests/hostile",
        "tests/pipelines", "tests/planner", "tests/provider", "tests/state", "tests/support"]
# Pattern -> what to write instead. Patterns are case-insensitive and match whole words.
WORDS = {
    r"whoever|nobody|somebody|someone|everybody": "a noun: the user, the service, another run",
    r"he|his|him": "a noun, or it",
    r"the begin": "the beginning",
    r"(?<!there )is no (?!longer\b|more\b)\w+": "is not a ..., or does not exist",
    r"(?<!there )is none|none such": "does not exist",
    r"but for": "except",
    r"as of RFC": "(RFC 4648)",
    r"anew": "create again, recreate, replace",
    r"mend(s|ed|ing)?": "fix",
    r"carr(y|ies|ied) out": "apply, run",
    r"says? yes|say yes": "approve",
    r"settles? for|takes? the word|'s word for": "use, trust",
    r"answer(s|ed|ing)?": "return, respond, a response",
    r"log-ons?|logs? on (as|with|through|to)|logged on": "authentication, authenticate",
    r"log of (the )?calls": "request log",
    r"folders?": "directory",
    r"the bin": "the recycle bin",
    r"(take|takes|taken|took) out of the recycle bin": "undelete",
    r"a text": "a string",
}
# Parts of formats, which stay.
EXCEPTIONS = re.compile(r"\(log-on\)")
PATTERN = re.compile("|".join(fr"(?P<w{i}>(?<![\w-])(?:{word})(?![\w-]))" for i, word in enumerate(WORDS)), re.IGNORECASE)
ADVICE = list(WORDS.values())


def cpp_texts(source, is_test):
    for number, line in enumerate(source.splitlines(), 1):
        if is_test and "TEST_CASE(" not in line:
            line = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        if not line.lstrip().startswith("#"):
            for text in re.findall(r'//.*|"(?:[^"\\]|\\.)*"', line):
                yield number, text


def python_texts(source, is_test):
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_literal = token.type == tokenize.STRING and (not is_test or token.string.startswith('"""'))
        if token.type == tokenize.COMMENT or is_literal:
            for offset, text in enumerate(token.string.splitlines()):
                yield token.start[0] + offset, text


def markdown_texts(source, _):
    """Without code, which is quoted."""
    in_code = False
    for number, line in enumerate(source.splitlines(), 1):
        if line.lstrip().startswith("```"):
            in_code = not in_code
        elif not in_code:
            yield number, re.sub(r"`[^`]*`", "``", line)


def lines(source, _):
    return enumerate(source.splitlines(), 1)


TEXTS = {".h": cpp_texts, ".cpp": cpp_texts, ".py": python_texts, ".md": markdown_texts, ".sh": lines, ".yml": lines,
         ".hcl": lines, ".tf": lines}


def findings(root):
    for done in DONE:
        place = root / done
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.suffix not in TEXTS:
                continue
            for number, text in TEXTS[file.suffix](file.read_text(errors="replace"), done.startswith("tests/")):
                for match in PATTERN.finditer(EXCEPTIONS.sub("", text)):
                    yield f'{file.relative_to(root)}:{number}: "{match.group()}": write {ADVICE[int(match.lastgroup[1:])]}'


def main(root):
    found = list(findings(root))
    print("\n".join(found) or "All words are plain.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
