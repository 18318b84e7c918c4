"""How real an event is, as the text tells it. Rules in the order of docs/analysis.md; each has a name for --explain.

``None`` means that there is no event to tell: it is negated by the narrator, demanded by somebody, or the act inside
a threat (the THREATEN event has it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.analysis.extensions import published_of
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import ADVERBS, BE, DETERMINERS, Form
from bot.analysis.windows.dates import DatedSpan
from bot.analysis.windows.negation import no_intent, no_noun, no_object, no_subject, no_verb
from bot.analysis.windows.speech import Speech
from bot.analysis.windows.view import View, in_group
from storage.model.findings import Stance, Status

HISTORICAL_AFTER = timedelta(days=60)
"""An event whose last day is further before publication than this is background, not news."""

_PLAN = words(
    "plan plans planned planning preparing prepares prepare prepared intends intend intending set due "
    "poised expected ready scheduled aims hopes wants vows scheduled considering weighing mulling about"
)
_DECIDE = words("decided agreed ordered moved begun began started authorised authorized")
_THREAT = words("threatened threatens threatening threaten vowed vows vowing threat threats")
_DEMAND = words(
    "demanded demands urged urges called calls calling urging appealed refuse refused refuses stop halt "
    "end prevent avoid warned capable unable failed able wanted trying tried tries attempted seeking "
    "pressed incapable allowed allow training trained ability right need how"
)
_DENIAL = words("denied denies deny denying rejected rejects dismissed refuted refutes")
_ALLEGED = words("alleged allegedly purported purportedly supposed supposedly reportedly unconfirmed claimed")
_CLAIM = frozenset(["claimed", "claims", "claim", "claiming"])
_CLAIMING = _CLAIM | words("alleged alleges alleging allegation allegations purported purports purporting")
_UNCLAIMED = re.compile(
    r"\b(?:no|none|nobody|neither)\b[^;,]*\b(?:(?:claim(?:ed|s)?|taken|took|admitted|accepted) (?:\w+ )?"
    r"(?:responsibility|credit)|(?:said|says|admitted) (?:that )?(?:it|they) (?:is|are|was|were|had been|had) "
    r"(?:behind|responsible|carried out|planted|involved))\b"
)
_TOLL = words("killed killing wounded injured wounding injuring dead died")
_CLAUSE_BREAK = words(", : and or since when after before as which who")
_REFUTED = re.compile(
    r"\b(?:but|although|though|while|which|;) .*\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|refut(?:es|ed)|dismiss(?:es|ed))"
    r" (?:it|this|that|them|the (?:claims?|reports?|allegations?|accusations?))\b(?! was| were)"
)
_FEAR = words(
    "possible potential risk risks fear fears fearing threat threats prospect possibility imminent "
    "future hypothetical eventual feared likely danger dangers case event simulated mock foiled "
    "thwarted averted prevent against planned preventing avert"
)
_HISTORY = words(
    "anniversary anniversaries commemorate commemorated commemorates commemorating commemoration "
    "memorial remembrance remembered remembering survivors historic history documentary veterans "
    "centenary decades mourned"
)
_ONGOING = words("continue continues continued continuing ongoing keeps still remain remains")


@dataclass(frozen=True, slots=True)
class Reading:
    """A status and the rule that gave it; ``status`` ``None`` where there is no event to tell."""

    status: Status | None
    rule: str


def status_of(
    view: View, i: int, form: Form, when: DatedSpan | None, *, end: int | None = None, decided: bool = False
) -> Reading:
    """The status of the event whose trigger is the tokens ``i``-``end`` (exclusive; one token where not told).

    ``decided`` is for acts that consist in being decided (posture, sanctions): "decided to reduce" has occurred.
    """
    noun = form in {Form.SINGULAR, Form.PLURAL}
    after = end if end is not None else i + 1
    if noun and _unclaimed(view, i):
        return Reading(None, "unclaimed")
    for reading in _readings(view, i, noun, after, decided):
        if reading is not None:
            if reading.status is Status.CLAIMED and _past(view, when):
                return Reading(Status.HISTORICAL, "date-past")
            return reading
    if _past(view, when):
        return Reading(Status.HISTORICAL, "date-past")
    if any(w in _HISTORY for w in view.words(view.start, view.end)):
        return Reading(Status.HISTORICAL, "anniversary")
    speech = speech_at(view, i)
    if speech is not None and speech.verb in {"claim", "allege"}:
        return Reading(Status.CLAIMED, f"cue:{speech.verb}")
    if _ongoing(view, i, form):
        return Reading(Status.ONGOING, "ongoing")
    return Reading(Status.OCCURRED, "told-as-fact")


def _readings(view: View, i: int, noun: bool, end: int, decided: bool) -> Iterator[Reading | None]:
    yield _conditional(view, i)
    yield _governed(view, i, noun, decided)
    yield _negated(view, i, noun, end)
    yield _modal(view, i, noun, decided)
    yield _nominal(view, i, noun)
    yield _claimed(view, i)


def speech_at(view: View, i: int) -> Speech | None:
    """The innermost claim whose content holds token ``i``."""
    inside: list[Speech] = [s for s in view.speeches() if s.start <= i < s.end]
    return min(inside, key=lambda s: s.end - s.start, default=None)


def _conditional(view: View, i: int) -> Reading | None:
    return Reading(Status.HYPOTHETICAL, "condition") if in_group(view.doc, "conditions", i) is not None else None


def _before(view: View, i: int, reach: int = 7) -> list[str]:
    """The words before ``i`` in its clause, nearest first; a comma or "and" in the verb group does not end them."""
    begin, _ = view.clause_of(i)
    return [view.lower(k) for k in range(i - 1, max(begin, i - reach) - 1, -1)]


def _governed(view: View, i: int, noun: bool, decided: bool) -> Reading | None:
    """What governs the trigger: a threat, a denial, a plan, a demand."""
    before = _before(view, i, 9)
    for distance, word in enumerate(before):
        if word in _THREAT and distance <= 8:
            return Reading(None, "inside-threat")
        if word in {".", ";"}:
            break
    speech = speech_at(view, i)
    if speech is not None:
        if speech.stance is Stance.THREATENS:
            return Reading(None, "inside-threat")
        if speech.stance is Stance.DENIES:
            return Reading(Status.DENIED, "denied-by-speaker")
        if speech.stance is Stance.DEMANDS:
            return Reading(None, "demanded")
    for distance, word in enumerate(before):
        if word in _DENIAL:
            return Reading(Status.DENIED, "denied")
        if word in {"said", "says"}:
            break
        if distance > 8:
            break
    if before[:1] == ["from"] and any(w.startswith(("prevent", "stopp", "block", "barr", "keep")) for w in before[1:6]):
        return Reading(None, "prevented")
    chain = _verb_chain(view, i)
    if noun:
        chain = (
            [w for w in before[:4] if w in _DEMAND - {"able", "right", "need", "trained", "training"}]
            if before[:1]
            else []
        )
        if any(w in {"halt", "end", "stop", "prevent", "called", "calls", "urged", "demanded", "avoid"} for w in chain):
            return Reading(None, "demanded")
        return None
    if no_intent(view, i):
        return _absent(view, i)
    if "to" in chain:
        head = next((w for w in chain if w not in {"to"} | BE | ADVERBS), "")
        if head in _DEMAND:
            return Reading(None, "demanded-or-tried")
        if head in _DECIDE:
            return Reading(Status.OCCURRED if decided else Status.PLANNED, "decided")
        if head in _PLAN:
            return Reading(Status.PLANNED, "plan")
        if head in _CLAIM:
            return Reading(Status.CLAIMED, "cue:claim")
        if head in _ONGOING:
            return Reading(Status.ONGOING, "ongoing")
        return Reading(Status.PLANNED, "infinitive")
    if chain and chain[-1] in {"planning", "considering", "mulling", "weighing"}:
        return Reading(Status.PLANNED, "plan")
    return None


def _verb_chain(view: View, i: int) -> list[str]:
    """The verb group before ``i``, nearest first: "to", adverbs, and the word that governs "to"."""
    k = i - 1
    out: list[str] = []
    while k >= view.start and (view.lower(k) in ADVERBS or view.skip[k]):
        k -= 1
    if view.lower(k) != "to":
        return [view.lower(k)] if view.lower(k) in {"considering", "mulling", "planning", "weighing"} else []
    out.append("to")
    k -= 1
    steps = 0
    while k >= view.start and steps < 8:
        word = view.lower(k)
        if word in _DEMAND | _DECIDE | _PLAN | _CLAIM | _ONGOING:
            out.append(word)
            return out
        if word in {",", ";", "that", ":"}:
            break
        k -= 1
        steps += 1
    return out


def _negated(view: View, i: int, noun: bool, end: int) -> Reading | None:
    if noun:
        near = _before(view, i, 5)
        if any(w in _CLAIM for w in near) and any(w in {"no", "neither"} for w in near):
            return None  # "no group has claimed the bombing"
        denied = no_noun(view, i)
    else:
        denied = no_verb(view, i) or no_subject(view, i) or no_object(view, end)
    return _absent(view, i) if denied else None


def _absent(view: View, i: int) -> Reading:
    """What did not happen: a denial where somebody says so, no event where the text does."""
    speech = speech_at(view, i)
    if speech is not None and speech.speaker is not None and speech.speaker.kind != "outlet":
        return Reading(Status.DENIED, "negated-by-speaker")
    return Reading(None, "negated")


def _modal(view: View, i: int, noun: bool, decided: bool) -> Reading | None:
    if noun:
        return _light_verb(view, i)
    for word in _before(view, i, 5):
        if word in {"could", "may", "might", "should", "can", "must"}:
            return Reading(Status.HYPOTHETICAL, "modal")
        if word in {"will", "shall", "’ll", "'ll"}:
            return Reading(Status.PLANNED, "future")
        if word == "would":
            return Reading(Status.PLANNED if decided else Status.HYPOTHETICAL, "would")
        if word not in ADVERBS | BE | {"have", "has", "had", "to"}:
            return None
    return None


def _light_verb(view: View, i: int) -> Reading | None:
    """ "will hold drills", "plans to launch an attack": the verb before a noun tells how real it is."""
    before = _before(view, i, 7)
    for distance, word in enumerate(before):
        if word in _LIGHT and distance + 1 < len(before):
            lead = before[distance + 1]
            if lead in {"will", "’ll", "'ll", "to"}:
                return Reading(Status.PLANNED, "future")
            if lead in {"could", "may", "might", "would"}:
                return Reading(Status.HYPOTHETICAL, "modal")
            return None
    return None


_LIGHT = frozenset(
    {"hold", "launch", "conduct", "stage", "carry", "start", "begin", "impose", "resume", "face", "mount"}
)


def _nominal(view: View, i: int, noun: bool) -> Reading | None:
    before = _before(view, i, 6)
    if not noun:
        return Reading(Status.CLAIMED, "alleged") if any(w in _ALLEGED for w in before[:2]) else None
    for distance, word in enumerate(before):
        if word in _FEAR and distance <= 4 and (word != "against" or distance <= 1):
            return Reading(Status.PLANNED if word == "planned" else Status.HYPOTHETICAL, "feared")
        if "no" in before and word in _CLAIM:
            return None  # "no group has claimed the bombing"
        if (word in _ALLEGED and distance <= 4) or word in _CLAIM:
            return Reading(Status.CLAIMED, "claimed")
    clause_start, _ = view.clause_of(i)
    earlier = view.words(clause_start, i)
    if "no" not in earlier and any(w in _CLAIM for w in earlier):
        return Reading(Status.CLAIMED, "claimed")
    return None


def _unclaimed(view: View, i: int) -> bool:
    """ "No group has claimed the attack": who did it is told, the attack elsewhere, unless its toll is told here."""
    before = " ".join(view.words(view.start, i))
    return _UNCLAIMED.search(before) is not None and not _TOLL & set(view.words(i + 1, view.end))


def _claimed(view: View, i: int) -> Reading | None:
    """ "A video had claimed that rebels attacked X": whoever claims it, it is a claim; ", but Y denied it" a denial."""
    for k in range(i - 1, view.start, -1):
        if view.lower(k) in {";", "but", "while", "although", "though"}:
            return None
        if view.lower(k) not in _CLAIMING or any(w in {"no", "neither", "not", "nobody"} for w in _before(view, k, 4)):
            continue
        after = view.lower(k + 1)
        bare = (
            view.lower(k - 1) not in DETERMINERS
            and not _CLAUSE_BREAK & set(view.words(k + 1, i))
            and any(w in {"had", "has", "have", "was", "were"} for w in view.words(k + 2, i))
        )
        if after == "that" or (bare and after not in {"responsibility", "credit"} and not view.skip[k + 1]):
            told = " ".join(view.words(i + 1, view.end))
            return (
                Reading(Status.DENIED, "claim-denied") if _REFUTED.search(told) else Reading(Status.CLAIMED, "claimed")
            )
    return None


def _past(view: View, when: DatedSpan | None) -> bool:
    """Whether the date puts the event well before the news: see ``HISTORICAL_AFTER``."""
    if when is None:
        return False
    published = published_of(view.doc)
    if when.since:
        return False
    last: date | None = when.last
    if published is None:
        # News does not write the year of what has just happened.
        return when.year or when.past
    return when.past or (last is not None and last < published - HISTORICAL_AFTER)


def _ongoing(view: View, i: int, form: Form) -> bool:
    before = _before(view, i, 5)
    if form is Form.GERUND:
        return any(w in {"is", "are", "’re", "'re", "been"} for w in before[:3]) or (
            bool(before[:1]) and before[0] in _ONGOING
        )
    if form in {Form.SINGULAR, Form.PLURAL}:
        after = view.words(i + 1, i + 4)
        return any(w in {"ongoing"} for w in before[:3]) or (
            any(w in {"continue", "continues", "continued", "raged", "rages"} for w in after)
            and view.lower(i) not in DETERMINERS
        )
    return False
