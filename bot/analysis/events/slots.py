"""The argument slots of a trigger in the tree: where its subject, object and prepositional phrases stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.frames import Frame
from bot.analysis.events.hits import Hit, clause, named
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType

DOING = words(
    "trade exchange cause aim carry launch stage mount conduct commit make hold perpetrate execute begin start"
    " wage undertake lead deliver initiate resume continue organise organize arrange plan order give issue impose"
    " take join participate engage open announce call convene pay attend have fire renew step intensify expand"
    " sign reach strike provide offer send do perform run pursue hatch prepare plot orchestrate mastermind"
    " coordinate declare lodge file express voice press inflict unleash direct claim admit acknowledge threaten"
    " attempt try escalate increase extend receive host complete end finish stop halt suspend cancel"
)
"""Verbs that lend their subject to the noun of an act: "staged an attack"."""
SUFFERING = words(
    "suffer face sustain endure experience survive escape repel undergo repulse withstand come subject see "
    "thwart foil avoid target"
)
"""Verbs whose subject an act is done to: "came under attack", "suffered an attack"."""
_TOWARDS = ("against", "on", "with", "to", "from", "in", "into", "at", "for", "over")


def light_verb(noun: Token) -> tuple[Token, str] | None:
    """The verb that carries a noun of action, and the noun's role in it: "object", "subject" or a preposition."""
    at = noun
    for _ in range(4):
        dep = at.dep_
        if dep == "conj" and at.head.pos_ in {"NOUN", "PROPN"}:
            at = at.head
            continue
        head = at.head
        if head.i == at.i:
            return None
        if dep in {"obj", "nsubj:pass"}:
            return None if _judged(head) else (head, "object")
        if dep == "nsubj":
            return head, "subject"
        if dep.startswith("obl") and head.pos_ == "VERB":
            words = tree.case_words(at)
            return head, words[0] if words else ""
        if (
            dep == "nmod"
            and "of" in tree.case_words(at)
            and (head.lower_ in _PARTS or (head.lower_ in _TIMES and head.dep_ == "obj"))
        ):
            at = head  # "a series of attacks"
            continue
        return None
    return None


def _judged(verb: Token) -> bool:
    """ "called the arrests an outrage", "in what he called an act of sabotage": who says so did nothing of it."""
    return verb.lemma_ in {"call", "term", "label", "brand", "dub"} and any(
        c.dep_ == "xcomp" or c.lower_ == "what" for c in tree.children(verb)
    )


_TIMES = words("day days week weeks")  # "opened two weeks of drills"
_PARTS = words(
    "series wave string spate number round campaign dozens scores hundreds thousands one two "
    "three some many several most responsibility act acts kind form part type lot"
)


def carriers(noun: Token) -> Iterator[Token]:
    """Participles and relative clauses behind a noun that carry it: "the attack carried out by", "which killed"."""
    if (joined := _joined_carrier(noun)) is not None:
        yield joined
    for child in tree.children(noun):
        if child.dep_ in {"acl", "acl:relcl"} and child.pos_ == "VERB":
            yield child
        elif child.dep_ == "nmod" and child.i > noun.i:
            # "the killing of members in Sonsonate carried out by": the tree hangs the participle on the last noun
            for inner in (*tree.children(child), *(g for c in tree.children(child) for g in tree.children(c))):
                if inner.dep_ == "acl" and inner.pos_ == "VERB" and inner.lemma_ in _CARRIED:
                    yield inner


def _joined_carrier(noun: Token) -> Token | None:
    """ "condemns the murder of a priest, carried out by soldiers": the tree may join the participle to the verb."""
    head = noun.head
    if head.pos_ != "VERB" or noun.dep_ != "obj":
        return None
    for verb in tree.children(head):
        if verb.dep_ != "conj" or verb.i < noun.i or verb.lemma_ not in _CARRIED:
            continue
        if not any(c.dep_ in {"obj", "nsubj", "nsubj:pass"} for c in tree.children(verb)):
            return verb
    return None


_CARRIED = words("carry perpetrate commit stage conduct launch mount claim wage")


def slot(hit: Hit, name: str, ctx: Context, *, acting: bool) -> list[Token]:
    """The nouns in one slot of the trigger, the first of conjuncts only; empty where there are none.

    ``acting`` says that an actor is looked for: "compound" is who acts in "the rebel attack", what is hit in "the
    embassy bombing".
    """
    if name == "compound":
        if not hit.noun:
            return []
        fits = _is_side if acting else _is_object
        return [
            c
            for c in tree.lefts(hit.token)
            if c.dep_ in {"amod", "compound", "nmod:desc", "nmod"} and (acting or c.i not in hit.used) and fits(c, ctx)
        ]
    if name == "possessor":
        return [tree.antecedent(c) for c in tree.lefts(hit.token) if c.dep_ == "nmod:poss" and c.i not in hit.used]
    if name == "targeting":
        return [o for verb in carriers(hit.token) if verb.lemma_ in {"target", "hit", "aim"} for o in _aims(verb)]
    if hit.noun:
        return list(_noun_slot(hit, name, ctx))
    return list(_verb_slot(hit, name, ctx))


def _aims(verb: Token) -> list[Token]:
    at = tree.oblique(verb, "at", "against")
    return [at] if at is not None else [c for c in tree.children(verb) if c.dep_ == "obj"]


def _verb_slot(hit: Hit, name: str, ctx: Context) -> Iterator[Token]:
    verb = hit.token
    if name == "subject":
        actor = tree.agent(verb) if tree.is_passive(verb) else tree.surface_subject(verb)
        if actor is not None and actor.i not in hit.used:
            yield actor
    elif name == "object":
        if hit.via is not None and not tree.objects(verb):
            asked = next((c for c in tree.children(verb) if c.dep_ == "iobj"), None)
            yield asked or hit.via  # "asked the United Nations for peacekeepers"
            return
        found = [named(o) or o if o.lower_ == "what" else o for o in tree.objects(verb) if o.i not in hit.used]
        yield from found
        if not found and hit.via is not None:
            yield hit.via
        if not found:
            yield from (c for c in tree.children(verb) if c.dep_ == "iobj")
    elif name == "iobj":
        yield from (c for c in tree.children(verb) if c.dep_ == "iobj")
    elif name == "clause":
        yield from _of_clause(hit)
    elif name == "clause.subject":
        yield from _doer(clause(hit))
    elif name == "object.possessor":
        for noun in tree.objects(verb) or ([hit.via] if hit.via is not None else []):
            yield from possessors(noun, ctx)
    else:
        yield from _prepositional(hit, name)


def _prepositional(hit: Hit, name: str) -> Iterator[Token]:
    found = False
    for word, noun in tree.obliques(hit.token):
        if word == name and noun.i not in hit.used:
            found = True
            yield noun
    if not found and (behind := _right_behind(hit, name)) is not None:
        yield behind
    for holder in hit.words:
        for word, noun in tree.obliques(holder):
            if word == name:
                yield noun
    if hit.noun:
        return
    if not found:  # "gave its backing to Guyana": the tree may take it for an object
        yield from (c for c in tree.children(hit.token) if c.dep_ == "obj" and name in tree.case_words(c))
    for noun in tree.objects(hit.token):
        after = noun.i > hit.token.i or (name == "between" and tree.is_passive(hit.token))
        if noun.i not in hit.used and name not in {"of", "by", "in"} and after:
            for word, inner in tree.obliques(noun):
                if word == name:
                    yield inner


def _right_behind(hit: Hit, name: str) -> Token | None:
    """The noun behind the preposition that stands right behind a noun, wherever the parser hung it."""
    at = hit.token.i + 1
    doc = tree.tokens(hit.token.doc)
    if not hit.noun or at >= len(doc) or doc[at].lower_ != name or doc[at].dep_ != "case":
        return None
    noun = doc[at].head
    for _ in range(3):
        if noun.dep_ not in {"nmod:desc", "compound", "flat"} or noun.head.i <= at:
            break
        noun = noun.head
    return noun if noun.i > at and noun.i not in hit.used else None


def _of_clause(hit: Hit) -> Iterator[Token]:
    verb = clause(hit)
    if verb is None:
        return
    if hit.frame.type is EventType.DEMAND:
        yield from (tree.antecedent(c) for c in tree.children(verb) if c.dep_ in {"nsubj", "nsubj:pass"})
    for member in (verb, *(c for c in tree.children(verb) if c.dep_ in {"conj", "xcomp"})):
        objects = [o for o in tree.objects(member) if o.i > verb.i or tree.is_passive(member)]
        towards = [n for p in _TOWARDS if (n := tree.oblique(member, p)) is not None]
        # "promised to return the hostages to Chad": the side rather than the people
        yield from (n for n in towards if n.pos_ == "PROPN" and not any(o.pos_ == "PROPN" for o in objects))
        yield from objects
        yield from towards
        for noun in objects:
            for word, inner in tree.obliques(noun):
                if word in _TOWARDS or word == "of":
                    yield inner


def _doer(verb: Token | None) -> Iterator[Token]:
    """Who does what a clause tells ("alleged that the Kremlin had paid teenagers")."""
    if verb is not None:
        doer = tree.agent(verb) if tree.is_passive(verb) else tree.surface_subject(verb)
        if doer is not None:
            yield doer


def possessors(noun: Token, ctx: Context) -> Iterator[Token]:
    """Whose a noun is: its owner, the nationality or name before it, its by- and of-phrases."""
    for child in tree.lefts(noun):
        if child.dep_ == "nmod:poss":
            yield tree.antecedent(child)
    for child in tree.lefts(noun):
        if child.dep_ in {"amod", "compound", "nmod:desc"} and _is_side(child, ctx):
            yield child
    for word, inner in tree.obliques(noun):
        if word in {"by", "of", "from"}:
            yield inner


_OPENING = frozenset({":", "-", "–", "—", "•", "·", "*", '"', "“", "("})


def _is_side(modifier: Token, ctx: Context) -> bool:
    """A word before a noun that can act or be hurt: a nationality, a group, "rebel", "police", an unknown name."""
    if ctx.is_time(modifier):
        return False
    name = ctx.name_at[modifier.i]
    if name is not None:
        return name.label_ in {"GPE", "NORP", "ORG", "PERSON"}
    if modifier.pos_ == "PROPN":
        return modifier.dep_ != "nmod:desc"
    kinds = ctx.kinds(modifier)
    if modifier.pos_ == "ADJ":
        # a capital at the start of a sentence says nothing ("Armed attacks")
        opens = modifier.is_sent_start or tree.tokens(modifier.doc)[modifier.i - 1].text in _OPENING
        return modifier.lower_ in _ADJECTIVES or (modifier.text[:1].isupper() and not opens)
    if modifier.lower_ in _MATTERS:
        return False
    return modifier.pos_ == "NOUN" and bool(kinds & {"force", "person", "org"}) and "weapon" not in kinds


_MATTERS = frozenset({"security", "defense", "defence", "intelligence", "air", "border", "state", "bank", "side",
                      "terrorist", "terror"})  # fmt: skip
_ADJECTIVES = frozenset({"rebel", "militant", "separatist", "insurgent", "jihadist"})


def _noun_slot(hit: Hit, name: str, ctx: Context) -> Iterator[Token]:
    noun = hit.token
    carried = light_verb(noun)
    if name == "subject":
        yield from _noun_subject(hit, carried, ctx)
    elif name == "object":
        yield from (n for w, n in tree.obliques(noun) if w == "of")
        if carried is not None and _suffers(*carried):
            sufferer = tree.surface_subject(carried[0])
            if sufferer is not None and sufferer is not noun:
                yield sufferer
        elif carried is not None and carried[1] == "subject" and carried[0].lemma_ in _DAMAGING:
            yield from tree.objects(carried[0])
            for word, inner in tree.obliques(carried[0]):
                if word in {"off", "through", "into"}:
                    yield inner
        by = tree.agent(noun)
        for child in tree.lefts(noun):
            if child.dep_ == "nmod:poss" and by is not None:
                yield tree.antecedent(child)  # "the minister's killing by rebels"
        for child in tree.lefts(noun):
            if child.dep_ in {"compound", "amod"} and child.i not in hit.used and _is_object(child, ctx):
                yield child
    elif name == "clause":
        yield from _of_clause(hit)
    elif name == "object.possessor":
        for word, inner in tree.obliques(noun):
            if word in {"of", "on", "to", "for", "against"}:
                yield from possessors(inner, ctx)
    else:
        yield from _prepositional(hit, name)
        if carried is not None and name not in {"by", "of"}:
            verb, role = carried
            comes = role == "subject" and name == "from" and verb.lemma_ == "come"  # "praise came from Paris"
            if comes or (role != "subject" and verb.lemma_ in DOING | SUFFERING):
                for word, inner in tree.obliques(verb):
                    if word == name and inner is not noun and inner.i not in hit.used:
                        yield inner
        for verb in carriers(noun):
            if verb.lemma_ in DOING:
                for word, inner in tree.obliques(verb):
                    if word == name:
                        yield inner


_DAMAGING = words(
    "cut sever disable disrupt sink plunge collapse"
    " destroy damage hit strike rock shake tear rip shatter level wreck demolish devastate flatten target kill injure"
    " wound gut blow hurt maim"
)


def _is_object(modifier: Token, ctx: Context) -> bool:
    """ "the embassy bombing", "a hotel siege": a thing or place before the noun that is hit."""
    if ctx.is_time(modifier):
        return False
    if ctx.name_at[modifier.i] is not None:
        return ctx.label(modifier) in {"FAC", "GPE", "LOC"} and modifier.pos_ != "ADJ"
    kinds = ctx.kinds(modifier)
    return modifier.pos_ == "NOUN" and bool(kinds & {"thing", "place"}) and not kinds & {"weapon", "force", "abstract"}


_SUFFERS_BY = {"come": "under", "subject": "to", **dict.fromkeys(words("run drive walk fall blunder sail"), "into")}


def _suffers(verb: Token, role: str) -> bool:
    if verb.lemma_ in _SUFFERS_BY:
        return role == _SUFFERS_BY[verb.lemma_]
    return (verb.lemma_ in SUFFERING and role == "object") or (tree.is_passive(verb) and role in {"in", "by", "during"})


def _noun_subject(hit: Hit, carried: tuple[Token, str] | None, ctx: Context) -> Iterator[Token]:
    noun = hit.token
    by = tree.agent(noun)
    if by is not None and by.i not in hit.used:
        yield by
    for verb in carriers(noun):
        agent = tree.agent(verb) or (None if tree.is_passive(verb) else tree.surface_subject(verb))
        if verb.lemma_ == "call":
            continue  # "an explosion which officials called a terror attack"
        if agent is not None and agent is not noun and verb.lemma_ in DOING | {"claim", "blame", "attribute"}:
            yield agent
    for child in tree.lefts(noun):
        if child.dep_ == "nmod:poss" and child.i not in hit.used:
            yield tree.antecedent(child)
    if carried is not None:
        verb, role = carried
        if role == "object" and verb.lemma_ in DOING:
            doer = tree.agent(verb) if tree.is_passive(verb) else tree.surface_subject(verb)
            if doer is not None and doer is not noun:
                yield doer
        elif role in {"in", "of", "to", "with", "out"} and verb.lemma_ in {"take", "participate", "engage", "carry"}:
            doer = tree.surface_subject(verb)
            if doer is not None:
                yield doer
    for child in tree.lefts(noun):
        if child.dep_ in {"amod", "compound", "nmod:desc"} and child.i not in hit.used and _is_side(child, ctx):
            yield child
    of = tree.oblique(noun, "from")
    if of is not None:
        yield of


_ENDING = frozenset(
    {EventType.CONCEDE, EventType.SANCTION, EventType.RETREAT, EventType.AGREE, EventType.SUPPORT, EventType.REJECT}
)
_UNDOING = frozenset({"lose", "skip", "miss", "shun"})
_ENDED = frozenset(
    {
        EventType.CONSULT, EventType.AID, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.COERCE,
        EventType.SANCTION, EventType.RETREAT,
    }
)  # fmt: skip


def told_by_its_verb(hit: Hit, acts: Mapping[int, Frame]) -> bool:
    """ "Suspended talks", "eased a curfew", "signed a border treaty": the verb tells the act, its object is none."""
    if hit.frame.type not in _ENDED or hit.token.dep_ not in {"obj", "nsubj:pass", "conj"}:
        return False
    carried = light_verb(hit.token)
    if carried is not None and carried[1] == "object" and carried[0].lemma_ in _UNDOING:
        return True  # "lost contact with the crew"
    frame = acts.get(carried[0].i) if carried is not None and carried[1] == "object" else None
    return frame is not None and frame.type in _ENDING and not frame.only_objects.isdisjoint(_own_words(hit))


def _own_words(hit: Hit) -> set[str]:
    words = [t.lemma_.lower() for t in sorted((hit.token, *hit.words), key=lambda t: t.i)]
    return {*words, " ".join(words)}
