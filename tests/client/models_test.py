#!/usr/bin/env python3
"""Compares the published Python client's models, field by field, with the attribute tables of docs/services/, prints the list, and
requires that exactly these differences are in docs/client-models.md, with their reasons.

Usage: models_test.py DOCS_DIRECTORY; needs the client (with_client.sh).
"""
import dataclasses
import inspect
import pathlib
import re
import sys

import wavefront_api_client

TYPES = {
    "str": ["string"],
    "int": ["number"],
    "bool": ["bool"],
    "list[str]": ["list of string", "set of string"],
    "dict(str, str)": ["map of string"],
    "dict(str, list[str])": ["map of list of string"],
    "list[NewRelicMetricFilters]": ["list of object"],
}
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)`[^|]*\| ([^|]*) \| ([^|]*) ?\| (.*) \|$", re.MULTILINE)
NOTHING = "nothing"


@dataclasses.dataclass(frozen=True)
class Field:
    type: str
    required: bool
    values: frozenset = frozenset()
    attribute: str = ""


def setter_of(model, member):
    return inspect.getsource(getattr(model, member).fset)


def fields_of(model_name, prefix=""):
    """wire path -> Field; including members of objects and of objects in lists."""
    model = getattr(wavefront_api_client, model_name)
    fields = {}
    for member, wire in model.attribute_map.items():
        kind, setter = model.swagger_types[member], setter_of(model, member)
        allowed = re.search(r"allowed_values = \[([^\]]*)\]", setter)
        inner = re.fullmatch(r"(list\[)?(\w+Configuration|\w+BaseCredentials|NewRelicMetricFilters)\]?", kind)
        if not inner or inner[1]:
            values = frozenset(re.findall(r'"([^"]+)"', allowed[1])) if allowed else frozenset()
            fields[prefix + wire] = Field(kind, "must not be `None`" in setter, values)
        if inner:
            fields |= fields_of(inner[2], f"{prefix}{wire}{'[]' if inner[1] else ''}.")
    return fields


def documented(directory):
    """The same from the pages."""
    fields, services = {}, set()
    for page in sorted(directory.glob("*.md")):
        text = page.read_text()
        services |= set(re.findall(r"Service\s+`([A-Z0-9]+)`", text))
        for attribute, wire, kind, flags, meaning in ROW.findall(text):
            known = re.search(r"Known values: (.*)", meaning)
            values = frozenset(re.findall(r"`([^`]+)`", known[1])) if known else frozenset()
            fields[wire] = Field(kind.strip(), "required" in flags, values, attribute)
    return fields, services


def differences_of(wire, client, ours):
    """(wire path, what the client has, what waveform has)"""
    if not ours:
        yield wire, client.type, NOTHING
    elif not client:
        yield wire, NOTHING, ours.type
    else:
        if ours.type not in TYPES.get(client.type, []):
            yield wire, client.type, ours.type
        if client.required != ours.required:
            yield wire, *("required" if field.required else "not required" for field in (client, ours))
        if client.values != ours.values:
            yield wire, *(" ".join(sorted(mine.values - other.values)) or NOTHING for mine, other in ((client, ours), (ours, client)))


def explained(page):
    """The same with the reason for each, from the page."""
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]*?) \| ([^|]*?) \| ([^|]+) \|$", page.read_text(), re.MULTILINE)
    return {(wire, client, ours): why for wire, client, ours, why in rows}


def show(models, pages, reasons):
    """The list: a service, its fields, the client's types, waveform's attributes, or the reason for a missing one."""
    parent = None
    for wire in sorted(models.keys() | pages.keys(), key=lambda wire: ("." in wire, wire)):
        if parent != (parent := wire.rpartition(".")[0].partition(".")[0]):
            print(f"\n{parent or 'every integration'}")
        client, ours = models.get(wire), pages.get(wire)
        kind = f"{client.type}{', required' if client.required else ''}" if client else "not in the model"
        why = "; ".join(why for difference, why in reasons.items() if difference[0] == wire)
        print(f"  {wire:52} {kind:30} {f'{ours.attribute}: {ours.type}' if ours else 'no attribute'}{f'   ({why})' if why else ''}")


def main():
    docs = pathlib.Path(sys.argv[1])
    models, (pages, services) = fields_of("CloudIntegration"), documented(docs / "services")
    pages["service"] = dataclasses.replace(pages["service"], values=frozenset(services))
    reasons = explained(docs / "client-models.md")
    show(models, pages, reasons)
    found = {difference for wire in models.keys() | pages.keys() for difference in differences_of(wire, models.get(wire), pages.get(wire))}
    for difference in sorted(found - reasons.keys()):
        print("Not in docs/client-models.md:", " | ".join(difference))
    for difference in sorted(reasons.keys() - found):
        print("In docs/client-models.md, but no difference:", " | ".join(difference))
    print(f"\n{len(models)} fields in the models, {len(pages)} in waveform, {len(found)} differences, {len(reasons)} of them explained.")
    return 0 if found == reasons.keys() else 1


sys.exit(main())
