"""Whose word an article passes on: its own outlet's, or that of the wires and papers that it credits. Pure.

Corroboration is counted by independent origins: ten papers that print "Reuters reported" are one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from storage.model.article import TELEGRAM, Article, Source, source_key
from storage.model.story import Origin

LEAD = 700
"""Characters at the beginning in which a report says where it has its news from; later a name is background."""
_EXERCISE = "EXERCISE "
_AGENCY = r"(?:(?:the )?(?:state )?(?:news )?agency )?"
_BEFORE_NAME = re.compile(
    r"\b(?:according to|told|citing|cited by|quoted by|reported by|told to|seen by|interview with|"
    rf"reports? (?:by|from)|statement to) (?:the )?{_AGENCY}(?=[A-Zad])"
)
_BEHIND_NAME = re.compile(
    r"['’]?(?: (?:news|press) agency| agency| news| TV)?,? (?:has |have |had |also )?"
    r"(?:reported|reports|said|says|quoted|quotes|cited|cites|wrote|writes|was told)\b(?! last)"
)
_IN_BRACKETS = re.compile(r"\(([^()]{2,30})\) ?[-–—:]|\(([^()]{2,30})\)\s*$")
_AND = re.compile(r"(?:,| and|, and) (?:the )?")


class Outlets:
    """Names under which reports credit wires and papers."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        """``sources``: the wires and outlets that are stored; the wires of ``seeds/wires.toml`` are known anyway."""
        self._names: dict[str, list[tuple[str, Origin]]] = {}
        for names, origin in (*_wires(), *((_names(source), origin_of(source)) for source in sources)):
            for name in names:
                self._names.setdefault(name.partition(" ")[0], []).append((name, origin))
        for known in self._names.values():
            known.sort(key=lambda entry: -len(entry[0]))

    @property
    def shown(self) -> frozenset[str]:
        """Every origin, by the name that is shown."""
        return frozenset(origin.name for known in self._names.values() for _, origin in known)

    def at(self, text: str, start: int) -> tuple[Origin, int] | None:
        """The outlet named in ``text`` at ``start``, and where its name ends."""
        first = re.match(r"[^\s,.;:()]+", text[start : start + 80])
        if first is None:
            return None
        for name, origin in self._names.get(first[0].removesuffix("'s").removesuffix("’s"), ()):
            end = start + len(name)
            if text.startswith(name, start) and not text[end : end + 1].isalnum():
                return origin, end
        return None


@cache
def _wires() -> tuple[tuple[tuple[str, ...], Origin], ...]:
    data = tomllib.loads(resources.files("seeds").joinpath("wires.toml").read_text("utf-8"))
    return tuple(
        (
            (wire["name"], *wire.get("also", ())),
            Origin(source_key(wire.get("family", wire["name"])), wire["name"]),
        )
        for wire in data["wire"]
    )


def _names(source: Source) -> Sequence[str]:
    # Exercise outlets are credited with and without the word.
    return [source.name, *([source.name.removeprefix(_EXERCISE)] if source.name.startswith(_EXERCISE) else [])]


def origin_of(source: Source) -> Origin:
    """The voice of an outlet: all of one publisher are one."""
    return Origin(source_key(source.family or source.name), source.name)


def origins(article: Article, outlets: Outlets) -> tuple[Origin, ...]:
    """The origins of an article: what its lead credits, else its own outlet; empty where neither is known.

    What somebody on Telegram credits counts for nothing, not even as his own word.
    """
    own = origin_of(article.source) if article.source is not None else None
    text = article.analysed_text
    credited = list(_credited(" ".join(text[:LEAD].split()), outlets))
    end = _IN_BRACKETS.search(text[-40:])
    if end is not None and (found := outlets.at(end[1] or end[2] or "", 0)) is not None:
        credited.append(found[0])
    keys: dict[str, Origin] = {}
    for origin in credited:
        keys.setdefault(origin.key, origin)
    if own is not None and article.source is not None and article.source.kind == TELEGRAM and keys:
        return ()  # anybody can write "Reuters reported": it is no word of Reuters
    if own is not None and (own.key in keys or not keys):
        return (own,)  # what it says of itself is its own word
    return tuple(keys.values())


def _credited(text: str, outlets: Outlets) -> Iterable[Origin]:
    for cue in _BEFORE_NAME.finditer(text):
        yield from _named(text, cue.end(), outlets)[0]
    for bracket in _IN_BRACKETS.finditer(text):
        yield from _named(text, bracket.start() + 1, outlets)[0]
    for word in re.finditer(r"(?<![\w’'-])[A-Zad]\w*", text):
        found, end = _named(text, word.start(), outlets)
        if found and _BEHIND_NAME.match(text, end):
            yield from found


def _named(text: str, start: int, outlets: Outlets) -> tuple[list[Origin], int]:
    """The outlet there and those named with it ("Reuters and AFP"), and where the last name ends."""
    named: list[Origin] = []
    end = start
    while (found := outlets.at(text, start)) is not None:
        named.append(found[0])
        end = found[1]
        following = _AND.match(text, end)
        if following is None:
            break
        start = following.end()
    return named, end
