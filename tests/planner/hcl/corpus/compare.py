#!/usr/bin/env python3
"""Asks OpenTofu for the result of every expression of the corpus and tells where ours differ.

Usage: compare.py TOFU [FILE.txt...]         compares
       compare.py --fill TOFU [FILE.txt...]  writes OpenTofu's result where a case has none yet

TOFU is a program of OpenTofu 1.12. A case is "> EXPRESSION" (further lines of it begin with "| ") and the result as `tofu console` prints it, or "error". A case after a line that begins with "# differs:" is
left out: the line says why waveform has it otherwise.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

DIRECTORY = pathlib.Path(__file__).resolve().parent


def read_cases(path):
    """(first line of the result, expression, result lines, differs) of every case; line numbers from 0."""
    cases, differs = [], False
    lines = path.read_text(encoding="utf-8").splitlines()
    i = 0
    while i < len(lines):
        if not lines[i].startswith("> "):
            if lines[i].startswith("#"):
                differs = lines[i].startswith("# differs:")
            i += 1
            continue
        expression = [lines[i][2:]]
        i += 1
        while i < len(lines) and lines[i].startswith("| "):
            expression.append(lines[i][2:])
            i += 1
        begin = i
        while i < len(lines) and not lines[i].startswith(("> ", "#")):
            i += 1
        cases.append((begin, "\n".join(expression), "\n".join(lines[begin:i]).strip(), differs))
        differs = False
    return cases


def console(tofu, directory, text):
    environment = dict(os.environ, TF_CLI_CONFIG_FILE=os.devnull, CHECKPOINT_DISABLE="1")
    return subprocess.run([tofu, "console"], input=text, capture_output=True, text=True, cwd=directory,
                          env=environment, check=False)


def ask_in_manifest(tofu, directory, expression):
    """The console trims each line that it reads: an expression of several stands in a manifest."""
    manifest = pathlib.Path(directory) / "main.tf"
    manifest.write_text(f"locals {{\n  case = {expression}\n}}\n", encoding="utf-8")
    run = console(tofu, directory, "local.case\n")
    manifest.unlink()
    return "error" if run.returncode != 0 else run.stdout.strip()


def ask(tofu, directory, expressions):
    """The results in their order. The console ends at the first error: it is started again after each."""
    results = []
    marker = "-----"
    while len(results) < len(expressions):
        rest = expressions[len(results):]
        if "\n" in rest[0]:
            results.append(ask_in_manifest(tofu, directory, rest[0]))
            continue
        lines = next((i for i, e in enumerate(rest) if "\n" in e), len(rest))
        run = console(tofu, directory, "".join(f"{e}\n\"{marker}\"\n" for e in rest[:lines]))
        done = run.stdout.split(f'"{marker}"\n')[:-1]
        results += [part.strip() for part in done]
        if run.returncode != 0:
            results.append("error")
        elif not done:
            sys.exit("the console answers nothing: " + run.stderr)
    return results[:len(expressions)]


def main():
    fill = sys.argv[1:2] == ["--fill"]
    arguments = sys.argv[2 if fill else 1:]
    if not arguments:
        sys.exit(__doc__)
    tofu = arguments[0]
    paths = [pathlib.Path(a) for a in arguments[1:]] or sorted(DIRECTORY.glob("*.txt"))
    wrong = 0
    with tempfile.TemporaryDirectory() as directory:
        os.symlink(DIRECTORY / "files", pathlib.Path(directory) / "files")
        for path in paths:
            cases = read_cases(path)
            asked = [c for c in cases if not c[3] and not (fill and c[2])]
            answers = ask(tofu, directory, [c[1] for c in asked])
            lines = path.read_text(encoding="utf-8").splitlines()
            for (begin, expression, ours, _), theirs in reversed(list(zip(asked, answers))):
                if fill:
                    lines[begin:begin] = theirs.splitlines()
                elif ours != theirs:
                    wrong += 1
                    print(f"{path.name}:{begin}: {expression}\n  here:     {ours}\n  OpenTofu: {theirs}")
            if fill:
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
