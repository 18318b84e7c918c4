"""What the parser is known to get wrong, put right where the words leave no doubt.

One pattern so far: inverted speech behind what was said ("Haifa will cease to exist, warned X, a member of …"), which
treebanks hold with "said" but hardly with other verbs, so that the speaker becomes an object of a joined verb.
"""

from __future__ import annotations

from spacy.attrs import LEMMA
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from bot.analysis.lexicon.wordlists import words

_SAYING = words(
    "say warn add claim announce declare argue insist report write admit acknowledge explain state predict complain"
    " threaten vow promise conclude note observe recall recount reply retort stress allege assert confirm caution"
)
_NUMBERS = frozenset(get_string_id(word) for word in _SAYING)
_BEFORE = frozenset({",", "”", '"', "’", "'", "''", "—", "–"})
_BEHIND = frozenset({",", ".", ";", "—", "–", "in", "on", "at", "during", "after", "as", "from", "to"})
_LISTENERS = words("reporter journalist lawmaker parliament court police news")
_OBJECTS = frozenset({"obj", "iobj", "obl:unmarked"})
_TENSES = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN"})


@Language.component("sitrep_repairs")
def repairs(doc: Doc) -> Doc:
    """Relabels the speaker of inverted speech as subject, and its verb as put beside what was said."""
    if not doc.has_annotation("DEP"):
        return doc
    column = doc.to_array([LEMMA]).ravel().tolist()
    for i in [i for i, number in enumerate(column) if number in _NUMBERS]:
        verb = doc[i]
        speaker = _inverted(verb)
        if speaker is not None:
            speaker.dep_ = "nsubj"
            verb.dep_ = "parataxis"
    return doc


def _inverted(verb: Token) -> Token | None:
    """The speaker behind a verb of saying that stands behind a comma or a quotation, else ``None``."""
    i, doc = verb.i, verb.doc
    if verb.tag_ not in _TENSES or verb.dep_ not in {"conj", "parataxis"} or verb.head.i >= i:
        return None
    if i == 0 or doc[i - 1].text not in _BEFORE or i + 1 >= len(doc):
        return None
    speaker: Token | None = None
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubj:pass", "aux", "aux:pass", "cc", "ccomp", "xcomp", "advmod"} or child.i < i:
            if child.pos_ != "PUNCT":
                return None
        elif child.dep_ in _OBJECTS:
            if speaker is not None:
                return None
            speaker = child
    if speaker is None or speaker.left_edge.i != i + 1 or speaker.lemma_.lower() in _LISTENERS:
        return None
    titled = any(c.dep_ in {"det", "amod", "compound", "nmod:poss"} for c in speaker.children)
    if not (speaker.pos_ == "PROPN" or (speaker.pos_ == "NOUN" and titled and speaker.ent_type_ == "")):
        return None
    if speaker.pos_ == "NOUN" and not any(c.dep_ == "appos" for c in speaker.children):
        return None  # "…, claimed the title"
    last = max((c.i for c in speaker.children if c.dep_ == "flat"), default=speaker.i)
    return speaker if last + 1 >= len(doc) or doc[last + 1].text in _BEHIND else None
