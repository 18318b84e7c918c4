"""Why, when and like what: phrases that name another matter than the one told ("in response to the war in …").

A place inside such a phrase is not where the event of the sentence was; an event inside it keeps its own places.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis import lexicon
from bot.analysis.extensions import group, mask
from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import AUXILIARIES, DETERMINERS, QUOTE_MARKS, SUBORDINATORS

_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in """in response to|in retaliation|in revenge|in reprisal|in protest|in solidarity|in support of
        in memory of|in return for|in exchange for|in reaction to|in anger|in connection with|as a result of|because of
        due to|owing to|thanks to|similar to|compared to|compared with|akin to|reminiscent of|modelled on|rather than
        other than|ahead of|prior to|in the wake of|calling for|called for|to demand|to protest|to denounce|to condemn
        to avenge|to mark|to commemorate|to support|demanding|protesting|denouncing|condemning|avenging|marking
        retaliation|revenge|reprisal|reprisals|following|despite|amid|unlike|than""".replace("\n", "|").split("|")
)
_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _phrase in _PHRASES:
    _BY_FIRST.setdefault(_phrase[0], []).append(_phrase)

_OTHER_TIME = words("after before since until")
_HOURS = words("dawn dusk noon midday midnight sunrise sunset nightfall dark daybreak then that curfew prayers")
_OVER_ITSELF = words("the weekend week month past last next course night years days months weeks radio phone")
_PROTEST = words(
    "protest protests protested protesting demonstration demonstrations demonstrated demonstrating rally rallies"
    " rallied march marches marched marching anger angry outrage strike strikes"
)
_LEADS = _OTHER_TIME | {"over", "against", "at", "about"}
_REACH = 24


def _cue(doc: Doc, i: int, dated: list[bool], named: frozenset[int]) -> int:
    """How many tokens of a cue begin at ``i``; 0 for none."""
    word: str = doc[i].lower_
    for phrase in _BY_FIRST.get(word, ()):
        if all(i + n < len(doc) and doc[i + n].lower_ == part for n, part in enumerate(phrase)):
            return 0 if phrase == ("than",) and dated[i + 1] else len(phrase)
    if word not in _LEADS:
        return 0
    after = next((t for t in doc[i + 1 : i + 6] if t.lower_ not in DETERMINERS), None)
    if after is None:
        return 0
    if word in _OTHER_TIME:
        return 0 if dated[after.i] or after.lower_ in _HOURS else 1
    if word == "over":
        plain = after.is_alpha and after.i not in named and after.lower_ not in _OVER_ITSELF and not dated[after.i]
        known = after.lower_ in lexicon.head_nouns() or after.lower_ in lexicon.modifiers()
        return 1 if plain and not known else 0
    if word in {"against", "at", "about"}:
        return 1 if any(t.lower_ in _PROTEST for t in doc[max(0, i - 2) : i]) and after.i not in named else 0
    return 0


def _end(doc: Doc, start: int, clause: bool) -> int:
    """Where a phrase of reason ends: a comma, a new clause, a quotation mark, the sentence; a verb, if it is none."""
    k = start
    while k < min(len(doc), start + _REACH):
        token = doc[k]
        if token.is_sent_start or token.text in {",", ";", ":", "–", "—", "(", ")", "."} | QUOTE_MARKS:
            break
        if token.lower_ in SUBORDINATORS - {"after", "before", "since", "until", "as", "where"}:
            break
        if not clause and k > start and _finite(doc, k):
            break
        k += 1
    return k


def _finite(doc: Doc, k: int) -> bool:
    """ "protesting against power cuts stormed the offices": the verb of the sentence."""
    word = doc[k].lower_
    if word in AUXILIARIES - {"to", "'s", "’s"}:
        return True
    following = doc[k + 1] if k + 1 < len(doc) else None
    object_ = following is not None and (following.lower_ in DETERMINERS or following.shape_[:1] == "X")
    return len(word) > 4 and word.endswith("ed") and object_ and doc[k - 1].lower_ not in DETERMINERS


def _spans(doc: Doc) -> Iterator[Span]:
    dated = mask(doc, "dates")
    named = frozenset(i for span in group(doc, "names") for i in range(span.start, span.end))
    i = 0
    while i < len(doc):
        length = _cue(doc, i, dated, named)
        end = _end(doc, i + length, doc[i].lower_ in _OTHER_TIME) if length else i
        if end > i + length:
            yield Span(doc, i + length, end)
            i = end
        else:
            i += 1


@Language.component("sitrep_reasons")
def reasons(doc: Doc) -> Doc:
    """Sets the span group ``reasons``."""
    doc.spans["reasons"] = list(_spans(doc))
    return doc
