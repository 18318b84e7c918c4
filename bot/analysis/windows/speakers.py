"""Who speaks, and through which outlet; pronouns and "the source" only where they can mean but one speaker."""

from __future__ import annotations

from dataclasses import replace

from bot.analysis.lexicon.cues import MEDIA_HEADS
from bot.analysis.lexicon.words import DETERMINERS, THIRD_PERSON
from bot.analysis.windows.grammar import object_of
from bot.analysis.windows.phrases import ACTORS, Phrase
from bot.analysis.windows.speech import Speech
from bot.analysis.windows.view import View

SPEAKERS = (ACTORS | {"outlet"}) - {"thing"}


def listener(view: View, i: int, after: int, verb: str) -> tuple[Phrase | None, int]:
    """Who was told: an outlet is returned as ``via``; the second value is where the content may start."""
    if verb not in {"tell", "inform", "assure", "warn"}:
        return None, after
    k = i + 1
    while view.lower(k) in DETERMINERS:
        k += 1
    phrase = view.covering(k)
    media = next((j for j in range(k, min(k + 5, view.end)) if view.lower(j) in MEDIA_HEADS), None)
    if media is not None and all(
        view.lower(j) not in {"that", ",", "said", "is", "was", "has"} for j in range(k, media)
    ):
        end = media + 1
        name = view.covering(end)
        if name is not None and name.start == end and name.kind == "outlet":
            return name, name.end
        return Phrase(k, end, media, "outlet"), end
    if phrase is not None and phrase.start <= k:
        return (phrase if phrase.kind == "outlet" else None), phrase.end
    name = _capital_run(view, i + 1)
    if name is not None:
        return name, name.end
    if verb != "tell":
        return None, after
    return None, k + 1 if view.lower(k) in THIRD_PERSON | {
        "reporters",
        "journalists",
        "them",
        "him",
        "her",
    } or (view.alpha(k) and view.lower(k) != "that") else after


def via_later(view: View, i: int) -> Phrase | None:
    """ "in an interview with X", "in a statement carried by X", "in remarks to X"."""
    for k in range(i, min(i + 9, view.end)):
        if view.lower(k) in {"interview", "statement", "remarks", "comments", "carried", "quoted"}:
            j = k + 1
            if view.lower(j) in {"carried", "published", "broadcast", "aired"}:
                j += 1
            if view.lower(j) in {"with", "to", "by", "on"}:
                j += 1
                while view.lower(j) in DETERMINERS:
                    j += 1
                phrase = view.covering(j)
                if phrase is not None and phrase.kind == "outlet":
                    return phrase
                return None
    return None


def cited(view: View, i: int) -> Phrase | None:
    """ "Reuters reported, citing two officials"."""
    for k in range(i + 1, view.end):
        if view.lower(k) in {"citing", "quoting"}:
            return object_of(view, k + 1, kinds=SPEAKERS, reach=4)
    return None


def _capital_run(view: View, i: int) -> Phrase | None:
    """An unknown capitalised name ("told The Northern Ledger")."""
    k = i
    while k < view.end and view.shape(k)[:1] == "X" and view.alpha(k) and view.covering(k) is None and not view.skip[k]:
        k += 1
    if k == i or k - i > 5 or (view.lower(i) in {"the"} and k == i + 1):
        return None
    return Phrase(i, k, k - 1, "outlet")


def bare_name(view: View, i: int) -> Phrase | None:
    """A capitalised name directly before the cue that no rule could label ("Cindy McGrath said")."""
    k = i
    while (
        k > view.start
        and view.shape(k - 1)[:1] == "X"
        and view.alpha(k - 1)
        and view.covering(k - 1) is None
        and not view.skip[k - 1]
    ):
        k -= 1
    if i - k < 2 or i - k > 5:
        return None
    return Phrase(k, i, i - 1, "person")


def bare_name_after(view: View, i: int) -> Phrase | None:
    k = i + 1 if view.lower(i) == "the" else i
    run = _capital_run(view, k)
    return replace(run, kind="person") if run is not None and run.end - run.start >= 2 else None


def known_speaker(view: View, phrase: Phrase, earlier: list[Speech]) -> Phrase:
    """ "the source", "the minister": the earlier speaker with that head, if there is exactly one."""
    if phrase.end - phrase.start > 1 or phrase.start == 0 or view.lower(phrase.start - 1) not in {"the", "same"}:
        return phrase
    head = view.lower(phrase.head)
    seen = {
        (s.speaker.start, s.speaker.end): s.speaker
        for s in earlier
        if s.speaker is not None and view.doc[s.speaker.head].lower_ == head and s.speaker.start != phrase.start
    }
    longer = [p for p in seen.values() if p.end - p.start > 1]
    return longer[0] if len(longer) == 1 else phrase


def last_speaker(view: View, earlier: list[Speech]) -> Phrase | None:
    """ "he said" at a distance: the only person who spoke in the sentence before."""
    if not earlier:
        return None
    before = [s for s in earlier if s.cue < view.start]
    if not before:
        return None
    last = max(before, key=lambda s: s.cue)
    near = view.doc[view.start - 1].sent if view.start else None
    if (
        near is None
        or last.speaker is None
        or last.cue < near.start
        or last.speaker.kind not in {"person", "government"}
    ):
        return None
    others = {
        s.speaker
        for s in before
        if s.cue >= near.start and s.speaker is not None and s.speaker.kind in {"person", "government"}
    }
    persons = {p for p in view.doc._.phrases if p.start >= near.start and p.end <= near.end and p.kind == "person"}
    return last.speaker if len(others) == 1 and persons <= {last.speaker} else None
