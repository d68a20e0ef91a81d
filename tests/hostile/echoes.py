"""Encodings in which a service may repeat a secret, and the parts of them that must never be shown."""
import base64
import html
import json
import urllib.parse

SHORTEST = 12  # characters of a secret that must not be shown in any form


def each(encode):
    return lambda secret: [encode(i, char) for i, char in enumerate(secret)]


def mixed_case(i, char):
    text = "".join(f"%{byte:02X}" for byte in char.encode())
    return text.lower() if i % 2 else text


def base64_after(before):
    """The digits that the secret alone determines after this many preceding bytes."""
    def encode(secret):
        data = b"\0" * before + secret.encode()
        return list(base64.b64encode(data).decode().rstrip("=")[(before * 8 + 5) // 6:len(data) * 8 // 6])
    return encode


# Name -> encoding of each character (of base64: each digit).
ENCODINGS = {
    "plain": each(lambda i, char: char),
    "percent": each(lambda i, char: urllib.parse.quote(char, safe="")),
    "percent, lower case": each(lambda i, char: urllib.parse.quote(char, safe="").lower()),
    "percent, all and mixed case": each(mixed_case),
    "JSON": each(lambda i, char: json.dumps(char)[1:-1].replace("/", "\\/")),
    "JSON, all": each(lambda i, char: f"\\u{ord(char):04x}"),
    "JSON, all in capitals": each(lambda i, char: f"\\u{ord(char):04X}"),
    "HTML": each(lambda i, char: html.escape(char)),
    "HTML, decimal": each(lambda i, char: f"&#{ord(char)};"),
    "HTML, hexadecimal": each(lambda i, char: f"&#x{ord(char):x};"),
    "base64": base64_after(0),
    "base64, second alignment": base64_after(1),
    "base64, third alignment": base64_after(2),
    "cut at the end": lambda secret: list(secret[:SHORTEST + 1]),
    "cut at the beginning": lambda secret: list(secret[-SHORTEST - 1:]),
}


def echo(secret, names=ENCODINGS):
    """One string with the secret in each encoding."""
    return "refused: " + " | ".join("".join(ENCODINGS[name](secret)) for name in names)


def pieces(name, secret):
    """The pieces that must not be shown: 12 characters of the secret in this encoding."""
    units = ENCODINGS[name](secret)
    size = 16 if name.startswith("base64") else SHORTEST
    return {"".join(units[i:i + size]) for i in range(len(units) - size + 1)}


def leaks(text, *secrets):
    """The encodings in which the text contains a secret."""
    return sorted({name for secret in secrets for name in ENCODINGS if any(piece in text for piece in pieces(name, secret))})
