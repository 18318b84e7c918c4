"""Who does what to whom, without a parse: subjects, objects and clauses of one sentence.

This is the part that a trained dependency parse replaces. It prefers silence to a guess: a phrase governed by a
preposition is no subject, a possessor is no object ("the president's record"), a pronoun is resolved only inside its
own sentence or quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.analysis import lexicon
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    NEGATIONS,
    POSSESSIVES,
    PREPOSITIONS,
    QUOTE_MARKS,
    SUBORDINATORS,
    THIRD_PERSON,
    Form,
)
from bot.analysis.windows.phrases import ACTORS, Phrase
from bot.analysis.windows.view import View

CHAIN = words(
    "preparing prepares prepare prepared plans plan planned planning decided decides decide intends "
    "intend intended agreed agrees continue continues continued continuing begin begins began begun "
    "started start starts trying tried tries attempted attempting vowed vows threatened threatens "
    "threatening pledged ordered refused failed helped managed expected set due poised ready likely "
    "able forced going have had has warned promised sought seeks seeking moved opted"
)
_RELATIVE = frozenset(["who", "which", "that"])


def passive(view: View, i: int, form: Form) -> bool:
    """Whether the verb at ``i`` stands in the passive ("was attacked", "villages attacked by")."""
    if form not in {Form.PARTICIPLE, Form.PAST_OR_PARTICIPLE, Form.BASE}:
        return False
    k = i - 1
    while k >= view.start and (view.lower(k) in ADVERBS | NEGATIONS | {"been", "being", "reportedly"}):
        if view.lower(k) in {"been", "being"}:
            return True
        k -= 1
    if view.lower(k) in BE - {"being"} or view.lower(k) in {"get", "got"}:
        return form is not Form.BASE or view.doc[i].lower_ in {"hit", "shut", "cut"}
    if form is Form.BASE or view.lower(k) in HAVE:
        return False
    return view.lower(i + 1) == "by" and view.doc[i + 1].i not in _date_tokens(view)


def _date_tokens(view: View) -> set[int]:
    return {i for i in range(view.start, view.end) if view.skip[i]}


def subject_of(view: View, i: int, *, near: bool = False) -> Phrase | None:
    """Who stands before the verb at ``i`` as its subject; ``near`` only where nothing foreign is between."""
    clause_start, _ = view.clause_of(i)
    k = i - 1
    while k >= view.start:
        lower = view.lower(k)
        if (
            lower in AUXILIARIES
            or lower in ADVERBS
            or lower in NEGATIONS
            or lower in CHAIN
            or (lower in {"several", "many", "times", "of", "getting", "making", "now"} and _adverbial(view, k))
            or view.skip[k]
            or (lower in {"on", "earlier", "in", "the", "day", "later"} and _dated(view, k))
        ):
            k -= 1
            continue
        break
    if k < view.start:
        return None
    lower = view.lower(k)
    if lower in _RELATIVE and (found := _antecedent(view, k)) is not None:
        return found
    if lower in THIRD_PERSON | {"we", "i"}:
        return _pronoun(view, k)
    phrase = view.ending_at(k)
    if phrase is not None and not _governed(view, phrase):
        return _own(view, phrase)
    if near and phrase is None and lower not in {"and", "but"}:
        return None
    for k in range(clause_start, min(clause_start + 3, i)):
        if view.lower(k) in THIRD_PERSON | {"we"}:
            return _pronoun(view, k)
    found = next(
        (
            p
            for p in view.phrases
            if clause_start <= p.start
            and p.end <= i
            and p.kind in ACTORS | {"vehicle"}
            and not _governed(view, p)
            and not _possessor(view, p)
        ),
        None,
    )
    if found is not None:
        return _own(view, found)
    for k in range(clause_start, min(clause_start + 3, i)):
        if view.lower(k) in _RELATIVE:
            return _antecedent(view, k)
    if lower in {"and", "but"} and clause_start > view.start and view.lower(clause_start) not in SUBORDINATORS:
        # "declared war and imposed a curfew": the subject of the sentence
        return next((p for p in view.phrases if p.end <= i and p.kind in ACTORS and not _governed(view, p)), None)
    return None


def _dated(view: View, k: int) -> bool:
    """ "on Wednesday", "earlier in the day": part of a date expression to be stepped over."""
    return (
        view.skip[min(k + 1, len(view.skip) - 1)]
        or (view.lower(k + 1) in {"day", "the", "in", "earlier"} and view.lower(k) in {"the", "in", "earlier"})
        or view.lower(k) == "day"
    )


def _adverbial(view: View, k: int) -> bool:
    """ "several times" and "getting ready to" between a subject and its verb."""
    return view.lower(k) in {"times", "getting", "making", "now"} or view.lower(k + 1) in {"times"}


def _governed(view: View, phrase: Phrase) -> bool:
    """Whether a preposition (or "by" of a passive) stands before the phrase, its article and modifiers."""
    k = phrase.start - 1
    modifiers = lexicon.modifiers()
    while k >= view.start and (
        view.lower(k) in DETERMINERS or view.lower(k) in modifiers or (view.skip[k] and view.alpha(k) is False)
    ):
        k -= 1
    if view.lower(k) in {"and", "or", ","}:
        other = view.ending_at(k - 1)
        if other is not None and other is not phrase and view.lower(k) != ",":
            return _governed(view, other)
    return view.lower(k) in PREPOSITIONS - SUBORDINATORS and not view.skip[k]


def _possessor(view: View, phrase: Phrase) -> bool:
    return (
        view.lower(phrase.end) in {"'s", "’s"}
        or view.text(phrase.end - 1).endswith(("s’", "s'"))
        or (view.lower(phrase.end) in {"’", "'"})
    )


def _own(view: View, phrase: Phrase) -> Phrase:
    """ "its forces": the country of what "its" stands for, where that is in the same sentence."""
    if not phrase.pronoun:
        return phrase
    owner = _pronoun(view, phrase.start - 1)
    if owner is None or not owner.codes:
        return phrase
    return Phrase(phrase.start, phrase.end, phrase.head, phrase.kind, owner.codes)


def _antecedent(view: View, k: int) -> Phrase | None:
    before = k - 1
    if view.lower(before) == ",":
        before -= 1
    return view.ending_at(before)


def _pronoun(view: View, k: int) -> Phrase | None:
    """ "we" in a quotation is its speaker; "he", "they", "its" the subject of the sentence, if that comes first."""
    lower = view.lower(k)
    if lower in {"we", "our", "us", "i", "my"}:
        return view.speaker_at(k)
    if lower not in THIRD_PERSON | POSSESSIVES:
        return None
    if view.quoted[k] and view.speaker_at(k) is None:
        return None
    for phrase in view.phrases:
        if phrase.end > k:
            return None
        if phrase.kind in ACTORS | {"outlet"} and not _governed(view, phrase) and not phrase.pronoun:
            if lower in {"he", "she", "his", "her"} and phrase.kind not in {"person", "government", "people", "armed"}:
                return None
            return phrase
    return None


def object_of(view: View, i: int, *, kinds: frozenset[str] | None = None, reach: int = 5) -> Phrase | None:
    """The phrase that follows directly at ``i`` (article, numbers and a few modifiers may stand between)."""
    k = i
    steps = 0
    while k < view.end and steps <= reach:
        phrase = view.covering(k)
        if phrase is not None:
            while _possessor(view, phrase):
                following = next((p for p in view.phrases if phrase.end < p.start <= phrase.end + 2), None)
                if following is None:
                    return None
                phrase = following
            if kinds is not None and phrase.kind not in kinds:
                return None
            return _own(view, phrase)
        lower = view.lower(k)
        if lower in CONJUNCTIONS or (lower == "that" and k > i):
            return None
        if view.skip[k] or lower in DETERMINERS or view.text(k) in QUOTE_MARKS:
            k += 1
            continue
        if (
            lower in PREPOSITIONS
            or lower in AUXILIARIES
            or lower in SUBORDINATORS
            or not (view.alpha(k) or lower == "-")
        ) and not (lower == "of" and k > i and view.skip[k - 1]):
            return None
        if k > i and view.alpha(k - 1) and view.shape(k)[0] == "x" and lower.endswith(("ing", "ly")) and steps:
            return None
        steps += 1
        k += 1
    return None


def conjoined(view: View, phrase: Phrase) -> list[Phrase]:
    """The phrase and those joined to it by commas and "and" ("Bahrain and Kuwait")."""
    out = [phrase]
    while True:
        k = out[-1].end
        if view.lower(k) not in {"and", ","}:
            return out
        k += 1
        if view.lower(k) == "and":
            k += 1
        while k < view.end and (view.lower(k) in DETERMINERS or view.skip[k]):
            k += 1
        following = view.covering(k)
        if following is None or following.start != k or following.kind != phrase.kind or _possessor(view, following):
            return out
        if view.lower(following.end) in AUXILIARIES - {"to"}:
            return out
        out.append(following)


def after_preposition(
    view: View, i: int, preps: frozenset[str], *, reach: int = 6, stop: int | None = None
) -> Phrase | None:
    """The phrase governed by the first of ``preps`` after ``i``, within ``reach`` tokens (numbers are free)."""
    steps = 0
    k = i
    limit = stop if stop is not None else view.end
    while k < limit and steps <= reach:
        if view.lower(k) in preps and not view.skip[k]:
            found = object_of(view, k + 1)
            if found is not None:
                return found
        if not view.skip[k]:
            steps += 1
        k += 1
    return None


def agent_of(view: View, i: int) -> Phrase | None:
    """Who stands after "by" behind the verb or noun at ``i``, in its clause."""
    _, end = view.clause_of(i)
    return after_preposition(view, i, frozenset({"by"}), reach=10, stop=end)


def places_in(view: View, start: int, end: int) -> Iterator[tuple[Phrase, str]]:
    """Places named in a range, each with the preposition before it ("" for none)."""
    for phrase in view.phrases:
        if phrase.start < start or phrase.end > end:
            continue
        region = phrase.kind == "thing" and phrase.codes and view.lower(phrase.head) in PLACE_NOUNS
        if phrase.kind not in {"gpe", "loc"} and not region:
            continue
        k = _before_modifiers(view, phrase.start - 1)
        if view.lower(k) == "of" and view.lower(k - 1) in PLACE_NOUNS:
            k = _before_modifiers(view, k - 2)  # "in the northern town of X"
        yield phrase, view.lower(k)


PLACE_NOUNS = words(
    "town city village district province region area suburb suburbs outskirts towns villages provinces parts port"
    " island capital state part county north south east west centre center neighbourhood neighborhood coast"
    " governorate department border quarter hills valley mountains road"
)


def _before_modifiers(view: View, k: int) -> int:
    while k >= view.start and (
        view.lower(k) in DETERMINERS
        or view.text(k) in QUOTE_MARKS
        or (view.shape(k)[:2] == "Xx" and not view.starts_sentence(k))
        or view.lower(k) in lexicon.modifiers()
    ):
        k -= 1
    return k
