"""Conditions: the clause or phrase under which something is said to happen, and the verbs that hang on it.

"If", "unless", "should it", "in the event of", "provided that", "as long as", "without a deal", inside quotations too,
before or behind the main clause. No conditions: indirect questions ("asked if"), likeness ("as if"), concessions
("even if"), anonymity ("on condition of anonymity"), bare asides ("if necessary").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events.scan import lowers
from bot.analysis.extensions import group
from bot.analysis.lexicon.wordlists import words

_OPENERS = words(
    "if unless should were had provided providing assuming supposing barring absent case event long condition absence"
    " without"
)
_ASKING = words(
    "ask wonder know see determine decide check doubt question clear unclear sure unsure certain uncertain learn"
    " establish investigate examine assess tell understand remember find test inquire enquire unknown care matter"
    " consider discuss debate clarify verify"
)
"""Behind these "if" asks a question."""
_WEIGHING = words("consider discuss examine study determine decide see")
""" "Would consider the use of force if …": what they weigh is told already."""
_NOT_AFTER = words("as even what")
_ASIDES = words(
    "necessary possible so any not ever only anything true needed need applicable appropriate required desired"
    " anything confirmed"
)
_SAYING = words("say add tell warn threaten report note write state declare announce according insist stress vow")
_BARE = words(
    "deal agreement accord ceasefire truce peace settlement progress guarantee solution breakthrough action change"
    " permission approval authorisation authorization consent compromise concession response answer mandate"
)
"""Nouns whose lack is a condition ("without a deal, …"); "without warning", "without evidence" are none."""
_FUTURE = words("will would could may might can shall ’ll 'll wo ca ’d 'd must")
_INVERTED = words("should were had")
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "expl"})
_ADVERBIAL = frozenset({"advcl", "xcomp", "advcl:relcl", "ccomp", "parataxis", "conj", "acl", "dep", "csubj"})
_DOWN = frozenset({"conj", "xcomp", "ccomp", "obj", "obl", "nmod", "iobj", "advmod", "acl", "csubj", "parataxis",
                   "nsubj", "nsubj:pass", "advcl", "amod", "compound"})  # fmt: skip
"""Dependents that stand under the condition of their head; relative clauses do not."""
_MARKS = frozenset({"“", "”", '"', "«", "»", "„"})
_CLOSING = frozenset({"”", '"', "»", "’", "'", "''", "’’"})
_TRAILING = frozenset({",", ".", ";", "!", "?", ":", "–", "—", "--", "-", "..."})
_REACH = 40
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition at tokens ``start``-``end`` (exclusive); ``head`` is its verb or noun.

    ``governs`` is the head of the clause that hangs on it, -1 where the text does not say; ``opener`` the words that
    open it.
    """

    start: int
    end: int
    head: int
    governs: int
    opener: str


class Conditions:
    """The conditions of a text, asked by token."""

    def __init__(self, found: Sequence[Condition]) -> None:
        self.all: tuple[Condition, ...] = tuple(found)
        self._starts = [c.start for c in self.all]
        self._governing = {c.governs: c for c in reversed(self.all) if c.governs >= 0}

    def covering(self, index: int) -> Condition | None:
        """The condition that token ``index`` is part of."""
        at = bisect_right(self._starts, index) - 1
        return self.all[at] if at >= 0 and index < self.all[at].end else None

    def governing(self, token: Token) -> Condition | None:
        """The condition under which what ``token`` tells happens: that of its verb or of a verb it hangs on."""
        if not self._governing:
            return None
        at = token
        for _ in range(_DEPTH):
            found = self._governing.get(at.i)
            if found is not None and not found.start <= token.i < found.end:
                return found
            if at.head.i == at.i or at.dep_ not in _DOWN:
                return None
            at = at.head
        return None

    def within(self, start: int, end: int) -> Condition | None:
        """The first condition that opens in tokens ``start``-``end``."""
        k = bisect_right(self._starts, start - 1)
        return self.all[k] if k < len(self.all) and self.all[k].start < end else None

    def under(self, token: Token, start: int, end: int) -> Condition | None:
        """The first condition in tokens ``start``-``end`` whose clause hangs, however deep, on ``token``."""
        for k in range(bisect_right(self._starts, start - 1), len(self.all)):
            found = self.all[k]
            if found.start >= end:
                return None
            at = tree.tokens(token.doc)[found.head]
            for _ in range(_DEPTH):
                if at.i == token.i:
                    return found
                if at.head.i == at.i or (at.head.i == token.i and at.dep_ in {"conj", "parataxis"}):
                    break
                at = at.head
        return None


def find_conditions(doc: Doc) -> Conditions:
    """The conditions of a parsed text, ordered, none inside another; empty for a text without a tree."""
    if not doc.has_annotation("DEP"):
        return Conditions(())
    quotes = [(q.start, q.end) for q in group(doc, "quotes")]
    found: list[Condition] = []
    tokens = tree.tokens(doc)
    for i in lowers(doc, _OPENERS):
        found.extend(c for c in _at(tokens[i], quotes) if not found or c.start >= found[-1].end)
    return Conditions(found)


def _at(token: Token, quotes: list[tuple[int, int]]) -> Iterator[Condition]:
    word = token.lower_
    if word in {"if", "unless"}:
        got = _clause(token)
    elif word in _INVERTED:
        got = _inverted(token)
    elif word in {"provided", "providing", "assuming", "supposing"}:
        got = _participle(token)
    elif word == "long":
        got = _as_long_as(token)
    elif word in {"case", "event", "condition", "absence"}:
        got = _phrase(token)
    else:
        got = _lack(token)
    if got is not None:
        opener, head, governs = got
        span = _extent(opener, head, governs, quotes)
        if span is not None:
            words_ = " ".join(t.lower_ for t in tree.tokens(token.doc)[opener.i : max(opener.i, token.i) + 1])
            yield Condition(span[0], span[1], head.i, -1 if governs is None else governs.i, words_)


def _verb_marked_by(mark: Token) -> Token | None:
    """The clause that a conjunction opens."""
    if mark.dep_ in {"fixed", "conj", "goeswith"}:
        mark = mark.head
    return mark.head if mark.head.i != mark.i and mark.dep_ in {"mark", "advmod", "case", "cc", "dep"} else None


def _main(head: Token) -> Token | None:
    hung = next((c for c in head.rights if _is_main(c)), None)
    if hung is not None:
        return hung
    return head.head if head.head.i != head.i else None


def _clause(mark: Token) -> tuple[Token, Token, Token | None] | None:
    doc = tree.tokens(mark.doc)
    before = doc[mark.i - 1].lower_ if mark.i else ""
    after = doc[mark.i + 1].lower_ if mark.i + 1 < len(doc) else ""
    if before in _NOT_AFTER or (mark.lower_ == "if" and after in _ASIDES):
        return None
    head = _verb_marked_by(mark)
    if head is None or head.i < mark.i:
        return None
    main = _main(head)
    if mark.lower_ == "if" and main is not None and main.i < mark.i and main.lemma_.lower() in _ASKING:
        near = all(doc[k].dep_ not in {"punct", "ccomp"} for k in range(main.i + 1, mark.i))
        near = near and not (main.lemma_ in _WEIGHING and any(c.dep_ == "obj" and c.i < mark.i for c in main.children))
        if head.dep_ in {"ccomp", "csubj", "xcomp", "advcl", "acl"} and near:
            return None
    return mark, head, main


def _inverted(aux: Token) -> tuple[Token, Token, Token | None] | None:
    """ "Should it attack, …", "Were Iran to attack, …": the auxiliary stands before its subject."""
    head = aux.head
    main = _main_behind(aux)
    if main is not None and head.i > aux.i and main.i != head.i:
        return aux, head, main
    if aux.dep_ not in {"aux", "cop", "aux:pass"} or head.dep_ not in _ADVERBIAL or head.i < aux.i:
        return None
    if not any(c.dep_ in _SUBJECTS and c.i > aux.i for c in head.children):
        return None
    if any(c.dep_ in {"mark", "advmod", "obj", "obl", *_SUBJECTS} and c.i < aux.i for c in head.children):
        return None  # "why should they"; "two were shot, a nurse said", where the tree gives "shot" both subjects
    last = aux.sent[-1] if head.dep_ != "advcl" else None
    if last is not None and last.text == "?":
        return None
    return aux, head, _main(head)


def _main_behind(aux: Token) -> Token | None:
    """The verb with "will" behind the comma of a sentence that "should" or "were" opens, whatever the tree says."""
    doc = tree.tokens(aux.doc)
    opens = aux.is_sent_start or (aux.i > 0 and doc[aux.i - 1].text in _MARKS)
    if not opens or aux.i + 1 >= len(doc) or doc[aux.i + 1].pos_ not in {"PRON", "PROPN", "NOUN", "DET", "ADJ"}:
        return None
    comma = False
    for token in doc[aux.i + 2 : aux.i + _REACH]:
        if token.is_sent_start or token.text == "?":
            return None
        comma = comma or token.text == ","
        if comma and token.dep_ == "aux" and token.lower_ in _FUTURE:
            return token.head
    return None


def _participle(token: Token) -> tuple[Token, Token, Token | None] | None:
    """ "provided (that) the border stays open", "assuming the truce holds"."""
    if token.dep_ == "mark":
        head = token.head
        return (token, head, _main(head)) if head.i > token.i else None
    clause = next((c for c in token.children if c.dep_ in {"ccomp", "advcl"} and c.i > token.i), None)
    if clause is None or token.dep_ not in {"advcl", "acl", "case", "parataxis", "conj"}:
        return None
    if any(c.dep_ in _SUBJECTS or c.dep_ in {"aux", "aux:pass", "obj"} for c in token.children):
        return None
    return token, clause, _main(token)


def _as_long_as(long: Token) -> tuple[Token, Token, Token | None] | None:
    """ "as long as", "so long as" with a clause behind it."""
    doc = tree.tokens(long.doc)
    if not 0 < long.i < len(doc) - 2 or doc[long.i + 1].lower_ != "as" or doc[long.i - 1].lower_ not in {"as", "so"}:
        return None
    mark = doc[long.i + 1]
    head = _verb_marked_by(mark)
    if head is None or head.i < mark.i or not any(c.dep_ in _SUBJECTS for c in head.children):
        return None
    main = _main(long) if long.head.i not in {head.i, mark.i} else _main(head)
    if main is not None and main.i == long.i:
        main = _main(long)
    return doc[long.i - 1], head, main


def _phrase(noun: Token) -> tuple[Token, Token, Token | None] | None:
    """ "in the event of", "in case (of)", "on condition that", "in the absence of"."""
    doc, word = tree.tokens(noun.doc), noun.lower_
    start = noun.i - 1
    while start >= 0 and doc[start].lower_ in {"the", "a", "an"}:
        start -= 1
    after = doc[noun.i + 1].lower_ if noun.i + 1 < len(doc) else ""
    if start < 0 or doc[start].lower_ != ("on" if word == "condition" else "in"):
        return None
    opener = doc[start]
    if word == "condition":
        if after != "that":
            return None
    elif word in {"event", "absence"}:
        if after not in {"of", "that"}:
            return None
    elif noun.i - start > 1:
        return None  # "in the case of"
    if noun.dep_ == "fixed" or (noun.head.i == opener.i and noun.i > opener.i):
        head = opener.head
        if head.i < noun.i:
            return None
        return opener, head, _main(head)
    if word == "case" and after not in {"of", "that"} and noun.dep_ != "mark":
        return None
    if noun.dep_ == "mark":
        return opener, noun.head, _main(noun.head)
    if word == "absence" and not _future(_main(noun)):
        return None
    return opener, noun, _main(noun)


def _lack(token: Token) -> tuple[Token, Token, Token | None] | None:
    """ "without a deal", "barring an agreement": only before what is still to come."""
    head = token.head
    if token.dep_ in {"case", "mark"} and head.i > token.i:
        main = _main(head)
        if token.lower_ == "without" and (head.lemma_.lower() not in _BARE or token.dep_ == "mark"):
            return None
        return (token, head, main) if _future(main) else None
    if token.lower_ == "barring" and token.dep_ == "advcl" and token.head.i != token.i:
        return (token, token, token.head) if _future(token.head) else None
    return None


def _future(verb: Token | None) -> bool:
    at = verb
    for _ in range(3):
        if at is None:
            return False
        if any(c.dep_ in {"aux", "cop"} and c.lower_ in _FUTURE for c in at.children):
            return True
        at = at.head if at.dep_ in {"xcomp", "conj", "obj", "obl", "nmod"} and at.head.i != at.i else None
    return False


def _extent(opener: Token, head: Token, main: Token | None, quotes: list[tuple[int, int]]) -> tuple[int, int] | None:
    """From the opening words to the end of the clause, without who said it, marks at its end and what is not quoted."""
    doc = tree.tokens(head.doc)
    start, end = opener.i, head.i + 1
    for child in head.rights:
        if child.dep_ == "punct":
            if child.text in {";", "–", "—", ":"}:
                break
            continue
        first = child.left_edge.i
        marked = doc[first].is_punct or doc[first - 1].is_punct
        saying = child.dep_ in {"parataxis", "advcl", "ccomp", "conj"} and child.lemma_.lower() in _SAYING
        if (saying and marked) or _is_main(child):
            break
        end = max(end, child.right_edge.i + 1)
    if main is not None and main.i > head.i:
        subject = next((c for c in main.children if c.dep_ in _SUBJECTS and c.i > head.i), main)
        end = min(end, subject.left_edge.i if subject.left_edge.i > head.i else subject.i)
    for first, last in quotes:
        if first <= start < last:
            end = min(end, last)
    while end - 1 > start:
        last_token = doc[end - 1]
        closing = last_token.text in _CLOSING and not _opened(doc, start, end - 1)
        if not (closing or last_token.is_space or last_token.text in _TRAILING):
            break
        end -= 1
    return (start, end) if end - start > 1 else None


def _is_main(clause: Token) -> bool:
    """A clause with its own subject and "will" behind: the main clause, which the parse hung on the condition."""
    if clause.dep_ not in {"parataxis", "conj"} or not any(c.dep_ in _SUBJECTS for c in clause.children):
        return False
    return any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in clause.children)


def _opened(doc: list[Token], start: int, mark: int) -> bool:
    """Whether the closing mark at ``mark`` belongs to a quotation that was opened inside the condition."""
    text = doc[mark].text
    count = sum(1 for k in range(start, mark) if doc[k].text in _MARKS)
    return count % 2 == 1 if text in _MARKS else False
