"""A word that a frame fits, and whether it meets the frame's conditions: what stands about it, under it, before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.circumstances import among_teams, circumstances, of_arms
from bot.analysis.events.frames import Frame
from bot.analysis.events.kinds import lexicon
from bot.analysis.events.loads import load
from bot.analysis.lexicon.wordlists import words

MODIFIERS = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod", "nummod", "flat", "nmod:unmarked"})
_COMPLEMENTS = frozenset({"of", "on", "against", "to", "for", "from", "with"})
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
            if start - 4 <= word.i < end + 5:
                start, end = min(start, word.i), max(end, word.i + 1)
        return start, end


def modifiers(noun: Token) -> dict[str, Token]:
    """Lemma (and word) to token of what stands before a noun and belongs to it, two levels deep."""
    out: dict[str, Token] = {}
    for child in tree.lefts(noun):
        if child.dep_ not in MODIFIERS:
            continue
        for inner in (child, *tree.children(child)):
            if inner is child or inner.dep_ in MODIFIERS | {"conj"}:
                out.setdefault(inner.lemma_.lower(), inner)
                out.setdefault(inner.lower_, inner)
    return out


def marked_by(verb: Token, *openers: str) -> bool:
    """ "warned against interfering": the preposition opens a clause."""
    return any(
        m.dep_ == "mark" and m.lower_ in openers
        for c in tree.children(verb)
        if c.dep_ in _CLAUSES and c.i > verb.i
        for m in tree.children(c)
    )


def object_tokens(hit: Hit) -> list[Token]:
    """What the trigger is about, for the frame's lists of objects."""
    if hit.via is not None:
        return tree.conjuncts(hit.via)
    if hit.noun:
        return [n for w, n in tree.obliques(hit.token) if w in _COMPLEMENTS]
    out: list[Token] = []
    for noun in tree.objects(hit.token) or [c for c in tree.children(hit.token) if c.dep_ == "iobj"]:
        out.extend(tree.conjuncts(noun) if noun.dep_ != "conj" else [noun])
        if noun.lower_ == "what" and (matter := named(noun)) is not None:
            out.append(matter)
    return out


def named(what: Token) -> Token | None:
    """ "rejected what it termed foreign meddling": the meddling."""
    for verb in tree.children(what):
        if verb.dep_ == "acl:relcl" and verb.lemma_ in _NAMING:
            for child in tree.children(verb):
                if child.dep_ in {"xcomp", "obj"} and child.i > verb.i and child.pos_ in {"NOUN", "PROPN"}:
                    return child
            return tree.oblique(verb, "as")
    return None


_NAMING = words("call term describe deem see label dub regard consider characterise characterize style brand")


_BEFORE = frozenset({"compound", "amod"})


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
            before = [c.lemma_.lower() for c in tree.lefts(noun) if c.dep_ in _BEFORE]
            out.update(f"{word} {tree.noun_lemma(noun)}" for word in before)
            if not heads or hit.noun or token.i in extra:
                out.update(before)
            if not heads:  # "a joint coast guard post": the tree may hang "joint" on the guard
                out.update(g.lemma_.lower() for c in tree.lefts(noun) for g in tree.lefts(c) if g.dep_ in _BEFORE)
    if hit.noun:
        out.update(modifiers(hit.token))
    return out


def clause(hit: Hit) -> Token | None:
    """The verb of the clause that completes the trigger ("vowed to retaliate": retaliate)."""
    for holder in (hit.token, *hit.words):
        for child in tree.children(holder):
            dep = child.dep_
            if dep in {"xcomp", "ccomp", "csubj"} and child.i > holder.i and not aside(child):
                return child
            if (
                (dep in {"acl", "advcl"} or (dep == "acl:relcl" and holder.pos_ != "VERB" and marked_that(child)))
                and child.i > holder.i
                and (holder.pos_ != "VERB" or (dep == "advcl" and _marked(child)))
            ):
                return child
    return None


def marked_that(verb: Token) -> bool:
    """ "the charge that jets had bombed a market": the tree may take the content for a relative clause."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in tree.lefts(verb))


def aside(verb: Token) -> bool:
    """ "announced, ending eleven months of insults": a participle behind a comma completes nothing."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"xcomp", "advcl"}:
        return False
    tokens = tree.tokens(verb.doc)
    first = min((c.i for c in tree.lefts(verb)), default=verb.i)
    return tokens[first].lower_ == "," or (first > 0 and tokens[first - 1].lower_ == ",")


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


def fits(hit: Hit) -> bool:
    frame = hit.frame
    if frame.with_preposition and hit.token.lemma_ == "shoot" and not hit.noun and tree.is_passive(hit.token):
        return False  # "a singer was shot on stage": not at the stage
    if frame.with_preposition and hit.via is None:
        times = lexicon()
        found = next(
            (
                n
                for w, n in tree.obliques(hit.token)
                if w in frame.with_preposition
                and "time" not in times.get(tree.noun_lemma(n), ())
                and (hit.noun or n.i > hit.token.i or w != "on" or n.head.i != hit.token.i)  # "On Mindanao, troops"
            ),
            None,
        )
        if found is None and not hit.noun:
            found = next(
                (n for o in tree.objects(hit.token) for w, n in tree.obliques(o) if w in frame.with_preposition), None
            )
        if found is None and not marked_by(hit.token, *frame.with_preposition):
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
    if frame.passive and not tree.is_passive(hit.token):
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
        if subject is not None:
            lemma.update(c.lemma_.lower() for c in tree.lefts(subject) if c.dep_ == "nmod:desc")  # "President Moyo"
            head = tree.noun_lemma(subject)  # "a carrier group"
            lemma.update(f"{c.lemma_.lower()} {head}" for c in tree.lefts(subject) if c.dep_ in _BEFORE)
        if frame.no_event and subject is not None:  # "a lightning strike killed two"
            lemma.update(c.lemma_.lower() for c in tree.lefts(subject) if c.dep_ == "compound")
        if "fire" in lemma and subject is not None:
            lemma.discard("fire")
            lemma.add("gunfire" if of_arms(subject) else "blaze")
        if (frame.only_subjects and not lemma & frame.only_subjects) or lemma & frame.not_subjects:
            return False
    if frame.only_loads and load(hit.token, frame.only_loads) is None:
        return False
    if frame.only_cargo and (hit.noun or not _cargo(hit) & frame.only_cargo):
        return False
    if frame.only_circumstances and not circumstances(hit.token) & frame.only_circumstances:
        return False
    if frame.only_around and (hit.noun or not among_teams(hit.token, frame)):
        return False
    if frame.with_object and not hit.noun:  # "imposed a curfew": the noun says what was done
        subject = tree.surface_subject(hit.token) if not frame.only_objects else None
        nouns = tree.objects(hit.token) if subject is None else [subject]
        hit.words.extend(o for o in nouns if tree.noun_lemma(o) in frame.only_objects | frame.only_subjects)
    return True


def _cargo(hit: Hit) -> set[str]:
    """What the craft carries: "lorries laden with flour arrived", "sent a plane with nine tonnes of medicines"."""
    subject = tree.surface_subject(hit.token)
    level = [t for t in (subject, *object_tokens(hit)) if t is not None]
    with_it = tree.oblique(hit.token, "with", "carrying")
    level += [with_it] if with_it is not None else []
    out = {tree.noun_lemma(with_it)} if with_it is not None else set()
    for _ in range(4):
        level = [c for t in level for c in tree.children(t) if c.dep_ in _LOADED]
        out.update(tree.noun_lemma(t) for t in level)
    return out


_LOADED = frozenset({"acl", "acl:relcl", "nmod", "obl", "obj", "conj", "compound", "amod", "appos"})
