"""Threats told by a noun: "death threats against judges", "a threat to close the strait", "48 hours to leave"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import (
    covered,
    force_noun,
    hostile_noun,
    lemma,
    lexicon,
    own_deed,
    targets,
)
from bot.analysis.events.scan import lemmas
from bot.analysis.events.suffering import suffering
from storage.model.findings import EventType, Status

_DEADLY = frozenset(
    {"death", "bomb", "murder", "kidnapping", "rape", "terror", "terrorist", "assassination", "nuclear"}
)
_RECEIVER = frozenset({"object", "target", "victim", "recipient", "subject"})
_WORDS = frozenset({"threat", "warning", "ultimatum", "deadline", "give", "set"})
_SENT = frozenset(
    {"email", "e-mail", "send", "phone", "telephone", "call", "make", "issue", "fax", "text", "mail", "post"}
)
_ENVOYS = frozenset({"diplomat", "ambassador", "envoy", "attaché", "attache", "consul", "official", "correspondent"})
_TIMES = frozenset({"obj", "obl", "obl:unmarked"})
_PLAIN = frozenset({"tariff", "trade", "sanction", "sanctions", "legal", "strike"})
_UNHURT = frozenset({"abstract", "time", "number"})


def noun_threats(doc: Doc, ctx: Context) -> Iterator[EventDraft]:
    """Threats, warnings and ultimatums that somebody makes; not "the threat of rain", "a threat to health"."""
    for i in lemmas(doc, _WORDS):
        token = ctx.tokens[i]
        word = token.lemma_
        if token.pos_ == "NOUN" and word in _NOUNS:
            draft = _NOUNS[word](token, ctx)
        elif word in {"give", "set"} and token.pos_ == "VERB":
            draft = _term(token, ctx)
        else:
            continue
        if draft is None:
            continue
        sentence = ctx.sentences[ctx.sentence_of[token.i]]
        found = ctx.conditions.under(token, *sentence) or ctx.conditions.governing(token)
        if found is not None:
            draft.condition = (found.start, found.end)
            draft.covers.append(draft.condition)
        yield draft


def _draft(head: Token, rule: str, ctx: Context, actor: Token | None, hit: Token | None, violent: bool) -> EventDraft:
    draft = EventDraft(EventType.THREATEN, rule, head.i, head.i, head.i + 1, status=Status.THREATENED, noun=True)
    draft.path.append("threatened")
    draft.violent, draft.placed = violent, False
    draft.actors, draft.targets = ctx.all_of(actor), ctx.all_of(hit)
    return draft


def _maker(noun: Token, ctx: Context) -> tuple[Token | None, Token | None, bool]:
    """Who makes the threat, who gets it, and whether the sentence says that it is made."""
    words = lexicon()["other"]
    for child in noun.children:
        if child.dep_ == "nmod:poss" and sides.can_threaten(child, ctx):
            return child, None, True
    by = tree.agent(noun) or tree.oblique(noun, "from", "of")
    if by is not None and not (sides.can_threaten(by, ctx) and ctx.kinds(by) & {"person", "org", "force", "state"}):
        by = None
    head = noun.head
    if noun.dep_ in {"obj", "nsubj:pass", "conj", "obl"} and head.pos_ == "VERB":
        word = lemma(head)
        if tree.negated(head):
            return None, None, False
        if word in words["receive"] and noun.dep_ == "obj" and word != "face":
            sender = by or tree.oblique(head, "from", "by")
            return sender, tree.subject(head), True
        if word in words["light_issue"]:
            subject = tree.agent(head) if tree.is_passive(head) else tree.subject(head)
            listener = next((c for c in head.children if c.dep_ == "iobj"), None) or tree.oblique(head, "to", "against")
            if subject is not None and sides.can_threaten(subject, ctx):
                return subject, listener, True
            return by, listener, subject is None
    if noun.dep_ == "acl" or (noun.head.tag_ == "VBN" and noun.head.dep_ == "acl"):
        return by, None, by is not None
    return by, None, by is not None


def _threat(noun: Token, ctx: Context) -> EventDraft | None:
    modifiers = {lemma(c) for c in noun.children if c.dep_ in {"compound", "amod"}}
    if tree.negated(noun) or {"empty", "perceived"} & modifiers:
        return None
    maker, listener, made = _maker(noun, ctx)
    hit = tree.oblique(noun, "against", "on", "at", "to") or listener
    if hit is not None and ctx.kinds(hit) <= _UNHURT:
        hit = None
    sent = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and lemma(c) in _SENT), None)
    if sent is not None and hit is None:
        hit = tree.oblique(sent, "to", "against", "at")
    deadly = modifiers & _DEADLY
    inner = next((c for c in noun.children if c.dep_ in {"acl", "xcomp"} and c.i > noun.i and c.tag_ == "VB"), None)
    if inner is not None and (made or maker is not None):
        if maker is None or lemma(inner) in lexicon()["other"]["never"]:
            return None
        deed = own_deed(inner, ctx, True) or suffering(inner, True)
        found = targets(inner, ctx)
        violent = deed is not None and deed.kind != "plain"
        draft = _draft(noun, "threat.noun-to", ctx, maker, found[0] if found else hit, violent)
        draft.covers.extend(covered(inner))
        return draft
    of = tree.oblique(noun, "of")
    if of is not None and hostile_noun(of, ctx) and made and maker is not None and maker.i != of.i:
        found_ = tree.oblique(of, "against", "on", "at") or hit
        draft = _draft(noun, "threat.noun-of", ctx, maker, found_, force_noun(of))
        draft.covers.extend(covered(of))
        return draft
    if noun.dep_ == "nmod" and lemma(noun.head) in _RECEIVER and hit is None:
        hit = tree.surface_subject(noun.head)  # "had been the object of death threats"
        made = hit is not None
    if deadly - {"nuclear", "terrorist", "terror"} and (hit is not None or made or modifiers & {"bomb", "death"}):
        if not made and hit is None and noun.dep_ in {"nmod", "compound"}:
            return None
        return _draft(noun, "threat.deadly", ctx, maker, hit, True)
    got = listener is not None and noun.head.pos_ == "VERB" and lemma(noun.head) in lexicon()["other"]["receive"]
    if noun.tag_ == "NNS" and maker is None and hit is not None and (got or tree.oblique(noun, "against") is hit):
        return _draft(noun, "threat.threats", ctx, None, hit, not modifiers & _PLAIN)
    issued = noun.head.pos_ == "VERB" and lemma(noun.head) in lexicon()["other"]["light_issue"] - {"pose", "get"}
    if made and maker is not None and (issued or noun.tag_ == "NNS") and lemma(noun.head) != "pose":
        if not ctx.kinds(maker) & {"person", "org", "force", "state"}:
            return None
        if not issued and hit is None:
            return None
        return _draft(noun, "threat.noun", ctx, maker, hit, not modifiers & _PLAIN)
    return None


def _warning(noun: Token, ctx: Context) -> EventDraft | None:
    """ "issued a stern warning to Israel": between powers, not of storms."""
    head = noun.head
    if noun.dep_ != "obj" or lemma(head) not in lexicon()["other"]["light_issue"] or tree.negated(head):
        return None
    if any(c.dep_ == "compound" for c in noun.children):
        return None
    actor = tree.subject(head)
    hit = next((c for c in head.children if c.dep_ == "iobj"), None) or tree.oblique(head, "to")
    hit = hit or tree.oblique(noun, "to", "for")
    if actor is None or hit is None or not sides.power(actor, ctx) or not sides.power(hit, ctx):
        return None
    draft = _draft(noun, "threat.warning", ctx, actor, hit, False)
    clause = next((c for c in (*noun.children, *head.children) if c.dep_ in {"acl", "ccomp"} and c.i > noun.i), None)
    if clause is not None:
        draft.covers.extend(covered(clause))
        draft.violent = bool(own_deed(clause, ctx, True) or suffering(clause, True))
    return draft


def _ultimatum(noun: Token, ctx: Context) -> EventDraft | None:
    maker, listener, made = _maker(noun, ctx)
    hit = listener or tree.oblique(noun, "to", "for")
    head = noun.head
    if not made or maker is None:
        return None
    issued = lemma(head) in lexicon()["other"]["light_issue"] - {"receive", "get"}
    if noun.dep_ == "obj" and not issued:
        return None  # "rejected Russia's ultimatum"
    return _draft(noun, "threat.ultimatum", ctx, maker, hit, False)


def _deadline(noun: Token, ctx: Context) -> EventDraft | None:
    """ "The rebels set a deadline of 48 hours for the governor to resign": from those who have arms to others."""
    head = noun.head
    if noun.dep_ != "obj" or lemma(head) not in {"set", "give", "issue", "impose"} or tree.negated(head):
        return None
    actor = tree.agent(head) if tree.is_passive(head) else tree.subject(head)
    holders = (noun, *(c for c in noun.children if c.dep_ == "nmod"), head)  # "of 48 hours for him to resign"
    inner = next((c for t in holders for c in t.children if c.dep_ in {"acl", "advcl", "xcomp"} and c.i > noun.i), None)
    hit = tree.surface_subject(inner) if inner is not None else None
    hit = hit if hit is not None and hit.i > noun.i else tree.oblique(noun, "for") or tree.oblique(head, "for")
    if actor is None or hit is None or inner is None or hit.i == actor.i:
        return None
    if not sides.power(hit, ctx) and not ctx.kinds(hit) & {"person", "org", "force", "state"}:
        return None
    if not (sides.commands(actor, ctx) or (sides.power(actor, ctx) and sides.power(hit, ctx))):
        return None
    draft = _draft(noun, "threat.deadline", ctx, actor, hit, False)
    draft.covers.extend(covered(inner))
    return draft


def _term(give: Token, ctx: Context) -> EventDraft | None:
    """ "gave the rebels 48 hours to leave", "have until Sunday to": a term is set to somebody."""
    terms = lexicon()["other"]["terms"]
    actor = tree.agent(give) if tree.is_passive(give) else tree.subject(give)
    time = next((c for c in give.children if c.dep_ in _TIMES and lemma(c) in terms - {"time"}), None)
    if time is None and not any(c.dep_ in {"obl", "case"} and "until" in tree.case_words(c) for c in give.children):
        return None
    hit = next((c for c in give.children if c.dep_ == "iobj"), None)
    hit = hit or (tree.passive_subject(give) if tree.is_passive(give) else None)
    hit = hit or next((c for c in give.children if c.dep_ == "obj" and c is not time), None)
    around = (*give.children, *(time.children if time is not None else ()))
    inner = next((c for c in around if c.dep_ in {"xcomp", "acl", "advcl"}), None)
    if hit is None or inner is None or tree.negated(give):
        return None
    if not sides.power(hit, ctx) and not ctx.kinds(hit) & {"person", "org", "force", "state"}:
        return None
    if actor is None or sides.neutral(actor):
        return None
    someone = "person" in ctx.kinds(actor) and actor.pos_ == "PROPN" and sides.power(hit, ctx)
    if not (sides.power(actor, ctx) or someone or lemma(actor) in lexicon()["messages"]):
        return None
    if lemma(hit) in _ENVOYS and lemma(inner) in {"leave", "quit", "depart"}:
        draft = EventDraft(EventType.SANCTION, "sanction.term", give.i, give.i, give.i + 1, status=Status.OCCURRED)
        draft.path.append("expelled")
        draft.actors, draft.targets = ctx.all_of(actor), ctx.all_of(hit)
        return draft
    draft = _draft(give, "threat.term", ctx, actor, hit, False)
    draft.noun = False
    draft.violent = any(own_deed(c, ctx, True) or suffering(c, True) for c in inner.children if c.dep_ == "conj")
    draft.covers.extend(covered(inner))
    return draft


_NOUNS: Mapping[str, Callable[[Token, Context], EventDraft | None]] = {
    "threat": _threat, "warning": _warning, "ultimatum": _ultimatum, "deadline": _deadline,
}  # fmt: skip
