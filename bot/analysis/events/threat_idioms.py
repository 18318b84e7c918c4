"""Threats in set phrases: "our fingers are on the trigger", "your days are numbered". Own list."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from bot.analysis.dependents import index

_PHRASES = (
    r"finger be on the trigger",
    r"(?:would|will) be next",
    r"day be number",
    r"(?:would|will) cease to exist",
    r"know (?:exactly )?where (?:\w+ ){1,3}(?:live|work|sleep|go)",
    r"play with fire",
    r"at (?:its|their|his|her|your|one) own (?:risk|peril)",
    r"countdown to (?:the|its|their|your) end",
    r"(?:blood|bloodshed) (?:will|would) (?:flow|run|be spill)",
    r"(?:river|sea|bath) of blood",
    r"(?:see|regard|treat|consider|view|take|deem|amount|mean|constitute) (?:\w+ ){0,3}(?:declaration|act) of war",
    r"(?:would|will) (?:\w+ ){0,3}(?:last|final|fatal|grave|strategic|deadly) mistake",
    r"share (?:the|their|his|its) (?:\w+ )?fate",
    r"meet (?:the|their|his|its) (?:same|end|maker|fate)",
    r"(?:leave|return|go|come|send)(?: \w+)?(?: home| back)? in (?:a )?(?:coffin|body bag|bodybag|box)",
    r"(?:our|my|his|her|its|their|'s) patience (?:have )?(?:run out|be (?:at an end|over|exhaust))",
    r"patience have (?:a |its |it )?limit",
    r"(?:not|never) (?:stand|sit) (?:idly|idle) by",
    r"(?:not|never) live to see",
    r"finish the job",
    r"(?:summer|winter|rain|sea|lake|storm|day|night) of fire",
    r"hell on earth|gate of hell|hell (?:will|would) break loose",
    r"(?:safety|security) (?:of (?:\w+ ){1,4})?(?:can|could|will|would) (?:not|no longer) be guarantee",
    r"next (?:strike|blow|attack|time|response) (?:will|would) be",
    r"no (?:place|corner|one|ship|base|soldier|city) (?:\w+ ){0,6}(?:will|would) be (?:safe|spare)",
    r"(?:nowhere|nobody|not|never|no longer) (?:\w+ )?(?:will |would )?be safe",
    r"nowhere to hide|no place to hide|wipe (?:\w+ ){1,3}off the (?:map|face)",
    r"time (?:have |be )?(?:run|running) out for",
    r"not be forgive|not forgive|never forget (?:and|nor|or) never forgive",
    r"(?:will|would) pay the (?:ultimate )?price",
    r"(?:must|shall) die",
    r"(?:get|be|come) burn(?:ed)?\b",
    r"(?:exact )?coordinate of (?:every|each|all)",
    r"in (?:our|my|their) (?:sight|crosshair|range)\b|within (?:the )?range of our",
)
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{phrase})" for phrase in _PHRASES) + r")(?!\w)")
_AS_WRITTEN = frozenset({"PRON", "ADJ", "ADV", "PART"})


def idiom(doc: Doc, start: int, end: int) -> Token | None:
    """The verb or noun of the first set phrase in tokens ``start``-``end``, ``None`` where there is none."""
    columns = index(doc).columns
    pieces: list[str] = []
    offsets: list[int] = []
    for i in range(start, min(end, len(columns.words))):
        pos, word = columns.pos[i], columns.lemmas[i]
        if pos == "PUNCT" or columns.words[i].isspace():
            continue
        pieces.append(columns.lower[i] if pos in _AS_WRITTEN and word != "not" else word.lower())
        offsets.append(i)
    text = " ".join(pieces)
    found = _PATTERN.search(text)
    if found is None:
        return None
    first = text.count(" ", 0, found.start())
    last = first + text.count(" ", found.start(), found.end())
    inside = [doc[offsets[k]] for k in range(first, last + 1)]
    return next((t for t in inside if t.pos_ == "VERB"), None) or next(
        (t for t in inside if t.pos_ in {"NOUN", "AUX"}), inside[0]
    )
