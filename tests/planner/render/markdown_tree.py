#!/usr/bin/env python3
"""Reads every golden Markdown plan as GitHub does (cmark-gfm) and checks what it is made of.

Usage: markdown_tree.py GOLDEN_DIRECTORY. Exits with 1 and a line a fault.

Whatever the names and values in a plan: the same blocks, no HTML but ours, no link, image or mention, no row with a
cell too many; and what is not in a code span or a code block is made of plain words.
"""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

NAMESPACE = "{http://commonmark.org/xml/1.0}"
EXTENSIONS = ["table", "autolink", "strikethrough", "tasklist", "tagfilter"]
NODES = {"document", "paragraph", "heading", "thematic_break", "text", "softbreak", "strong", "code", "code_block",
         "html_block", "html_inline", "table", "table_header", "table_row", "table_cell"}
OUR_HTML = re.compile(r"<!-- waveform plan -->\n"
                      r"|<details><summary>Details \(\d+( of \d+)?\)</summary>\n"
                      r"|</details>\n|<br>")
# Outside of code: words, and the signs that make nothing of them.
PLAIN = re.compile(r"[\w ,;.:()'+\-🚨🔴🟠🛑⚠\ufe0f\u00a0]*")
HOST_LINK = re.compile(r"[@#!$~%&]\w|://|www\.|:\w+:(?!\d)|gh-\d", re.IGNORECASE)


def parse(text):
    """The tree of a Markdown text, its tags without the namespace."""
    command = ["cmark-gfm", "--unsafe", "-t", "xml"] + [word for name in EXTENSIONS for word in ("-e", name)]
    xml_text = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout.decode()
    root = xml.etree.ElementTree.fromstring(xml_text)
    for node in root.iter():
        node.tag = node.tag.replace(NAMESPACE, "")
    return root


def outline(root):
    """The blocks of a tree without their texts, tables with their sizes."""
    blocks = []
    for node in root:
        if node.tag == "table":
            blocks.append((node.tag, len(node.findall("table_row")), len(node.find("table_header"))))
        elif node.tag == "html_block":
            blocks.append((node.tag, node.text))
        else:
            blocks.append((node.tag, node.get("level") or node.get("info")))
    return blocks


def content_faults(root):
    for node in root.iter():
        text = node.text or ""
        if node.tag not in NODES:
            yield f"a {node.tag}: {''.join(node.itertext())!r}"
        if node.tag.startswith("html_") and not OUR_HTML.fullmatch(text):
            yield f"HTML: {text!r}"
        if node.tag == "text" and (not PLAIN.fullmatch(text) or HOST_LINK.search(text)):
            yield f"not plain: {text!r}"
        if node.tag == "code_block":
            if node.get("info") not in ("diff", "hcl"):
                yield f"a block of {node.get('info')!r}"
            for line in text.splitlines():
                if node.get("info") == "diff" and line[:1] not in ("-", "+", " "):
                    yield f"no line of a diff: {line!r}"


def table_faults(root, source):
    """Every row has as many cells as its table, and every table as many rows as its heading says."""
    outside = re.sub(r"^(`{3,})(?:diff|hcl)\n.*?^\1\n", "", source, flags=re.MULTILINE | re.DOTALL)
    tables = re.findall(r"(?:^\|.*\n)+", outside, re.MULTILINE)
    if len(tables) != len(root.findall("table")):
        yield f"{len(tables)} tables written, {len(root.findall('table'))} read"
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in table.splitlines()}
        if len(widths) != 1:
            yield f"rows of {sorted(widths)} cells in:\n{table}"
    cut_short = "**Too long to show here:" in source
    for heading, table in zip(root.findall("heading"), root.findall("table")):
        said = int(re.search(r"\d+", "".join(heading.itertext())).group())
        rows = len(table.findall("table_row"))
        several_a_row = "warning" in "".join(heading.itertext())
        if rows != said and not ((cut_short or several_a_row) and rows < said):
            yield f"{rows} rows under {''.join(heading.itertext())!r}"


def fold_faults(root):
    """A folded part has as many blocks as it says, and ends before the next begins."""
    blocks, said = 0, None
    for node in root:
        text = node.text or ""
        if node.tag == "html_block" and text.startswith("<details>"):
            if said is not None:
                yield "a folded part inside another"
            blocks, said = 0, int(re.search(r"\d+", text).group())
        elif node.tag == "html_block" and text == "</details>\n":
            if blocks != said:
                yield f"{blocks} blocks in a folded part of {said}"
            said = None
        elif node.tag == "code_block":
            blocks += 1
            if said is None:
                yield "a block outside of a folded part"
    if said is not None:
        yield "a folded part without an end"


def main():
    directory = pathlib.Path(sys.argv[1])
    outlines, faults = {}, []
    files = sorted(directory.glob("*.md"))
    for file in files:
        source = file.read_text(encoding="utf-8")
        root = parse(source)
        for check in (content_faults(root), table_faults(root, source), fold_faults(root)):
            faults += [f"{file.name}: {fault}" for fault in check]
        outlines[file.stem] = outline(root)
    # The same plan with harmless texts in the place of the hostile ones.
    for name, blocks in outlines.items():
        if name.startswith("hostile-") and blocks != outlines["wide-characters"]:
            faults.append(f"{name}.md: other blocks than wide-characters.md:\n{blocks}\n{outlines['wide-characters']}")
    if len(files) < 40:
        faults.append(f"only {len(files)} files in {directory}")
    print("\n".join(faults) or f"{len(files)} plans are made of what they should be.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
