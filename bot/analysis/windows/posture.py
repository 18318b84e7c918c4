"""The posture of diplomatic missions: departures, reductions, evacuations, closures, advisories.

The wording is kept: "authorised" departure is voluntary and is never upgraded to "ordered" (3 FAM 3770).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import DETERMINERS, Form, inflect
from bot.analysis.windows.view import View

_MISSION = words(
    "embassy embassies mission missions consulate consulates diplomat diplomats legation chancery consulate-general"
    " office section"
)
_STAFF = words(
    "personnel staff staffers employees dependents dependants families workers officials diplomats "
    "members relatives spouses workforce"
)
_OFFICE = words("office offices section")
_OFFICE_OF = words("liaison representative interests representation diplomatic consular")
_NATIONALS = words(
    "citizens nationals expatriates countrymen foreigners staff personnel diplomats families dependents dependants"
)
_ORDER = {"order", "instruct", "direct"}
_VERBS: dict[str, tuple[str, frozenset[str]]] = {}
for _subtype, _words, _objects in (
    ("reduction", "reduce downsize shrink trim cut scale-back draw-down thin-out pare", _MISSION | _STAFF),
    ("reduction", "withdraw pull-out", _STAFF),
    ("evacuation", "evacuate airlift", _MISSION | _NATIONALS),
    ("closure", "close shut shutter", _MISSION),
    ("resumption", "reopen resume", _MISSION | {"services", "operations"}),
    ("suspension", "suspend halt", _MISSION | {"services", "operations"}),
):
    for _word in _words.split():
        _VERBS[_word.replace("-", " ")] = (_subtype, _objects)
_NOUNS = {
    "evacuation": ("evacuation", _MISSION | _NATIONALS),
    "drawdown": ("reduction", _MISSION | _STAFF),
    "downsizing": ("reduction", _MISSION | _STAFF),
    "reduction": ("reduction", _MISSION | _STAFF),
    "closure": ("closure", _MISSION),
    "reopening": ("resumption", _MISSION),
    "suspension": ("suspension", _MISSION | {"services"}),
}
_LEAVING = words("departure leave depart out withdrawal exit evacuation")
_AUTHORISE = words(
    "authorized authorised authorizes authorises authorize authorise authorizing authorising "
    "authorization authorisation authorizations authorisations permitted allowed"
)
_URGE = words("urged urges urging advised advises advising warned warns warning told tells")
_ADVISORIES = ("travel advisory", "travel warning", "travel alert", "security alert", "travel advice", "do not travel")


@dataclass(frozen=True, slots=True)
class Posture:
    """A posture found at tokens ``start``-``end``; ``whom`` is the token of mission or staff, where named."""

    start: int
    end: int
    form: Form
    subtype: str
    whom: int | None
    rule: str


def _verb_forms() -> dict[str, tuple[str, frozenset[str], Form]]:
    return {
        form_text: (subtype, objects, form)
        for verb, (subtype, objects) in _VERBS.items()
        for form_text, form in inflect(verb).items()
    }


_FORMS = _verb_forms()
_ORDER_FORMS = {text: form for verb in _ORDER for text, form in inflect(verb).items()}


def postures(view: View) -> Iterator[Posture]:
    """Every posture of a sentence, in text order, one for each place in it."""
    used: set[int] = set()
    advised = False
    for i in range(view.start, view.end):
        if i in used:
            continue
        found = _departure(view, i) or _verb(view, i) or _noun(view, i) or _advisory(view, i)
        if found is not None and not (advised and found.subtype == "advisory"):
            advised = advised or found.subtype == "advisory"
            used.update(range(found.start, found.end))
            if found.subtype.endswith("departure"):
                used.update(range(found.start, min(found.end + 12, view.end)))
            yield found


def _find(view: View, start: int, end: int, words: frozenset[str] | set[str]) -> int | None:
    return next((k for k in range(max(start, view.start), min(end, view.end)) if view.lower(k) in words), None)


def _departure(view: View, i: int) -> Posture | None:
    """ "ordered the departure of …", "ordered departure", "authorized nonessential staff to leave"."""
    word = view.lower(i)
    if word in {"ordered", "authorized", "authorised", "voluntary"} and view.lower(i + 1) in {
        "departure",
        "departures",
    }:
        subtype = "ordered-departure" if word == "ordered" else "authorized-departure"
        return Posture(i, i + 2, Form.SINGULAR, subtype, _staff_near(view, i + 2), f"posture.{subtype}")
    if word in _ORDER_FORMS and view.lower(i - 1) not in DETERMINERS:
        leaving = _find(view, i + 1, i + 14, _LEAVING | {"reduction"})
        staff = _staff_near(view, i + 1)
        if leaving is not None and staff is not None and not _negative(view, i):
            if view.lower(leaving) == "out" and view.lower(leaving + 1) == "of" and staff > leaving:
                return None
            passive_form = _ORDER_FORMS[word]
            return Posture(i, i + 1, passive_form, "ordered-departure", staff, "posture.ordered-departure")
        before = _staff_near(view, max(view.start, i - 8), i)
        if before is not None and leaving is not None and view.lower(i - 1) in {"were", "was", "been", "are", "being"}:
            return Posture(i, i + 1, _ORDER_FORMS[word], "ordered-departure", before, "posture.ordered-departure")
    if word in _AUTHORISE:
        leaving = _find(view, i + 1, i + 14, _LEAVING)
        staff = _staff_near(view, i + 1)
        nominal = word.startswith(("authorization", "authorisation"))
        if staff is not None and (leaving is not None or nominal):
            form = Form.PLURAL if nominal else Form.PAST_OR_PARTICIPLE
            return Posture(i, i + 1, form, "authorized-departure", staff, "posture.authorized-departure")
        if word[-2:] == "ed" and view.lower(i - 1) in {"were", "was", "been", "are"} and leaving is not None:
            before = _staff_near(view, max(view.start, i - 8), i)
            if before is not None:
                return Posture(
                    i, i + 1, Form.PAST_OR_PARTICIPLE, "authorized-departure", before, "posture.authorized-departure"
                )
    return None


def _staff_near(view: View, start: int, end: int | None = None) -> int | None:
    """Mission staff within a dozen tokens ("all nonessential personnel", "family members")."""
    stop = min(start + 12, view.end) if end is None else end
    for k in range(start, stop):
        if view.lower(k) in {"military", "troops", "soldiers", "residents", "police"}:
            return None
        if view.lower(k) in _STAFF and (_diplomatic(view)):
            return k
    return None


def _diplomatic(view: View) -> bool:
    """Whether the sentence is about a mission at all: it names one, its staff, or who runs it."""
    words = set(view.words(view.start, view.end))
    if words & (
        _MISSION
        | {
            "nonessential",
            "non-essential",
            "non-emergency",
            "dependents",
            "dependants",
            "diplomatic",
            "consular",
            "expatriate",
        }
    ):
        return True
    return {"state", "department"} <= words or {"foreign", "ministry"} <= words or {"foreign", "office"} <= words


def _negative(view: View, i: int) -> bool:
    return any(view.lower(k) in {"not", "n't", "n’t", "never"} for k in range(max(view.start, i - 3), i))


def _phrase_forms(view: View, i: int) -> tuple[str, frozenset[str], Form, int] | None:
    for length in (2, 1):
        text = " ".join(view.words(i, i + length))
        if text in _FORMS and i + length <= view.end:
            return (*_FORMS[text], length)
    return None


def _verb(view: View, i: int) -> Posture | None:
    """ "reduce their mission", "evacuate its embassy", "embassy was closed"."""
    found = _phrase_forms(view, i)
    if found is None:
        return None
    subtype, objects, form, length = found
    before = view.lower(i - 1)
    if before in DETERMINERS - {"all"}:
        return None
    if (
        form is Form.BASE
        and view.doc[i].lower_ in {"close", "cut"}
        and before not in {"to", "will", "would", "could", "may", "might", "must", "should", "not", "and"}
    ):
        return None
    whom = _object(view, i + length, objects)
    if whom is None and form in {Form.PAST_OR_PARTICIPLE, Form.PARTICIPLE, Form.BASE, Form.PAST}:
        was = any(
            view.lower(k) in {"was", "were", "been", "being", "is", "are", "be"}
            for k in range(max(view.start, i - 3), i)
        )
        if was or view.lower(i + length) in {"by"}:
            whom = _find(view, max(view.start, i - 10), i, objects)
        elif subtype in {"resumption", "suspension", "closure"} and form in {Form.PAST_OR_PARTICIPLE}:
            whom = (
                i - 1
                if view.lower(i - 1) in objects & _MISSION
                else _find(view, max(view.start, i - 4), i, objects & _MISSION)
            )
    if whom is None:
        return None
    if (
        view.lower(whom)
        in {"services", "operations", "workers", "members", "officials", "staff", "personnel", "families", "employees"}
        and not _diplomatic(view)
        and subtype != "evacuation"
    ):
        return None
    if (
        subtype == "evacuation"
        and view.lower(whom) not in _MISSION
        and not _diplomatic(view)
        and view.lower(whom) not in {"citizens", "nationals"}
    ):
        return None
    if view.lower(whom) in _OFFICE and view.lower(whom - 1) not in _OFFICE_OF:
        return None
    if view.lower(whom) in {"mission", "missions"} and not _mission_is_diplomatic(view, whom):
        return None
    return Posture(i, i + length, form, subtype, whom, f"posture.{subtype}")


def _mission_is_diplomatic(view: View, k: int) -> bool:
    """A mission, not a space, combat or training mission."""
    return not any(
        view.lower(j)
        in {"combat", "training", "space", "rescue", "peacekeeping", "moon", "bombing", "military", "counterterrorism"}
        for j in range(max(view.start, k - 3), k)
    )


def _object(view: View, start: int, words: frozenset[str]) -> int | None:
    """The mission or staff that follows as object: only articles, modifiers and possessors in between."""
    for k in range(start, min(start + 8, view.end)):
        if view.lower(k) in words:
            if view.lower(k + 1) in {"and"} or view.lower(k + 1) not in words:
                return k
            continue
        if view.lower(k) in {
            "in",
            "on",
            "by",
            "that",
            "which",
            "with",
            "against",
            "after",
            "over",
            ",",
            ".",
            "to",
            "into",
        }:
            return None
    return None


def _noun(view: View, i: int) -> Posture | None:
    entry = _NOUNS.get(view.lower(i))
    if entry is None:
        return None
    subtype, objects = entry
    whom = None
    if view.lower(i + 1) in {"of", "at", "in"}:
        whom = _object(view, i + 2, objects)
    elif view.lower(i - 1) in objects:
        whom = i - 1
    if (
        whom is None
        or view.lower(i - 1) in {"no"}
        or (view.lower(whom) in {"families", "staff", "personnel"} and not _diplomatic(view))
    ):
        return None
    return Posture(i, i + 1, Form.SINGULAR, subtype, whom, f"posture.{subtype}")


def _advisory(view: View, i: int) -> Posture | None:
    """ "raised its travel advisory", "urged its citizens to leave", "Level 4: Do Not Travel"."""
    for phrase in _ADVISORIES:
        words = phrase.split()
        if view.words(i, i + len(words)) == words:
            return Posture(i, i + len(words), Form.SINGULAR, "advisory", None, "posture.advisory")
    if view.lower(i) in _URGE:
        whom = _find(view, i + 1, i + 6, {"citizens", "nationals", "travellers", "travelers"})
        if (
            whom is not None
            and _find(
                view,
                whom + 1,
                whom + 7,
                {"leave", "depart", "travel", "travelling", "traveling", "avoid", "shelter", "flee"},
            )
            is not None
        ):
            form = Form.PAST_OR_PARTICIPLE if view.lower(i).endswith("ed") else Form.PAST
            return Posture(i, i + 1, form, "advisory", whom, "posture.advisory")
    return None
