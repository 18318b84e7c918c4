"""Whether a sentence tells what is to come or what has been at the place where a date stands: asked of the tree."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis.lexicon.wordlists import words

_COMING = words("will 'll ’ll shall wo would should must")
_MAY = words("may might can could")
_PLANNING = words(
    "plan expect schedule due set prepare vow threaten want intend hope aim agree decide order pledge promise seek "
    "need have ready likely about expected scheduled slated planned ask urge call demand tell propose invite postpone "
    "delay bid decision deadline threat intention plan proposal order ultimatum call invitation target poise brace "
    "warn supposed"
)
_AWAITED = words("schedule expect plan due set slate postpone delay reschedule tentative")
_ARRANGED = words("cancel close suspend shut reopen")
_OCCASIONS = words(
    "meeting talk talks summit conference vote election session visit ceremony hearing deadline trial protest rally "
    "launch round referendum speech inauguration poll runoff congress assembly exercise drill parade funeral march "
    "strike departure return trip tour ultimatum ceasefire truce"
)
_TIMETABLE = words(
    "begin start open meet expire arrive visit travel host vote resume end reopen convene leave fly close head take"
)
_ARRANGING = words("call announce plan schedule set fix convene summon book arrange slate organise organize")
_DEPTH = 8
_ATTRIBUTES = frozenset({"nmod:poss", "nmod:unmarked", "compound", "amod", "nmod:desc"})


def ahead(token: Token) -> bool:
    """``True`` where the clause that holds the date tells what is to come ("will meet on Friday"), else ``False``.

    ``token`` is the head of the date. A date at a noun counts as ahead only where the noun is an occasion ("will
    attend Friday's talks"; not "will investigate Friday's attack").
    """
    at = token
    if token.head.lemma_ in _ARRANGING and any(c.dep_ == "case" and c.lower_ == "for" for c in token.lefts):
        return True  # "called a strike for Dec. 2"
    for _ in range(_DEPTH):
        head = at.head
        if head.i == at.i:
            return False
        if head.pos_ in {"NOUN", "PROPN"} and not _predicate(head):
            if head.lemma_.lower() in _AWAITED:
                return True
            if head.lemma_.lower() not in _OCCASIONS and (at.dep_ in _ATTRIBUTES or at.dep_ == "nmod"):
                return False
        elif head.pos_ in {"VERB", "AUX"} or _predicate(head):
            reporter = _reporter(head, token.i)
            if reporter is not None:
                return bool(_tells_what_comes(reporter, True))
            told = _tells_what_comes(head, at is token)
            if told is not None:
                return told
        at = head
    return False


def governor(token: Token) -> Token:
    """What a date hangs on: its head in the tree, or the verb of saying that stands between that and the date."""
    at = token
    for _ in range(_DEPTH):
        at = at.head
        if at.pos_ in {"VERB", "AUX"} or _predicate(at):
            return _reporter(at, token.i) or token.head
        if at.head.i == at.i:
            break
    return token.head


def _reporter(verb: Token, date: int) -> Token | None:
    """ "We will strike, he *said* in Beirut on Monday": parsers like to hang the date on "strike"."""
    above = verb.head
    if verb.dep_ in {"ccomp", "parataxis"} and verb.i < above.i < date and above.tag_ in {"VBD", "VBZ"}:
        return above
    for child in verb.children:
        if child.dep_ == "parataxis" and verb.i < child.i < date and child.tag_ in {"VBD", "VBZ"}:
            return child
    return None


def _predicate(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)


def _tells_what_comes(verb: Token, direct: bool) -> bool | None:
    """What the form of one verb says; ``None`` where the verb above it decides."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "cop", "aux:pass"}}
    if helpers & _COMING:
        return True
    lemma = verb.lemma_.lower()
    if lemma in _AWAITED and verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}:
        return True
    to = any(child.lower_ == "to" and child.dep_ == "mark" for child in verb.children)
    if to or (verb.tag_ == "VB" and "to" in helpers):
        above = verb.head
        if above.i == verb.i:
            return True  # a headline: "Minister to visit Rome on Monday"
        if above.lemma_.lower() in _PLANNING or (above.lemma_.lower() == "go" and above.tag_ == "VBG"):
            return True
        return None
    if lemma in _ARRANGED and direct and verb.tag_ == "VBN" and helpers <= {"is", "are"} and helpers:
        return True  # "are cancelled on Friday": who tells what has been would say "were"
    if verb.tag_ in {"VBD", "VBN"}:
        return lemma in _AWAITED and verb.tag_ == "VBN" and bool(helpers & {"is", "are"})
    if verb.tag_ == "VBG" and helpers & {"is", "are", "am", "'s", "’s", "'re", "’re"}:
        return True if direct else None
    if verb.tag_ in {"VBZ", "VBP"} and not helpers:
        return True if direct and lemma in _TIMETABLE else None
    if helpers & _MAY:
        return True
    return None
