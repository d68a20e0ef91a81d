#!/usr/bin/env python3
"""Renders the Markdown of a plan as an SVG, as a host shows the comment. Usage: comment.py TITLE < comment.md > comment.svg

Details are folded. Widths are upper estimates, so that text in any font stays within its box. Content after LIMIT
is left out, with a line that says so. Markdown that a plan does not use ends the script.
"""
import html
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

WIDTH, LIMIT, MARGIN, PADDING = 820, 700, 20, 12
SIZE, CODE_SIZE, HEADING_SIZE, FOOT = 14, 12, 17, 40
INK, FAINT, BORDER, SHADE = "#1f2328", "#59636e", "#d1d9e0", "#eceef1"
SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"
DISCS = {"\U0001F534": "#dd2e44", "\U0001F7E0": "#f4900c"}  # drawn: not every font has them

out = []


def put(x, y, text, size, colour=INK, more=""):
    out.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" fill="{colour}"{more}>{html.escape(text)}</text>')


def width_of(text, size):
    """The width of text in the widest common sans-serif font."""
    ems = {**dict.fromkeys("iIlj.,:;'|! ", 0.36), **dict.fromkeys("-frt()[]/", 0.42), **dict.fromkeys("mwMW@%", 0.98)}
    return size * sum(ems.get(char, 0.74 if char.isupper() else 0.63) for char in text)


class Piece:
    """A word, or words of one style in one line; a code span; a disc. A leading space is space before it."""

    def __init__(self, text, size, bold=False, code=False):
        self.text, self.bold, self.code, self.disc = text, bold, code, text.strip() in DISCS
        self.size = CODE_SIZE * size / SIZE if code else size
        self.space = 0.34 * size if text.startswith(" ") and not code else 0
        if code:
            self.width = len(text) * self.size * 0.605 + 10
        else:
            self.width = size if self.disc else width_of(text.strip(), size * 1.1 if bold else size)
            self.width += 0.34 * size if text.strip() and text.endswith(" ") else 0

    def goes_on_with(self, other):
        return not (self.code or other.code or self.disc or other.disc) and self.bold == other.bold

    def draw(self, x, y, colour):
        if self.disc:
            out.append(f'<circle cx="{x + self.size / 2:.1f}" cy="{y - self.size * .35:.1f}" r="{self.size * .42:.1f}" fill="{DISCS[self.text.strip()]}"/>')
        elif self.code:
            box = f'x="{x:.1f}" y="{y - self.size - 2:.1f}" width="{self.width:.1f}" height="{self.size + 7:.1f}"'
            out.append(f'<rect {box} rx="5" fill="{SHADE}"/>')
            put(x + self.width / 2, y, self.text, self.size, colour, f' text-anchor="middle" font-family="{MONO}"')
        elif self.text.strip():
            put(x, y, self.text.strip(), self.size, colour, ' font-weight="600"' if self.bold else "")


BREAK = Piece("", SIZE)


def pieces(node, size=SIZE, bold=False):
    """The words and code spans of a paragraph, heading or cell."""
    found = []
    for child in node:
        if child.tag == "text":
            found += [Piece(word, size, bold) for word in re.findall(r" ?[^ ]+| ", child.text)]
        elif child.tag == "code":
            found.append(Piece(child.text, size, bold, code=True))
        elif child.tag == "softbreak":
            found.append(Piece(" ", size, bold))
        elif child.tag == "html_inline" and child.text == "<br>":
            found.append(BREAK)
        elif child.tag == "strong":
            found += pieces(child, size, True)
        else:
            sys.exit(f"comment.py: no picture of <{child.tag}>")
    return found


def lines_of(found, room):
    """Breaks pieces into lines. Words of one style become one piece, so that the font determines their spacing."""
    lines = [[]]
    for piece in found:
        if piece is BREAK:
            lines.append([])
            continue
        if lines[-1] and width_of_line(lines[-1]) + piece.space + piece.width > room:
            lines.append([])
        row = lines[-1]
        if row and row[-1].goes_on_with(piece):
            row[-1] = Piece(row[-1].text + piece.text, piece.size, piece.bold)
        else:
            row.append(piece)
    return lines


def width_of_line(row):
    return sum(piece.space + piece.width for piece in row)


def draw_lines(lines, x, y, step, colour=INK):
    """The baseline of the first line is at y."""
    for number, row in enumerate(lines):
        at = x
        for index, piece in enumerate(row):
            at += piece.space if index else 0
            piece.draw(at, y + number * step, colour)
            at += piece.width


def table(node, y):
    rows = [[pieces(cell, bold=row.tag == "table_header") for cell in row] for row in node]
    columns = [max(width_of_line(line) for row in rows for line in lines_of(row[i], float("inf"))) + 2 * PADDING for i in range(len(rows[0]))]
    widest = columns.index(max(columns))
    columns[widest] -= max(sum(columns) - (WIDTH - 2 * MARGIN), 0)
    for row in rows:
        cells = [lines_of(cell, wide - 2 * PADDING + 1) for cell, wide in zip(row, columns)]
        high = 20 * max(map(len, cells)) + 14
        x = MARGIN
        for cell, wide in zip(cells, columns):
            out.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high}" fill="none" stroke="{BORDER}"/>')
            draw_lines(cell, x + PADDING, y + 22, 20)
            x += wide
        y += high
    return y


def block(node, y, last):
    """Draws a block below y and returns its end."""
    if node.tag == "table":
        return table(node, y)
    if node.tag == "thematic_break":
        out.append(f'<rect x="{MARGIN}" y="{y + 4:.1f}" width="{WIDTH - 2 * MARGIN}" height="1" fill="{BORDER}"/>')
        return y + 8
    if node.tag == "html_block":  # the summary of details
        out.append(f'<path d="M{MARGIN} {y + 5:.1f}l8 5l-8 5z" fill="{INK}"/>')
        put(MARGIN + 16, y + 15, html.unescape(re.search(r"<summary>(.*?)</summary>", node.text).group(1)), SIZE)
        return y + 20
    if node.tag not in ("heading", "paragraph"):
        sys.exit(f"comment.py: no picture of <{node.tag}>")
    heading = node.tag == "heading"
    size = HEADING_SIZE if heading else SIZE
    lines = lines_of(pieces(node, size, heading), WIDTH - 2 * MARGIN)
    draw_lines(lines, MARGIN, y + size * 1.1, size * 1.5, FAINT if last else INK)
    return y + size * 1.5 * len(lines)


def shown(document):
    """The blocks that are not folded."""
    folded = False
    for node in document:
        if node.tag == "html_block":
            opens = "<details>" in node.text
            folded = opens or (folded and "</details>" not in node.text)
            if opens:
                yield node
        elif not folded:
            yield node


def main():
    title = html.escape(sys.argv[1])
    tree = subprocess.run(["cmark-gfm", "-e", "table", "--to", "xml"], stdin=sys.stdin, check=True, stdout=subprocess.PIPE, text=True).stdout
    document = xml.fromstring(re.sub(r' xmlns="[^"]*"|<!DOCTYPE[^>]*>|<\?xml[^>]*\?>', "", tree))
    y = MARGIN
    for node in shown(document):
        before = len(out)
        below = block(node, y + (8 if node.tag == "heading" else 0), node is document[-1])
        if below > LIMIT - FOOT:
            del out[before:]
            put(MARGIN, y + 15, "\u2026", SIZE, FAINT)
            y += 20
            break
        y = below + 14
    height = round(y + MARGIN - 10)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img">')
    print(f"<title>{title}</title>")
    print(f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6" fill="#ffffff" stroke="{BORDER}"/>')
    print(f'<g font-family="{SANS}">', *out, "</g>\n</svg>", sep="\n")


main()
