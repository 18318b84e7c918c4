"""From bytes to text, and from markup to plain words."""

from __future__ import annotations

import codecs
import html
import logging
import re
from typing import Any

import charset_normalizer
from trafilatura import load_html

from storage.errors import SourceError

# What it says of a bad page becomes a SourceError here; its own lines would only be noise on the terminal.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)|<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(?:[A-Za-z][^<>]*|/[A-Za-z][^<>]*|!--.*?--)>", re.DOTALL)
_ADDRESSES = re.compile(r"[^\s(]+@[^\s)]+|https?://\S+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BLOCKS = tuple(
    re.findall(
        r"\w+",
        """address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
        main nav ol p pre section table td th tr ul""",
    )
)
_LONGEST_MARKUP = 1_000_000


def decode(content: bytes, content_type: str = "") -> str:
    """The text of a file or page.

    A byte order mark decides; then UTF-8 where the bytes are valid UTF-8 (other text hardly ever is, whatever is
    declared); then the declared character set (header, then ``<?xml`` or ``<meta``); then a guess from the bytes.
    Raises ``SourceError`` where it is no text at all.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            return text.removeprefix("\ufeff")
    declared = [*_CHARSET.findall(content_type)]
    for groups in _DECLARED.findall(content[:4096]):
        declared += [name.decode("ascii") for name in groups if name]
    # These encode other scripts in plain ASCII bytes, so they pass for UTF-8.
    if not any(name.lower().startswith(("iso-2022-", "hz-", "utf-7")) for name in declared) and b"\x00" not in content:
        declared.insert(0, "utf-8")
    for encoding in declared:
        try:
            text = content.decode("gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
        if "\x00" not in text:
            return text
    guesses = list(charset_normalizer.from_bytes(content[:200_000]))
    if not guesses:
        raise SourceError("this is not text")
    # Where several fit as well, the web's usual one is likelier than its rarer sisters.
    usual = any("cp1252" in g.could_be_from_charset and g.chaos <= guesses[0].chaos for g in guesses)
    return content.decode("cp1252" if usual else guesses[0].encoding, errors="replace")


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as spaces: databases hold neither, and offsets stay the same."""
    return _UNSTORABLE.sub(" ", text)


def clean_title(value: object) -> str | None:
    """A title as plain words on one line: tags gone, entities read (also twice escaped), ``None`` where empty."""
    if not isinstance(value, str):
        return None
    text = storable(value[:5000])
    for _ in range(3):
        plain = html.unescape(_TAG.sub(" " if "<br" in text.lower() else "", text))
        if plain == text:
            break
        text = plain
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words[:1000] or None


def author_name(value: object) -> str | None:
    """A byline as plain words of at most 200 characters, without addresses; ``None`` where nobody is named."""
    words = clean_title(value)
    if words is None:
        return None
    words = " ".join(_ADDRESSES.sub(" ", words).replace("()", " ").split()).strip(" ,;")
    if words.startswith("(") and words.endswith(")"):  # RSS: the address, and the name as a comment
        words = words[1:-1].strip()
    return words[:200].strip() if any(char.isalpha() for char in words) else None


def html_to_text(markup: str) -> str:
    """A fragment of HTML as plain text, a line for each block. What has no markup comes back as it is."""
    if "<" not in markup:
        return _tidy(storable(html.unescape(markup)))
    tree: Any = load_html(f"<html><body><div>{storable(markup[:_LONGEST_MARKUP])}</div><p></p></body></html>")
    if tree is None:
        return _tidy(storable(html.unescape(_TAG.sub(" ", markup[:100_000]))))
    for element in tree.xpath("//script|//style|//noscript|//iframe|//template|//comment()"):
        parent = element.getparent()
        if parent is not None:
            element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = "\n" + (element.text or "")
        element.tail = "\n" + (element.tail or "")
    return _tidy(storable(str(tree.text_content())))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
