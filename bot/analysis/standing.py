"""How a name stands in its sentence: told of, beside the matter, or only where somebody met or spoke."""

from __future__ import annotations

from spacy.tokens import Span, Token

from bot.analysis.dependents import tokens
from bot.analysis.lexicon.wordlists import words

_CAUSES = words("after before following since despite over amid unlike like until during against because")
"""Prepositions that put what follows beside the matter ("after a summit in Geneva", "in protest against the raid")."""
_CAUSE_NOUNS = words("response retaliation revenge reprisal protest solidarity anniversary reaction comparison anger")
_LIKENESS = words("similar comparable akin identical unlike due")
_STEPS = 8
_TALKS = words(
    "talk negotiation summit conference meeting mediator mediation signing meet signature session table case court"
    " tribunal hearing forum round"
)
_PAPERS = words(
    "accord agreement deal pact protocol memorandum treaty communique communiqué declaration statement text document"
)
"""What is signed or issued somewhere is not about the place."""
_SIGNING = words("sign initial ink issue release publish conclude read seal")
_LISTENERS = words("reporter journalist newspaper")


def head_of(span: Span) -> Token:
    """The token of a name whose governor lies outside of it."""
    for token in tokens(span.doc)[span.start : span.end]:
        if not span.start <= token.head.i < span.end or token.head.i == token.i:
            return token
    return span[-1]


def chain_of(token: Token) -> list[Token]:
    """The token and its governors, as far as they belong to its clause's nouns and verb."""
    out = [token]
    for _ in range(_STEPS):
        head = token.head
        if head.i == token.i:
            break
        out.append(head)
        if head.pos_ in {"VERB", "AUX"} and head.dep_ not in {"xcomp", "conj", "acl", "advcl", "amod"}:
            break
        token = head
    return out


def cases_of(token: Token) -> list[str]:
    """The prepositions of a noun, lower-cased, with those that are fixed to them."""
    out: list[str] = []
    for child in token.lefts:
        if child.dep_ in {"case", "mark"}:
            out.append(child.lower_)
            out.extend(c.lower_ for c in child.rights if c.dep_ == "fixed")
    return out


def is_aside(head: Token, chain: list[Token]) -> bool:
    """Whether the name stands in a phrase of cause, time or likeness ("in response to the war in Gaza")."""
    for at in chain:
        if at.pos_ in {"VERB", "AUX"}:
            if at.dep_ == "advcl" and any(
                c.dep_ == "mark" and c.lower_ in {"after", "before", "since", "because"} for c in at.lefts
            ):
                return at.i != chain[0].i and is_apart(at)
            if at.dep_ not in {"xcomp", "conj", "acl"}:
                return False
            continue
        found = cases_of(at)
        if found and at.dep_.startswith(("obl", "nmod", "advcl", "acl")):
            whom = found[0] == "against" and at is not head and at.head.pos_ == "NOUN"
            if whom and at.head.lemma_.lower() not in _CAUSE_NOUNS:
                continue  # "raids against rebels in Mali": whom they are against, not why
            if found[0] in _CAUSES and not (
                found[0] in {"against", "over", "like", "during"} and at is head and at.head.pos_ == "VERB"
            ):
                if (
                    found[0] in {"against", "over", "during", "until", "since"}
                    and at.head.pos_ == "VERB"
                    and at.head.dep_ == "root"
                ):
                    continue
                return True
            if (
                at.head.lemma_.lower() in _CAUSE_NOUNS
                and at.head.i < at.i
                and found[0] in {"to", "for", "at", "against", "with", "of"}
            ):
                return bool(cases_of(at.head)) or at.head.lemma_.lower() == "anniversary"
            if at.head.lemma_.lower() in _LIKENESS:
                return True
            if "ahead" in found or (at.head.lower_ == "ahead") or (len(found) > 1 and found[0] == "because"):
                return True
    return False


def _of_paper(verb: Token) -> bool:
    """ "an accord initialled in Jeddah", "signed a protocol in Oslo"."""
    if verb.dep_ in {"acl", "acl:relcl"} and verb.head.lemma_.lower() in _PAPERS:
        return True
    return any(c.dep_ in {"obj", "nsubj:pass"} and c.lemma_.lower() in _PAPERS for c in verb.children)


def is_apart(verb: Token) -> bool:
    return verb.head.pos_ == "VERB"


def is_venue(head: Token, chain: list[Token]) -> bool:
    """Whether the place only lends its rooms, to talks or to a statement: these are about those who talk."""
    for at in chain[1:]:
        lemma = at.lemma_.lower()
        if lemma in _TALKS:
            return True
        if (lemma in _SIGNING or at.lower_.startswith("initial")) and _of_paper(at):
            return True
        if at.pos_ == "VERB" and at.dep_ not in {"acl", "obl"}:
            return any(
                c.dep_ in {"obj", "obl", "iobj", "nsubj:pass"}
                and c.i < head.i
                and c.lemma_.lower() in _TALKS | _LISTENERS
                for c in at.rights
            ) or any(
                c.dep_.startswith("nsubj") and c.lemma_.lower() in {"talk", "negotiation", "summit"} for c in at.lefts
            )
        if lemma in _LISTENERS:
            return True
    return False
