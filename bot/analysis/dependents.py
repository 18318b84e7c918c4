"""The dependents and governors of a token, and what they tell at once.

Dependents are found once a text: asking spaCy each time costs more than all rules together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import count
from typing import Any, TypeVar

from spacy.tokens import Doc, Token

from bot.analysis.columns import Columns

_Found = TypeVar("_Found")
_CLAUSES = frozenset(
    {"root", "ROOT", "ccomp", "xcomp", "advcl", "advcl:relcl", "acl", "acl:relcl", "csubj", "csubj:pass", "parataxis"}
)
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "hardly"})


class Word(Token):
    """A token whose attributes that the rules ask for most are plain ones, as they were when it was made."""

    __slots__ = ("dep_", "head", "i", "lemma_", "lower_", "pos_", "tag_", "text")

    def __getattr__(self, name: str) -> Token:
        """A root is its own head (were it kept as such, every text would have to wait for the garbage collector)."""
        if name == "head":
            return self
        raise AttributeError(name)

    @property
    def children(self) -> Iterator[Token]:
        """Its dependents in the order of the text."""
        return iter(children(self))

    @property
    def lefts(self) -> Iterator[Token]:
        """Its dependents before it."""
        return iter(lefts(self))

    @property
    def rights(self) -> Iterator[Token]:
        """Its dependents behind it."""
        return iter(rights(self))


_CHILDLESS: list[Token] = []


class Index:
    """The tokens of one text with their dependents: asking spaCy each time costs more than all rules together."""

    __slots__ = ("answers", "columns", "dependents", "doc", "parsed", "tokens")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.answers: dict[Any, Any] = {}
        self.parsed = doc.has_annotation("DEP")
        self.columns = columns = Columns(doc)
        words: list[Any] = []  # spaCy declares what is set here as read-only
        vocab, add = doc.vocab, words.append
        every = zip(columns.words, columns.lower, columns.lemmas, columns.pos, columns.tags, columns.deps, strict=True)
        for i, (text, lower, lemma, pos, tag, dep) in enumerate(every):
            word: Any = Word(vocab, doc, i)
            word.i, word.text, word.lower_, word.lemma_ = i, text, lower, lemma
            word.pos_, word.tag_, word.dep_ = pos, tag, dep
            add(word)
        dependents: list[list[Token]] = [_CHILDLESS] * len(doc)
        for i, head in enumerate(columns.heads):
            if head != i:
                words[i].head = words[head]
                if dependents[head] is _CHILDLESS:
                    dependents[head] = [words[i]]
                else:
                    dependents[head].append(words[i])
        self.tokens: list[Token] = words
        self.dependents = dependents


_index: Index | None = None
"""The last text asked about. One slot: a text is read from beginning to end before the next."""


def index(doc: Doc, *, fresh: bool = False) -> Index:
    """The index of a text; ``fresh`` where its tree may have changed."""
    global _index
    found = _index
    if found is None or found.doc is not doc or fresh:
        found = _index = Index(doc)
    return found


_asked = count(1)


def remembered(ask: Callable[[Token], _Found]) -> Callable[[Token], _Found]:
    """A question about one token whose answer stays the same while its text is read; callers do not change it."""
    number = next(_asked) << 32

    @wraps(ask)
    def answer(token: Token) -> _Found:
        found = _index
        if found is None or found.doc is not token.doc:
            found = index(token.doc)
        key = number + token.i
        try:
            known: _Found = found.answers[key]
        except KeyError:
            known = found.answers[key] = ask(token)
        return known

    return answer


def tokens(doc: Doc) -> list[Token]:
    """The tokens of a text as a list, made once."""
    return index(doc).tokens


def children(token: Token) -> list[Token]:
    """The dependents of a token in the order of the text. Not to be changed by the caller."""
    found = _index
    if found is None or found.doc is not token.doc:
        found = index(token.doc)
    return found.dependents[token.i]


def lefts(token: Token) -> list[Token]:
    """The dependents before a token."""
    at = token.i
    return [c for c in index(token.doc).dependents[at] if c.i < at]


def rights(token: Token) -> list[Token]:
    """The dependents behind a token."""
    at = token.i
    return [c for c in index(token.doc).dependents[at] if c.i > at]


def governors(token: Token) -> Iterator[Token]:
    """The heads of a token, upwards to the root of its sentence (the token itself left out)."""
    at = token
    for _ in range(256):
        head = at.head
        if head.i == at.i:
            return
        yield head
        at = head


def negated(token: Token) -> bool:
    """Whether "not", "never", "no" hangs on the token ("no attack", "did not attack")."""
    for child in children(token):
        if child.dep_ in {"advmod", "det", "cc:preconj", "cc", "neg", "case"} and child.lower_ in _NEGATIONS:
            return child.lower_ != "nor" or child.i < token.i
    return False


def is_predicate(token: Token) -> bool:
    """A verb, or a noun or adjective with a copula."""
    return token.pos_ in {"VERB", "AUX"} or any(c.dep_ in {"cop", "nsubj", "nsubj:pass"} for c in children(token))


def clause_of(token: Token) -> Token:
    """The head of the clause a token stands in: the nearest verb or predicate, the token itself included."""
    at = token
    for _ in range(256):
        if at.dep_ in _CLAUSES or at.head.i == at.i or (at.pos_ == "VERB" and at.dep_ not in {"amod", "compound"}):
            return at
        if at.dep_ == "conj" and is_predicate(at):
            return at
        at = at.head
    return at
