"""Names from re3d and Universal NER, cut to one policy: verbatim, without articles, titles and pronouns."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.analysis.train.conversion import Sentence

_RE3D_LABELS = {
    "Person": "PERSON", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Weapon": "WEAPON",
    "MilitaryPlatform": "VEHICLE", "Vehicle": "VEHICLE",
}  # fmt: skip
_LEADING = re.compile(r"^(?:(?:the|an?|this|these|those|our|its|his|their|former|then|late)\s+)+", re.IGNORECASE)
_ROLES = (
    "President|Minister|Secretary|Chancellor|Ambassador|Commander|Leader|King|Queen|Prince|Sheikh|Sir|Mr|Mrs|Ms|Dr"
    r"|General|Gen|Lieutenant|Lt|Colonel|Col|Major|Maj|Captain|Capt|Brigadier|Brig|Sergeant|Sgt|Admiral|Adm|Airman"
    "|Corporal|Cpl|Private|Commodore|Envoy|Representative|Spokesman|Spokesperson|Spokeswoman|State|East|Officer"
)
_TITLES = re.compile(rf"^.*\b(?:{_ROLES})\b\.?(?:\s+|$)", re.DOTALL)
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "him",
        "them",
        "us",
        "me",
        "who",
        "whom",
        "which",
        "that",
        "this",
        "these",
        "those",
    ]
)


_MONTHS = frozenset(
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Sept",
        "Oct",
        "Nov",
        "Dec",
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
    ]
)


def stream(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of concatenated JSON, or of one array."""
    text = path.read_text(encoding="utf-8-sig")
    decoder = json.JSONDecoder()
    out: list[Any] = []
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            break
        item, at = decoder.raw_decode(text, at)
        out.append(item)
    return out[0] if len(out) == 1 and isinstance(out[0], list) else out


def held_out(document_id: str) -> bool:
    """Whether a re3d document is kept from training: first hexadecimal digit 0 to 3, about a quarter."""
    return document_id[:1] in "0123"


def re3d_spans(text: str, entities: Sequence[dict[str, Any]]) -> list[tuple[int, int, str]]:
    """Names among re3d's annotations of one document, in characters: verbatim, capitalised (weapons and vehicles
    apart), no pronouns, without articles and titles, not overlapping (the longer one stays)."""
    spans = []
    for entity in entities:
        label = _RE3D_LABELS.get(entity["type"])
        start, end = int(entity["begin"]), int(entity["end"])
        if label is None or text[start:end] != entity["value"]:
            continue
        value = entity["value"]
        cut = _LEADING.match(value)
        if cut:
            start += cut.end()
        if label == "PERSON" and (cut := _TITLES.match(text[start:end])):
            start += cut.end()
        value = text[start:end]
        if not value or value.lower() in _PRONOUNS or value.rstrip(".") in _MONTHS or "\n" in value:
            continue
        if label in {"WEAPON", "VEHICLE"}:
            if len(value) < 3 or (start and text[start - 1].isalnum()):
                continue
        elif not any(w[:1].isupper() for w in value.split()) or (start and text[start - 1].isalnum()):
            continue
        if end < len(text) and text[end].isalnum():
            continue
        if label == "LOC" and ", " in value:  # "Raqqah, Syria" is two places, as the other corpora have it
            at = start
            for part in value.split(", "):
                if part[:1].isupper():
                    spans.append((at, at + len(part), label))
                at += len(part) + 2
            continue
        spans.append((start, end, label))
    out: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= a or span[0] >= b for a, b, _ in out):
            out.append(span)
    return sorted(out)


def re3d(folder: Path, *, nlp: Any, keep: Callable[[str], bool], starts: Callable[[str], list[int]]) -> list[Sentence]:
    """Sentences of re3d's documents with names only (``parsed`` False); ``keep`` chooses documents by id."""
    out = []
    for source in sorted(p for p in folder.iterdir() if p.is_dir()):
        entities: dict[str, list[dict[str, Any]]] = {}
        for entity in stream(source / "entities.json"):
            entities.setdefault(entity["documentId"], []).append(entity)
        for document in stream(source / "documents.json"):
            if not keep(document["_id"]):
                continue
            text = document["text"]
            spans = re3d_spans(text, entities.get(document["_id"], []))
            bounds = [*starts(text), len(text)]
            for k, (a, b) in enumerate(pairwise(bounds)):
                tokens = [t for t in nlp.make_doc(text[a:b]) if not t.is_space]
                if not tokens:
                    continue
                tags = ["O"] * len(tokens)
                for start, end, label in spans:
                    inside = [n for n, t in enumerate(tokens) if t.idx + a < end and t.idx + len(t) + a > start]
                    for n in inside:
                        tags[n] = ("B-" if n == inside[0] else "I-") + label
                blank = ["_"] * len(tokens)
                spaces = [bool(t.whitespace_) for t in tokens]
                spaces[-1] = True
                columns = (blank, blank, blank, list(range(len(tokens))), blank, tags)
                words = [t.text for t in tokens]
                out.append(Sentence(words, spaces, *columns, "re3d", document["_id"], k // 6, False))
    return out


def uner_names(path: Path) -> dict[str, list[str]]:
    """BIO tags (PERSON, ORG, LOC) by sentence text."""
    out: dict[str, list[str]] = {}
    text = ""
    tags: list[str] = []
    renamed = {"PER": "PERSON"}
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# text ="):
            text = line[9:]
        elif not line.strip():
            if tags:
                out[text] = tags
            tags = []
        elif not line.startswith("#"):
            tag = line.split("\t")[2]
            kind, _, label = tag.partition("-")
            tags.append(f"{kind}-{renamed.get(label, label)}" if label else "O")
    return out
