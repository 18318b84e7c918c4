"""English tokens: spaCy's, with the reference marks of encyclopaedias ("Iraq.[3]") and glued brackets cut off."""

from __future__ import annotations

from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

_MARK = r"\[\d{1,3}(?:\]|$)"  # spaCy has taken a closing bracket at the end of the word away before it looks inside
_INFIXES = (
    rf"(?<=[\w)\]\"'”’])[.,;:!?…](?={_MARK})",
    rf"\[(?={_MARK[2:]})",
    r"(?<=\d)\](?=\[)",
    r"(?<=[a-z])\((?=[A-Z])",
)


def english() -> Language:
    """A blank English pipeline that cuts words as the weights were trained to read them."""
    nlp = spacy.blank("en")
    tokeniser: Any = nlp.tokenizer
    tokeniser.infix_finditer = compile_infix_regex([*_INFIXES, *(nlp.Defaults.infixes or [])]).finditer
    return nlp
