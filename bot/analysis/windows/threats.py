"""Threats: one THREATEN event each; what is threatened is no event of its own.

A threat needs somebody who threatens. "The dispute threatens the talks" is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.analysis.lexicon.wordlists import listed, words
from bot.analysis.lexicon.words import ADVERBS, NEGATIONS, Form, inflect
from bot.analysis.windows.grammar import after_preposition, agent_of, object_of, passive, subject_of
from bot.analysis.windows.labour import laid_down
from bot.analysis.windows.phrases import ACTORS, Phrase
from bot.analysis.windows.view import View

VIOLENT = frozenset(
    word
    for verb in listed(
        "strike attack target bomb invade destroy kill shell hit shoot retaliate avenge punish crush "
        "annihilate burn ambush assassinate execute kidnap bombard eliminate storm raid fire launch wipe "
        "shut close respond sink seize retake block blow hunt resume escalate"
    )
    for word in inflect(verb)
) | words(
    "force forced war retaliation attacks strikes attack strike consequences revenge response "
    "casualties missiles bombs aggression violence bloodshed action fire"
)
_THREATEN = inflect("threaten")
_VOW = {text: form for verb in ("vow", "pledge", "swear") for text, form in inflect(verb).items()}
_WARN = {text: form for verb in ("warn", "say") for text, form in inflect(verb).items()}
_RETALIATE = words("respond retaliate strike attack target destroy bomb")
_ANSWERED = words("answered met punished avenged retaliated")
_SUFFER = words("pay face suffer regret bear")
_TARGETS = ACTORS | {"thing"}


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat at tokens ``start``-``end``."""

    start: int
    end: int
    form: Form
    actor: Phrase
    target: Phrase | None
    violent: bool
    rule: str


def threats(view: View) -> Iterator[Threat]:
    """Every threat of a sentence."""
    seen: set[tuple[int, int]] = set()
    for i in range(view.start, view.end):
        word = view.lower(i)
        found: Threat | None = None
        if word in _THREATEN:
            found = _threatened(view, i, _THREATEN[word])
        elif word in _VOW:
            found = _vowed(view, i, _VOW[word])
        elif word in _WARN and (word.startswith("warn") or _strong(view, i)):
            found = _warned(view, i, _WARN[word])
        elif word in {"will", "’ll", "'ll"} and view.quoted[i] and view.lower(i - 1) in {"we", "i"}:
            found = _we_will(view, i)
        if found is not None and _strikes(view, found):
            found = replace(found, violent=False, target=None)
        if found is not None and (found.start, found.end) not in seen:
            seen.add((found.start, found.end))
            yield found


def _violent(view: View, start: int, end: int) -> bool:
    told = view.words(start, end)
    labour = any(pair in {("a", "strike"), ("on", "strike")} for pair in pairwise(told))
    return not labour and any(word in VIOLENT for word in told)


def _strikes(view: View, threat: Threat) -> bool:
    """ "The union said it would strike if …": work is laid down, nobody is hit."""
    told = set(view.words(threat.start, view.end)) & VIOLENT
    return (
        bool(told)
        and told <= {"strike", "strikes", "striking", "action"}
        and laid_down(view, threat.start, [threat.actor], [])
    )


def _negated(view: View, i: int) -> bool:
    return any(view.lower(k) in NEGATIONS for k in range(max(view.start, i - 3), i))


def _who(view: View, i: int) -> Phrase | None:
    """The subject; behind "and" the one who spoke before ("demanded that the officer be named and threatened to …")."""
    if view.lower(i - 1) in {"and", "but"}:
        said = next((s for s in view.speeches() if s.cue == i and s.speaker is not None), None)
        if said is not None:
            speaker: Phrase = said.speaker
            return speaker
    return subject_of(view, i, near=True)


def _threatened(view: View, i: int, form: Form) -> Threat | None:
    if _negated(view, i) or view.lower(i - 1) in {"the", "a", "life", "-"}:
        return None
    end = view.end
    if view.lower(i - 1) != "," and (trailing := _trailing(view, i, form)) is not None:
        return trailing
    if passive(view, i, form):
        actor = agent_of(view, i + 1)
        target = subject_of(view, i)
        if actor is None or target is None or actor.kind not in ACTORS:
            return None
        return Threat(i, i + 1, form, actor, target, True, "threat.passive")
    actor = _who(view, i)
    if actor is None or actor.kind not in ACTORS:
        return None
    if view.lower(i + 1) == "to":
        return Threat(
            i,
            i + 1,
            form,
            actor,
            _infinitive_target(view, i + 2, actor),
            _violent(view, i + 2, i + 14),
            "threat.to-verb",
        )
    if view.lower(i + 1) == "that" or view.quoted[min(i + 1, end - 1)]:
        return Threat(
            i, i + 1, form, actor, _first_other(view, i + 2, actor), _violent(view, i + 2, end), "threat.that"
        )
    target = object_of(view, i + 1, kinds=_TARGETS)
    if target is not None:
        return Threat(
            i,
            i + 1,
            form,
            actor,
            target,
            _violent(view, target.end, end) or view.lower(target.end) not in {"with"},
            "threat.object",
        )
    if _violent(view, i + 1, i + 6):
        return Threat(
            i,
            i + 1,
            form,
            actor,
            after_preposition(view, i + 1, frozenset({"against", "on"}), reach=7),
            True,
            "threat.act",
        )
    return None


def _trailing(view: View, i: int, form: Form) -> Threat | None:
    """ "…, X threatened.": the threat stands before the one who speaks it."""
    actor = view.ending_at(i - 1)
    if actor is None or actor.kind not in ACTORS or view.lower(i + 1) not in {".", "", ",", "on", "in", "after"}:
        return None
    comma = actor.start - 1
    while comma > view.start and view.lower(comma) != "," and view.covering(comma) is None and comma > actor.start - 5:
        comma -= 1
    if view.lower(comma) != ",":
        return None
    for k in range(view.start, comma):
        if view.lower(k) in {"will", "would"} and any(w in VIOLENT for w in _verbs_after(view, k)):
            return Threat(i, i + 1, form, actor, _infinitive_target(view, k + 1, actor), True, "threat.trailing")
    return None


def _vowed(view: View, i: int, form: Form) -> Threat | None:
    if _negated(view, i) or passive(view, i, form):
        return None
    actor = _who(view, i)
    if actor is None or actor.kind not in ACTORS:
        return None
    if view.lower(i + 1) == "to" and view.words(i + 2, i + 4) and any(w in VIOLENT for w in view.words(i + 2, i + 4)):
        return Threat(i, i + 1, form, actor, _infinitive_target(view, i + 2, actor), True, "threat.vow")
    if view.lower(i + 1) in {"revenge", "retaliation", "retribution"} or view.lower(i + 2) in {
        "revenge",
        "retaliation",
        "retribution",
    }:
        return Threat(
            i, i + 1, form, actor, after_preposition(view, i + 1, frozenset({"against", "on"})), True, "threat.vow"
        )
    return None


def _warned(view: View, i: int, form: Form) -> Threat | None:
    """ "warned that it would strike …", "warned Israel that any attack would be met with …"."""
    if _negated(view, i) or passive(view, i, form):
        return None
    actor = _who(view, i)
    if actor is None or actor.kind not in ACTORS - {"people"}:
        return None
    for k in range(i + 1, min(i + 24, view.end)):
        if view.lower(k) in {"will", "would"} and any(w in _ANSWERED for w in view.words(k + 1, k + 4)):
            return Threat(i, i + 1, form, actor, _whose_act(view, actor), True, "threat.warn-answer")
        if view.lower(k) in {"will", "would"} and any(w in _SUFFER for w in _verbs_after(view, k)):
            victim = view.ending_at(k - 1)
            if victim is None or victim.kind not in ACTORS or set(victim.codes) & set(actor.codes):
                return None
            return Threat(i, i + 1, form, actor, victim, True, "threat.warn-price")
        if view.lower(k) in {"will", "would"} and any(w in VIOLENT for w in _verbs_after(view, k)):
            subject = view.ending_at(k - 1)
            own = view.lower(k - 1) in {"it", "they", "he", "she", "we"} or _own_forces(view, k, actor)
            own = own or (subject is not None and view.lower(subject.start - 1) in {"its", "his", "her", "their"})
            if not own:
                return None
            listener = object_of(view, i + 1, kinds=_TARGETS) if view.lower(i).startswith("warn") else None
            if listener is not None and (listener.end >= k or set(listener.codes) & set(actor.codes)):
                listener = None
            target = listener or _infinitive_target(view, k + 1, actor) or _whose_act(view, actor)
            return Threat(i, i + 1, form, actor, target, True, "threat.warn")
    return None


def _strong(view: View, i: int) -> bool:
    """Of "said" only retaliation under a condition is a threat: "said it would respond with force if …"."""
    conditional = any(view.start <= s.start < view.end for s in view.doc.spans["conditions"])
    return conditional and any(w in _RETALIATE for w in view.words(i + 1, i + 12)) and not view.quoted[i]


def _whose_act(view: View, actor: Phrase) -> Phrase | None:
    """The one whose act is the condition of the threat ("if US troops set foot on its soil")."""
    for span in view.doc.spans["conditions"]:
        for phrase in view.phrases:
            if span.start <= phrase.start < span.end and phrase.codes and not set(phrase.codes) & set(actor.codes):
                return phrase
    return None


def _verbs_after(view: View, k: int) -> list[str]:
    return [w for w in view.words(k + 1, k + 4) if w not in ADVERBS]


def _own_forces(view: View, k: int, actor: Phrase) -> bool:
    phrase = view.ending_at(k - 1)
    return (
        phrase is not None
        and bool(set(phrase.codes) & set(actor.codes))
        and phrase.kind in {"gpe", "force", "org", "group", "government"}
    )


def _we_will(view: View, i: int) -> Threat | None:
    """ "We will target them": in a quotation, by its speaker."""
    verbs = [w for w in view.words(i + 1, i + 4) if w not in ADVERBS]
    if (
        not verbs
        or verbs[0] not in VIOLENT - {"resume", "close", "respond", "force", "action", "fire", "launch", "block"}
        or _negated(view, i + 2)
    ):
        return None
    actor = view.speaker_at(i)
    if actor is None or actor.kind not in ACTORS:
        return None
    k = next(k for k in range(i + 1, i + 4) if view.lower(k) == verbs[0])
    return Threat(k, k + 1, Form.BASE, actor, object_of(view, k + 1, kinds=_TARGETS), True, "threat.we-will")


def _infinitive_target(view: View, i: int, actor: Phrase) -> Phrase | None:
    """Against whom the threatened act goes: its object, or what follows "against", "on", "at"."""
    k = i
    while k < view.end and view.lower(k) in ADVERBS:
        k += 1
    found = object_of(view, k + 1, kinds=_TARGETS)
    if found is None:
        found = after_preposition(
            view, k + 1, frozenset({"against", "on", "at", "from", "into"}), reach=7, stop=view.clause_of(i)[1]
        )
    if found is None or found.kind not in _TARGETS or found == actor:
        return None
    return found


def _first_other(view: View, i: int, actor: Phrase) -> Phrase | None:
    """The first country, group or person of the threatened clause that is not the one who threatens."""
    for phrase in view.phrases:
        if phrase.start < i:
            continue
        if phrase.kind in {"gpe", "org", "group", "force", "government", "person"} and not (
            set(phrase.codes) & set(actor.codes)
        ):
            return phrase
    return None
