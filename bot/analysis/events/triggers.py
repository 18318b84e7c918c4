"""Finds the words that may tell an event: verbs and nouns of the frames, with the words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events.circumstances import WHEN
from bot.analysis.events.frames import PREPOSITIONS, Entry, Frames
from bot.analysis.events.guards import generic, no_deed
from bot.analysis.events.hits import Hit, aside, fits, marked_by, modifiers
from bot.analysis.events.kinds import lexicon
from storage.model.findings import EventType

_BODY = frozenset({"obj", "compound:prt", "advmod", "xcomp", "obl", "obl:unmarked", "amod", "nsubj:pass", "iobj",
                   "ccomp", "compound", "advcl", "nmod", "case", "mark"})  # fmt: skip
_LEMMAS = {
    "retaken": "retake",
    "retook": "retake",
    "beaten": "beat",
    "upheld": "uphold",
    "freed": "free",
    "lent": "lend",
    "wooed": "woo",
}
"""Forms that the lemmatizer does not know."""


def _base(word: str, frames: Frames) -> str:
    """The verb behind a form that the lemmatizer left as it is ("detonated" tagged as a present participle)."""
    if word in _LEMMAS:
        return _LEMMAS[word]
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            for base in (stem, stem + "e", stem[:-1]):
                if base in frames.verbs:
                    return base
    return ""


def find(doc: Doc, frames: Frames) -> Iterator[Iterator[Hit]]:
    """Every trigger of a parsed text, in order: the frames that fit its word, the narrowest first."""
    for token in tree.tokens(doc):
        pos = token.pos_
        if pos == "VERB":
            entries = frames.verbs.get(token.lemma_.lower()) or frames.verbs.get(_base(token.lower_, frames))
            if entries is None or (token.tag_ == "VBG" and generic(token)):
                continue
            if token.dep_ in {"compound", "amod"} and not _has_arguments(token):
                if token.tag_ == "VBG":  # "striking public employees"
                    entries = tuple(e for e in entries if e.frame.type is EventType.PROTEST and not e.rest)
                    yield (hit for hit in _fitting(entries, token, noun=False) if hit.frame.only_subjects)
                continue
            yield _fitting(entries, token, noun=False)
        elif pos in {"NOUN", "PROPN"}:
            entries = frames.nouns.get(token.lemma_.lower())
            if entries is None or token.dep_ in {"compound", "nmod:desc", "flat"} or no_deed(token):
                continue
            yield _fitting(entries, token, noun=True)
        elif pos == "ADJ":
            entries = frames.adjectives.get(token.lemma_.lower())
            if entries is not None and any(c.dep_ == "cop" for c in tree.lefts(token)):
                yield _fitting(entries, token, noun=False)


def _has_arguments(participle: Token) -> bool:
    return any(c.dep_.startswith("obl") or c.dep_ in {"obj", "nsubj", "nsubj:pass"} for c in tree.children(participle))


def _fitting(entries: tuple[Entry, ...], token: Token, *, noun: bool) -> Iterator[Hit]:
    beside = _beside(token) if any(entry.rest for entry in entries) else None
    for entry in entries:
        if beside is not None and not beside.issuperset(entry.rest):
            continue
        hit = _noun(entry, token) if noun else _verb(entry, token)
        if hit is not None and fits(hit):
            yield hit


def _beside(token: Token) -> set[str]:
    """The words and lemmas of the sentence: what an entry asks for besides its head must be among them."""
    index = tree.index(token.doc)
    number = index.columns.sentence[token.i]
    key = (_beside, number)
    if key not in index.answers:
        start, end = index.columns.starts[number : number + 2]
        found = {*index.columns.lower[start:end], *map(str.lower, index.columns.lemmas[start:end])}
        index.answers[key] = found | {"from"} if "out" in found else found  # "out of" leads where "from" does
    words: set[str] = index.answers[key]
    return words


def _noun(entry: Entry, token: Token) -> Hit | None:
    hit = Hit(entry.frame, token, True)
    if not entry.rest:
        return hit
    wanted = list(entry.rest)
    preposition = next((w for w in wanted if w in PREPOSITIONS), None)
    if preposition is not None:
        at = wanted.index(preposition)
        wanted, complement = wanted[:at], wanted[at + 1 :]
        noun = tree.oblique(token, preposition)
        if noun is None or (complement and complement[-1] not in {noun.lemma_.lower(), noun.lower_}):
            return None
        hit.words.append(noun)
        hit.words.extend(c for c in tree.children(noun) if c.dep_ == "case" and c.lower_ == preposition)
    near = modifiers(token)
    for word in wanted:
        found = near.get(word)
        if found is None:
            return None
        hit.words.append(found)
    return hit


def _verb(entry: Entry, token: Token) -> Hit | None:
    hit = Hit(entry.frame, token, False)
    rest = entry.rest
    at = 0
    while at < len(rest):
        word = rest[at]
        following = rest[at + 1] if at + 1 < len(rest) else None
        if word == "out" and following == "of" and (noun := tree.oblique(token, "out of")) is not None:
            wanted = rest[at + 2] if at + 2 < len(rest) else ""
            if wanted and wanted not in {noun.lemma_.lower(), noun.lower_}:
                return None
            if wanted:
                hit.words.append(noun)
            else:
                hit.via = noun
            at += 3
            continue
        if word in PREPOSITIONS:
            if following is not None and (noun := _oblique(token, word, following)) is not None:
                hit.words.append(noun)
                hit.words.extend(c for c in tree.children(noun) if c.dep_ == "case")
                at += 2
                continue
            particle = next(
                (c for c in tree.children(token) if c.lower_ == word and c.dep_ in _BODY and _no_mark(c)), None
            )
            if particle is not None:
                hit.words.append(particle)
            elif (noun := _no_time(token, word) or _beside_object(token, hit, word)) is not None:
                hit.via = noun
            elif (particle := _particle(token, word)) is not None:
                hit.words.append(particle)
            elif not marked_by(token, word):
                return None
            at += 1
            continue
        if following is not None and following not in PREPOSITIONS:
            head = _child(token, following)
            if head is not None and (modifier := modifiers(head).get(word)) is not None:
                hit.words += [head, modifier]
                at += 2
                continue
        child = _child(token, word)
        if child is None:
            return None
        if (
            entry.frame.no_event
            and child.pos_ == "NOUN"
            and any(c.dep_ in {"amod", "compound", "nummod", "nmod"} for c in tree.children(child))
        ):
            return None  # "hit the road" is a figure of speech, "hit a market road" is none
        hit.words.append(child)
        at += 1
    return hit


def _no_mark(particle: Token) -> bool:
    """A preposition before the verb opens its clause: "a ban on calling at ports" calls on nobody."""
    return particle.dep_ != "mark" or particle.i > particle.head.i


def _no_time(verb: Token, preposition: str) -> Token | None:
    """The noun behind the preposition, but for times: "called his aide on Monday" is no "call on"."""
    times = lexicon()
    for word, noun in tree.obliques(verb):
        if word == preposition and "time" not in times.get(tree.noun_lemma(noun), ()):
            return noun
    return None


def _particle(verb: Token, word: str) -> Token | None:
    """ "handed over the base": the tree may take the particle for the object's preposition."""
    for child in tree.children(verb):
        if child.dep_ == "obj" and child.i > verb.i:
            for case in tree.lefts(child):
                if case.dep_ == "case" and case.lower_ == word:
                    return case
    return None


def _beside_object(verb: Token, hit: Hit, preposition: str) -> Token | None:
    """ "declare war on": the preposition may hang on the object that belongs to the verb."""
    return next((n for w in hit.words if (n := tree.oblique(w, preposition)) is not None), None)


def _child(verb: Token, word: str) -> Token | None:
    for child in tree.children(verb):
        if child.dep_ in _BODY and word in {child.lemma_.lower(), child.lower_} and not (aside(child) or _says(child)):
            if child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in WHEN for c in tree.lefts(child)):
                continue  # "suspended flights after drones struck" suspends no strike
            return child
    for noun in tree.objects(verb):
        if word in {noun.lemma_.lower(), noun.lower_}:
            return noun
    return None


def _says(word: Token) -> bool:
    """ "I am sorry, he said": a clause of its own, not "said sorry"."""
    return word.dep_ == "ccomp" and any(c.dep_ == "cop" for c in tree.lefts(word))


def _oblique(verb: Token, preposition: str, lemma: str) -> Token | None:
    for word, noun in tree.obliques(verb):
        if word == preposition and lemma in {noun.lemma_.lower(), noun.lower_}:
            return noun
    for owner in (t for o in tree.objects(verb) for t in (o, *tree.children(o))):
        # "hacked 14 people to death", "held 14 crew of a dhow at gunpoint": hung on what stands before
        found = tree.oblique(owner, preposition) if owner.i > verb.i else None
        if found is not None and lemma in {found.lemma_.lower(), found.lower_}:
            return found
    return None
