"""Finds the words that may tell an event: verbs and nouns of the frames, with the words that belong to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events.frames import PREPOSITIONS, Entry, Frame, Frames
from bot.analysis.events.kinds import lexicon
from bot.analysis.lexicon.wordlists import words

_MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod", "nummod", "flat", "nmod:unmarked"})
_COMPLEMENTS = frozenset({"of", "on", "against", "to", "for", "from", "with"})
_BODY = frozenset({"obj", "compound:prt", "advmod", "xcomp", "obl", "obl:unmarked", "amod", "nsubj:pass", "iobj",
                   "ccomp", "compound", "advcl", "nmod", "case", "mark"})  # fmt: skip
_CLAUSES = frozenset({"xcomp", "ccomp", "acl", "advcl", "csubj"})


@dataclass(slots=True)
class Hit:
    """A word that a frame fits: its head, the entry's other words, and the noun that its preposition led to."""

    frame: Frame
    token: Token
    noun: bool
    words: list[Token] = field(default_factory=list)
    via: Token | None = None

    @property
    def used(self) -> set[int]:
        """The trigger's tokens."""
        return {self.token.i, *(t.i for t in self.words)} if self.words else {self.token.i}

    def bounds(self) -> tuple[int, int]:
        """The trigger as a reader sees it: all its words where they stand together, else its head."""
        start, end = self.token.i, self.token.i + 1
        for word in sorted(self.words, key=lambda t: abs(t.i - self.token.i)):
            if start - 4 <= word.i < end + 3:
                start, end = min(start, word.i), max(end, word.i + 1)
        return start, end


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


_LIKENED = words(
    "punch shot goal pass match game drive kick ball song film book summer winter year day throw serve header"
)


def find(doc: Doc, frames: Frames) -> Iterator[Iterator[Hit]]:
    """Every trigger of a parsed text, in order: the frames that fit its word, the narrowest first."""
    for token in tree.tokens(doc):
        pos = token.pos_
        if pos == "VERB":
            entries = frames.verbs.get(token.lemma_.lower()) or frames.verbs.get(_base(token.lower_, frames))
            if entries is None or (token.dep_ in {"compound", "amod"} and not _has_arguments(token)):
                continue
            yield _fitting(entries, token, noun=False)
        elif pos in {"NOUN", "PROPN"}:
            entries = frames.nouns.get(token.lemma_.lower())
            if entries is None or token.dep_ in {"compound", "nmod:desc", "flat"} or _likened(token):
                continue
            yield _fitting(entries, token, noun=True)


def _likened(noun: Token) -> bool:
    """ "a bomb of a punch", "a battle of a match": one thing called by the name of another."""
    of = tree.oblique(noun, "of")
    return of is not None and of.lemma_.lower() in _LIKENED and any(c.lower_ in {"a", "an"} for c in tree.lefts(of))


def _has_arguments(participle: Token) -> bool:
    return any(c.dep_.startswith("obl") or c.dep_ in {"obj", "nsubj", "nsubj:pass"} for c in tree.children(participle))


def _fitting(entries: tuple[Entry, ...], token: Token, *, noun: bool) -> Iterator[Hit]:
    beside = _beside(token) if any(entry.rest for entry in entries) else None
    for entry in entries:
        if beside is not None and not beside.issuperset(entry.rest):
            continue
        hit = _noun(entry, token) if noun else _verb(entry, token)
        if hit is not None and _fits(hit):
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


def modifiers(noun: Token) -> dict[str, Token]:
    """Lemma (and word) to token of what stands before a noun and belongs to it, two levels deep."""
    out: dict[str, Token] = {}
    for child in tree.lefts(noun):
        if child.dep_ not in _MODIFIERS:
            continue
        for inner in (child, *tree.children(child)):
            if inner is child or inner.dep_ in _MODIFIERS | {"conj"}:
                out.setdefault(inner.lemma_.lower(), inner)
                out.setdefault(inner.lower_, inner)
    return out


def _verb(entry: Entry, token: Token) -> Hit | None:
    hit = Hit(entry.frame, token, False)
    rest = entry.rest
    at = 0
    while at < len(rest):
        word = rest[at]
        following = rest[at + 1] if at + 1 < len(rest) else None
        if word in PREPOSITIONS:
            if following is not None and (noun := _oblique(token, word, following)) is not None:
                hit.words.append(noun)
                hit.words.extend(c for c in tree.children(noun) if c.dep_ == "case")
                at += 2
                continue
            particle = next((c for c in tree.children(token) if c.lower_ == word and c.dep_ in _BODY), None)
            if particle is not None:
                hit.words.append(particle)
            elif (noun := _no_time(token, word) or _beside_object(token, hit, word)) is not None:
                hit.via = noun
            elif (particle := _particle(token, word)) is not None:
                hit.words.append(particle)
            elif not _marked_by(token, word):
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


def _marked_by(verb: Token, *openers: str) -> bool:
    """ "warned against interfering": the preposition opens a clause."""
    return any(
        m.dep_ == "mark" and m.lower_ in openers
        for c in tree.children(verb)
        if c.dep_ in _CLAUSES and c.i > verb.i
        for m in tree.children(c)
    )


def _beside_object(verb: Token, hit: Hit, preposition: str) -> Token | None:
    """ "declare war on": the preposition may hang on the object that belongs to the verb."""
    return next((n for w in hit.words if (n := tree.oblique(w, preposition)) is not None), None)


def _child(verb: Token, word: str) -> Token | None:
    for child in tree.children(verb):
        if child.dep_ in _BODY and word in {child.lemma_.lower(), child.lower_}:
            return child
    for noun in tree.objects(verb):
        if word in {noun.lemma_.lower(), noun.lower_}:
            return noun
    return None


def _oblique(verb: Token, preposition: str, lemma: str) -> Token | None:
    for word, noun in tree.obliques(verb):
        if word == preposition and lemma in {noun.lemma_.lower(), noun.lower_}:
            return noun
    return None


def object_tokens(hit: Hit) -> list[Token]:
    """What the trigger is about, for the frame's lists of objects."""
    if hit.via is not None:
        return tree.conjuncts(hit.via)
    if hit.noun:
        return [n for w, n in tree.obliques(hit.token) if w in _COMPLEMENTS]
    out: list[Token] = []
    for noun in tree.objects(hit.token):
        out.extend(tree.conjuncts(noun) if noun.dep_ != "conj" else [noun])
    return out


def _lemmas(hit: Hit, *, heads: bool = False) -> set[str]:
    """Lemmas of what the trigger is about; with ``heads`` without the words before a verb's objects."""
    out: set[str] = set()
    tokens = object_tokens(hit)
    extra: set[int] = set()
    if not hit.noun and hit.frame.with_preposition:
        beside = [n for w, n in tree.obliques(hit.token) if w in hit.frame.with_preposition]
        extra = {n.i for n in beside}
        # where the preposition led to a noun, the direct object is asked as well
        tokens = [*tokens, *beside, *(tree.objects(hit.token) if hit.via is not None else ())]
    for token in tokens:
        if token.i in hit.used:
            continue
        for noun in {token, tree.light(token)}:
            out.add(tree.noun_lemma(noun))
            out.add(noun.lower_)
            if not heads or hit.noun or token.i in extra:
                out.update(c.lemma_.lower() for c in tree.lefts(noun) if c.dep_ in {"compound", "amod"})
    if hit.noun:
        out.update(modifiers(hit.token))
    return out


def clause(hit: Hit) -> Token | None:
    """The verb of the clause that completes the trigger ("vowed to retaliate": retaliate)."""
    for holder in (hit.token, *hit.words):
        for child in tree.children(holder):
            dep = child.dep_
            if dep in {"xcomp", "ccomp", "csubj"} and child.i > holder.i:
                return child
            if (
                dep in {"acl", "advcl"}
                and child.i > holder.i
                and (holder.pos_ != "VERB" or (dep == "advcl" and _marked(child)))
            ):
                return child
    return None


def _marked(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"to", "that", "of", "for", "from", "against", "on", "in"}
               for c in tree.children(verb))  # fmt: skip


def _clause_lemmas(hit: Hit) -> set[str]:
    verb = clause(hit)
    if verb is None:
        return set()
    out: set[str] = set()
    for member in tree.conjuncts(verb) if verb.dep_ != "conj" else [verb]:
        out.add(member.lemma_.lower())
        out.update(o.lemma_.lower() for o in tree.children(member) if o.dep_ in {"obj", "xcomp"})
    return out


def _fits(hit: Hit) -> bool:
    frame = hit.frame
    if frame.with_preposition and hit.via is None:
        times = lexicon()
        found = next(
            (
                n
                for w, n in tree.obliques(hit.token)
                if w in frame.with_preposition and "time" not in times.get(tree.noun_lemma(n), ())
            ),
            None,
        )
        if found is None and not hit.noun:
            found = next(
                (n for o in tree.objects(hit.token) for w, n in tree.obliques(o) if w in frame.with_preposition), None
            )
        if found is None and not _marked_by(hit.token, *frame.with_preposition):
            return False
        hit.via = found if not hit.noun else None
    if frame.with_clause and clause(hit) is None:
        return False
    if frame.only_clauses or frame.not_clauses:
        lemmas = _clause_lemmas(hit)
        if frame.only_clauses and not lemmas & frame.only_clauses:
            return False
        if lemmas & frame.not_clauses:
            return False
    if frame.only_objects or frame.not_objects:
        if frame.only_objects and not _lemmas(hit) & frame.only_objects:
            return False
        if frame.not_objects and _lemmas(hit, heads=True) & frame.not_objects:
            return False
    if frame.only_modifiers or frame.not_modifiers:
        near = set(modifiers(hit.token))
        if (frame.only_modifiers and not near & frame.only_modifiers) or near & frame.not_modifiers:
            return False
    if frame.only_subjects or frame.not_subjects:
        subject = tree.surface_subject(hit.token) if not hit.noun else None
        if not hit.noun and tree.is_passive(hit.token):
            subject = tree.agent(hit.token)
        lemma = {tree.noun_lemma(subject), tree.noun_lemma(tree.light(subject))} if subject is not None else set()
        if frame.no_event and subject is not None:  # "a lightning strike killed two"
            lemma.update(c.lemma_.lower() for c in tree.lefts(subject) if c.dep_ == "compound")
        if (frame.only_subjects and not lemma & frame.only_subjects) or lemma & frame.not_subjects:
            return False
    if frame.only_circumstances and not _circumstances(hit.token) & frame.only_circumstances:
        return False
    return not frame.only_around or _among_teams(hit)


_WHEN = frozenset({"when", "after", "as", "while"})
_CROWDED = words("crowd pedestrian people checkpoint worshipper protester procession shopper soldier")


def _circumstances(verb: Token) -> set[str]:
    """What happened meanwhile: "killed when a crane collapsed", but not "when a car crashed into a crowd"."""
    out: set[str] = set()
    for child in tree.children(verb):
        if child.dep_ != "advcl" or not any(c.lower_ in _WHEN for c in tree.lefts(child)):
            continue
        into = tree.oblique(child, "into")
        if into is None or into.lemma_.lower() not in _CROWDED:
            out.add(child.lemma_.lower())
    return out


def _among_teams(hit: Hit) -> bool:
    """ "Brazil battled Argentina for a place in the final": names as subject and object, words of sport around them."""
    verb = hit.token
    subject = tree.surface_subject(verb)
    if hit.noun or tree.is_passive(verb) or subject is None or subject.pos_ != "PROPN":
        return False
    if any(o.pos_ not in {"PROPN", "NUM"} for o in tree.objects(verb)):
        return False
    nouns = {t.lemma_.lower() for t in verb.sent if t.pos_ == "NOUN"}
    return bool(nouns & hit.frame.only_around) and not nouns & hit.frame.not_around
