"""The event lexicon is well formed: what the loader does not refuse, but would silently never match."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

import pytest

from bot.analysis.events.frames import PREPOSITIONS, load
from storage.model.findings import EventType

FOLDER = resources.files("bot.analysis.lexicon")
SUBTYPES = {
    EventType.ASSAULT: {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
        "Sexual violence",
        "Attack",
        "Abduction/forced disappearance",
        "Disrupted weapons use",
        "Looting/property destruction",
        "Excessive force against protesters",
    },
    EventType.PROTEST: {
        "Peaceful protest",
        "Protest with intervention",
        "Excessive force against protesters",
        "Violent demonstration",
        "Mob violence",
    },
    EventType.COERCE: {"Arrests"},
}
SLOTS = re.compile(r"[a-z]+( [a-z]+){0,2}|(object|subject|clause)\.[a-z]+")
LEMMA = re.compile(r"[^\W\d_A-Z][\w'’.-]*|\d+-[a-z]+")
ADVERBS = {
    "open",
    "apart",
    "free",
    "home",
    "dead",
    "together",
    "aside",
    "go",
    "unconscious",
    "shut",
    "closed",
    "sealed",
    "offline",
}
ADVERBIAL = {
    "remotely detonate",
    "partially lift",
    "promise again",
    "invade and occupy",
    "make safe",
    "render safe",
    "make harmless",
    "render harmless",
}
INFLECTED = re.compile(r"(ed|ing|ies)$")
BASE_FORMS = {
    "bring", "spring", "sing", "swing", "cling", "fling", "ring", "ping", "string", "wing", "sting", "ding",
    "need", "feed", "bleed", "breed", "speed", "seed", "heed", "embed", "shed", "wed", "weed", "exceed", "proceed",
    "succeed", "accede", "concede", "cede", "sled",
}  # fmt: skip


@cache
def tables() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every frame as it is written, with its file."""
    out: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(FOLDER.joinpath("frames").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            out.extend((path.name, row) for row in tomllib.loads(path.read_text("utf-8"))["frame"])
    return tuple(out)


def words_of(row: dict[str, Any], *keys: str) -> list[str]:
    return [word for key in keys for word in row.get(key, ())]


def test_ids_are_unique() -> None:
    """An id names one frame, so that --explain leads to one place."""
    counts = Counter(row["id"] for _, row in tables())
    assert [name for name, n in counts.items() if n > 1] == []


def test_types_and_subtypes_are_those_of_the_contract() -> None:
    """A frame has a type of the contract, and a subtype only of that type's list."""
    for file, row in tables():
        kind = EventType(row["type"])
        if "subtype" in row:
            assert row["subtype"] in SUBTYPES.get(kind, set()), (file, row["id"])


def test_every_class_has_verbs_and_nouns() -> None:
    """No class can be told by verbs alone or by nouns alone."""
    for kind in EventType:
        if kind is EventType.POSTURE:
            continue
        rows = [row for _, row in tables() if row["type"] == kind.value and not row.get("no_event")]
        assert words_of({"v": [w for r in rows for w in r.get("verbs", ())]}, "v"), kind
        assert words_of({"n": [w for r in rows for w in r.get("nouns", ())]}, "n"), kind


def test_words_are_lower_case_and_single_spaced() -> None:
    """Lemmas are compared in lower case, word by word."""
    for file, row in tables():
        for word in words_of(row, "verbs", "nouns", "only_objects", "not_objects", "only_subjects", "not_subjects"):
            assert word == " ".join(word.lower().split()), (file, row["id"], word)


def test_verbs_are_base_forms() -> None:
    """The first word of a verb entry is a lemma: an inflected form would never be found."""
    for file, row in tables():
        for entry in words_of(row, "verbs"):
            first = entry.split()[0]
            assert first in BASE_FORMS or not INFLECTED.search(first), (file, row["id"], entry)
            assert LEMMA.fullmatch(first), (file, row["id"], entry)


def test_a_word_stands_once_in_a_frame() -> None:
    """A word written twice in one list is a slip."""
    for file, row in tables():
        for key in ("verbs", "nouns"):
            counts = Counter(row.get(key, ()))
            assert [w for w, n in counts.items() if n > 1] == [], (file, row["id"])


def test_slots_are_known_names() -> None:
    """Argument slots are roles or prepositions."""
    roles = {"subject", "object", "iobj", "clause", "possessor", "compound", "targeting", "clause.subject"}
    for file, row in tables():
        for slot in words_of(row, "actor", "target", "place", "instrument"):
            assert SLOTS.fullmatch(slot), (file, row["id"], slot)
            assert slot in roles or "." in slot or len(slot) <= 12, (file, row["id"], slot)


def test_objects_are_not_asked_for_twice() -> None:
    """An entry that names its object itself cannot also ask for one of a list: the object is used up."""
    for file, row in tables():
        if "only_objects" not in row or row.get("no_event") or "with_preposition" in row:
            continue
        for entry in words_of(row, "verbs"):
            rest = entry.split()[1:]
            own = rest and rest[0] not in PREPOSITIONS | ADVERBS and rest[-1] not in PREPOSITIONS
            own = own and entry not in ADVERBIAL
            assert not own, (file, row["id"], entry)


def test_the_same_words_under_the_same_conditions_mean_one_class() -> None:
    """Two classes never claim one word on the same conditions, for then only the order of files would decide."""
    seen: dict[tuple[Any, ...], str] = {}
    clashes = []
    conditions = ("only_objects", "only_subjects", "only_clauses", "only_modifiers", "only_circumstances",
                  "only_around", "with_preposition", "needs",
                  "actor_kinds", "target_kinds", "with_clause")  # fmt: skip
    for _, row in tables():
        limits = tuple(tuple(row[c]) if isinstance(row.get(c), list) else row.get(c) for c in conditions)
        for key in ("verbs", "nouns"):
            for word in row.get(key, ()):
                kind = "none" if row.get("no_event") else row["type"]
                other = seen.setdefault((key, word, limits), kind)
                if other != kind:
                    clashes.append((word, other, kind, row["id"]))
    assert clashes == []


@pytest.mark.parametrize("word", ["attack", "arrest", "protest", "deploy", "accuse", "meet", "withdraw", "threaten"])
def test_the_loader_finds_common_verbs(word: str) -> None:
    """The frames that ship load, and the commonest verbs of the field are in them."""
    assert word in load().verbs
