#!/usr/bin/env python3
"""Turns a terminal's output (with ANSI colours) into an SVG. Usage: picture.py TITLE < output > picture.svg"""
import html
import re
import sys

COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "35": "#d2a8ff", "36": "#76e3ea"}
CELL, LINE, MARGIN = 8.4, 19, 16
NBSP = "\u00a0"  # viewers collapse other spaces


def spans(line):
    """Yields (text, style) for one line."""
    style = ""
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            if part:
                yield part, style
            continue
        codes = part[2:-1].split(";")
        style = ""
        for code in codes:
            if code in COLOURS:
                style += f"fill:{COLOURS[code]};"
            elif code == "1":
                style += "font-weight:bold;"
            elif code == "2":
                style += "fill-opacity:.6;"


def main():
    title = sys.argv[1]
    lines = sys.stdin.read().replace("\r", "").rstrip("\n").split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    width = int(max(map(len, plain)) * CELL + 2 * MARGIN)
    height = len(lines) * LINE + 2 * MARGIN + 24
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img">')
    print(f"<title>{html.escape(title)}</title>")
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>')
    for i, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        print(f'<circle cx="{MARGIN + 4 + 18 * i}" cy="18" r="5" fill="{colour}"/>')
    print('<g font-family="ui-monospace,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3">')
    for number, line in enumerate(lines):
        y = MARGIN + 40 + number * LINE - 8
        texts = "".join(f'<tspan style="{style}">{html.escape(text).replace(" ", NBSP)}</tspan>' for text, style in spans(line))
        print(f'<text x="{MARGIN}" y="{y}">{texts}</text>')
    print("</g>\n</svg>")


main()
