"""English tokens: spaCy's, with reference marks ("Iraq.[3]"), glued brackets and the stop behind "X" cut off."""

from __future__ import annotations

from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

_MARK = r"\[\d{1,3}(?:\]|$)"  # spaCy has taken a closing bracket at the end of the word away before it looks inside
_INFIXES = (
    rf"(?<=[\w)\]\"'”’])[.,;:!?…](?={_MARK})",
    rf"\[(?={_MARK[2:]})",
    r"(?<=\d)\](?=\[)",
    r"(?<=[a-z])\((?=[A-Z])",
)

_REMEMBERED = 50_000
"""Pieces of text between white space whose tokens are remembered."""


def english() -> Language:
    """A blank English pipeline that cuts words as the weights were trained to read them."""
    nlp = spacy.blank("en")
    tokeniser: Any = nlp.tokenizer
    tokeniser.max_cache_size = _REMEMBERED
    tokeniser.infix_finditer = compile_infix_regex([*_INFIXES, *(nlp.Defaults.infixes or [])]).finditer
    tokeniser.add_special_case("X.", [{"ORTH": "X"}, {"ORTH": "."}])  # "wrote on X."
    return nlp


def tokens_of(nlp: Language, text: str) -> Doc:
    """The tokens of a text, as ``nlp.make_doc`` has them.

    What is new between white space is cut by itself first: behind the first contraction of a text spaCy remembers
    nothing, and cuts the same words anew in every text.
    """
    seen = _seen(nlp)
    if len(seen) < _REMEMBERED:
        new = set(text.split()) - seen
        for piece in new:
            nlp.tokenizer(piece)
        seen |= new
    return nlp.make_doc(text)


@cache
def _seen(nlp: Language) -> set[str]:
    return set()
