"""Where trigger words stand, and whether each is a verb or a noun there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.analysis import lexicon
from bot.analysis.extensions import mask
from bot.analysis.lexicon import Trigger
from bot.analysis.lexicon.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    Form,
    inflect,
    pluralise,
)
from bot.analysis.windows.view import View

_SAME_PAST = frozenset({"hit", "cut", "shut", "set", "put", "beat", "overrun"})
_SHOT = frozenset({"shell", "shells", "rocket", "rockets", "missile", "missiles", "bomb", "bombs", "mortars"})
NOUN_FORMS = frozenset({Form.SINGULAR, Form.PLURAL})


@dataclass(frozen=True, slots=True)
class Hit:
    """Trigger words at tokens ``start``-``end`` (exclusive), read in one form."""

    start: int
    end: int
    trigger: Trigger
    form: Form

    @property
    def noun(self) -> bool:
        """Whether it is a noun here."""
        return self.form in NOUN_FORMS


class TriggerFinder:
    """A ``PhraseMatcher`` over every form of every trigger; blocked phrases and datelines take their words away."""

    def __init__(self, nlp: Language, triggers: Iterable[Trigger]) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.blocked = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.blocked.add("blocked", [nlp.make_doc(words) for words in lexicon.phrases("blocked")])
        self.entries: dict[str, tuple[Trigger, Form]] = {}
        for trigger in triggers:
            for words, form in forms_of(trigger):
                key = f"{trigger.id}/{form}/{words}"
                self.entries[key] = (trigger, form)
                self.matcher.add(key, [nlp.make_doc(words)])

    def __call__(self, doc: Doc) -> list[list[Hit]]:
        """For each place with trigger words, longest first, the possible readings, in text order."""
        taken = mask(doc, "datelines")
        for span in doc.spans.get("names", []):
            if span.id_ not in {"weapon", "vehicle", "demonym"}:
                taken[span.start : span.end] = [True] * (span.end - span.start)
        armed = {s.end for s in doc.spans.get("names", []) if s.id_ in {"weapon", "vehicle"}}
        for _, start, end in self.blocked(doc):
            if start not in armed and not (start and doc[start - 1].lower_ in _SHOT):  # "shells hit the market"
                taken[start:end] = [True] * (end - start)
        places: dict[tuple[int, int], list[Hit]] = {}
        for key, start, end in self.matcher(doc):
            trigger, form = self.entries[doc.vocab.strings[key]]
            places.setdefault((start, end), []).append(Hit(start, end, trigger, form))
        out: list[list[Hit]] = []
        for start, end in sorted(places, key=lambda at: (at[0] - at[1], at[0])):
            if not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                out.append(places[start, end])
        return sorted(out, key=lambda hits: hits[0].start)


def forms_of(trigger: Trigger) -> Iterable[tuple[str, Form]]:
    """Every spelling of a trigger with its form."""
    for verb in trigger.verbs:
        yield from inflect(verb).items()
    for noun in trigger.nouns:
        yield noun, Form.SINGULAR
        yield pluralise(noun), Form.PLURAL
    for phrase in trigger.phrases:
        yield phrase, Form.PAST


def readings(view: View, hits: list[Hit]) -> list[Hit]:
    """The readings that the words around allow, verbs before nouns."""
    verbs = [h for h in hits if not h.noun and is_verb(view, h)]
    if verbs:
        return verbs
    return [h for h in hits if h.noun and is_noun(view, h)]


def is_verb(view: View, hit: Hit) -> bool:
    """Whether the words before and after let the form be a verb."""
    k = hit.start - 1
    while k >= view.start and (view.lower(k) in ADVERBS or (view.lower(k) in NEGATIONS and view.lower(k) != "no")):
        k -= 1
    before = view.lower(k)
    after = view.lower(hit.end)
    if hit.form is Form.BASE:
        if before in MODALS | DO | {"to", "not", "n't", "n’t"}:
            return before not in {"'s", "’s"}
        if view.lower(hit.start) in _SAME_PAST and (before in BE | HAVE or view.ending_at(k) is not None):
            return True
        phrase = view.ending_at(k)
        plural = phrase is not None and (
            view.lower(k).endswith(("s", "men", "people", "police", "troops")) and phrase.kind != "gpe"
        )
        return (plural or before in {"they", "we", "who", "and"}) and (
            after in DETERMINERS or view.covering(hit.end) is not None
        )
    if hit.form is Form.PRESENT:
        if before in DETERMINERS | PREPOSITIONS | {"and", "or", ",", "-", "’s", "'s"} - {"who"} or (
            view.skip[k] and k >= view.start
        ):
            return False
        phrase = view.ending_at(k)
        named = phrase is not None and phrase.kind != "thing"
        return (named or before in {"who", "which", "it", "he", "she", "that"}) and (
            after in DETERMINERS
            or view.covering(hit.end) is not None
            or view.skip[min(hit.end, view.end - 1)]
            or (after in hit.trigger.preps and hit.trigger.type not in {"ASSAULT"})
        )
    if hit.form is Form.GERUND:
        return before not in DETERMINERS | {"of", "’s", "'s"} or (
            before in {"of", "from", "by", "for", "after", "in"}
            and (after in DETERMINERS or view.covering(hit.end) is not None)
        )
    # past and participle: not as an adjective ("the abducted girls", "injured soldiers")
    if before in DETERMINERS and after and view.covering(hit.end) is not None:
        return False
    return not (before in PREPOSITIONS and before not in {"by", "after", "since"})


def is_noun(view: View, hit: Hit) -> bool:
    """A noun is not what follows "to" or a modal, nor a modifier of another noun ("attack helicopter")."""
    before = view.lower(hit.start - 1)
    if before in MODALS | DO | PRONOUNS - {"which", "you"} and before not in {"'s", "’s"}:
        return False
    if before == "to" and hit.form is Form.SINGULAR and hit.end - hit.start == 1:
        return False
    following = view.covering(hit.end)
    if (
        following is not None
        and following.start <= hit.end
        and following.kind in {"weapon", "vehicle", "thing", "force", "armed"}
        and hit.form is Form.SINGULAR
    ):
        return False
    return view.lower(hit.end) not in {"-"} and before not in AUXILIARIES - BE - HAVE - {"to"}
