#!/usr/bin/env python3
"""Validates JSON documents against a JSON Schema.

Usage: validate_json.py SCHEMA FILE_OR_DIRECTORY... Of a directory, every *.json in it. Exits with 1 and one line a fault
when a document does not fit, and when there is none.
"""
import json
import pathlib
import sys

import jsonschema


def documents(names):
    for name in map(pathlib.Path, names):
        yield from sorted(name.glob("*.json")) if name.is_dir() else [name]


def main() -> int:
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    seen, faults = 0, 0
    for file in documents(sys.argv[2:]):
        seen += 1
        for error in validator.iter_errors(json.loads(file.read_text())):
            faults += 1
            best = jsonschema.exceptions.best_match([error])
            print(f"{file}: {best.json_path}: {best.message[:300]}")
    print(f"{seen} documents, {faults} faults.")
    return 1 if faults or not seen else 0


sys.exit(main())
