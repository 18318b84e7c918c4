"""Dead, injured and other numbers, tied by the tree to the event that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events import scan
from bot.analysis.events.context import Context, elsewhere
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.patients import number_of, patients, summed
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Quantity, Status

_DEAD = words("kill die slay murder massacre assassinate execute perish behead lynch slaughter claim martyr drown")
_HURT = words("wound injure hurt maim hospitalise hospitalize")
_DEAD_WORDS = words("slain dead death deaths fatality fatalities killed martyr martyrs corpse")
_HURT_WORDS = words("injury injuries injured wounded hurt wounds")
_WOUNDS = words("injury wound burn cut bruise shrapnel trauma fracture bone")
_RECOVERED = words(
    "bury lay recover find retrieve discover pull unearth exhume collect count identify receive take see dig have"
)
_TAKEN = words("take rush bring admit airlift evacuate transfer carry move")
_SENDING = words("send put land leave rush")
_GRAVE = words("critical serious grave stable severe")
_TOLLING = (_DEAD | _HURT) - {"claim", "execute", "behead"}
_REAL = frozenset({Status.OCCURRED, Status.ONGOING, Status.CLAIMED})
_UNDONE = frozenset({Status.PLANNED, Status.THREATENED, Status.HYPOTHETICAL})
_PATIENTS = frozenset({"obj", "nsubj:pass"})


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of dead or injured, and the token that says so."""

    quantity: Quantity
    dead: bool
    anchor: Token


def tolls(ctx: Context) -> dict[int, list[Toll]]:
    """Every toll of the text by the number of its sentence."""
    out: dict[int, list[Toll]] = {}
    summed: set[int] = set()
    for i in scan.lemmas(ctx.doc, _WORDS):
        token = ctx.tokens[i]
        lemma = token.lemma_.lower()
        if lemma in _TOLLING and token.pos_ == "VERB":
            found, dead = patients(ctx, token, noun=False), lemma in _DEAD
        elif lemma in _PARTLY:
            found, dead = _of_words(ctx, token, lemma)
        else:
            continue
        if found is not None:
            summed.add(token.i)
            out.setdefault(ctx.sentence_of[token.i], []).append(Toll(found, dead, token))
    for amount in ctx.amounts:
        token = ctx.tokens[amount.end - 1]
        bare = ctx.tokens[amount.bare]
        if _none_of(ctx, amount.start):
            continue
        told = (
            _own_word(ctx, amount.end)
            or _toll(ctx, token)
            or (_toll(ctx, bare) if bare.i != token.i else None)
            or _right_behind(ctx, amount.start)
            or _right_before(ctx, amount.end)
        )
        if told is not None and told[1].i not in summed:
            dead, anchor = told
            out.setdefault(ctx.sentence_of[token.i], []).append(Toll(amount.quantity, dead, anchor))
    return out


_PARTLY = words(
    "leave hit shoot strike stab graze wounded injured dead hurt neutralise neutralize eliminate liquidate put"
    " escape suffer sustain fall"
)
_WORDS = _TOLLING | _PARTLY
_FIGHTS = words("ambush attack battle fighting clash blast assault raid shootout firefight explosion")
_LIMBS = words("leg arm shoulder thigh hand foot knee stomach abdomen chest back calf hip jaw ankle elbow buttock")


def _of_words(ctx: Context, word: Token, lemma: str) -> tuple[Quantity | None, bool]:
    """Those counted by words that tell of dead or hurt only together with others, and whether they died."""
    if word.pos_ != "VERB":
        if "among" in tree.case_words(word):  # "a nurse and two drivers are among the dead"
            be = next((c.i for c in tree.children(word) if c.dep_ == "cop"), word.i)
            subject = tree.conjuncts(ctx.tokens[be - 1])[0] if be else None
            found = summed(ctx, subject) if subject is not None else None
            return (replace(found, high=None) if found is not None else None), lemma == "dead"
        inside = next((c for c in tree.children(word.head) if c.dep_ == "obj"), None)
        if word.dep_ == "nsubj" and word.head.lemma_ == "include" and inside is not None:
            found = summed(ctx, inside)  # "the dead included four children"
            return (replace(found, high=None) if found is not None else None), lemma == "dead"
        return None, False
    if lemma in {"hit", "shoot", "strike", "stab", "graze"}:
        hurt = bool(_behind(word, "in") & _LIMBS) and not any(c.lower_ == "dead" for c in tree.children(word))
        return (patients(ctx, word, noun=False) if hurt and tree.is_passive(word) else None), False
    if lemma in {"escape", "suffer", "sustain", "fall"}:
        subject = tree.surface_subject(word)
        if lemma == "fall":  # "four policemen fell in the ambush"
            fell = subject is not None and "force" in ctx.kinds(subject) and _behind(word, "in") & _FIGHTS
            return (summed(ctx, subject) if subject is not None and fell else None), True
        harmed = bool(_behind(word, "with") & _WOUNDS) if lemma == "escape" else _harmed(word)
        return (summed(ctx, subject) if subject is not None and harmed else None), False
    people = tree.objects(word)
    if not people:
        return None, False
    if lemma == "leave":
        # "left a sergeant and three gunmen dead"
        last = list(ctx.joined(people[0]))
        told = {c.lower_ for t in (word, *last) for c in tree.children(t) if c.dep_ in {"xcomp", "amod", "advcl"}}
        lone = number_of(ctx, people[0]) is None and "dead" in told and not told & _HURT_WORDS
        return (summed(ctx, people[0]) if lone else None), True
    if lemma == "put" and not {"out", "action"} <= {t.lower_ for t in ctx.tokens[word.i : word.i + 5]}:
        return None, False
    fighters = ctx.kinds(people[0]) & {"person", "force"} and "abstract" not in ctx.kinds(people[0])
    return (patients(ctx, word, noun=False) if fighters else None), True


def _none_of(ctx: Context, start: int) -> bool:
    """ "Not one of the 14 patients was hurt", "none of the 30 aboard"."""
    before = [t.lower_ for t in ctx.tokens[max(start - 4, 0) : start]]
    while before and before[-1] in {"the", "its", "his", "their", "those"}:
        before.pop()
    return (
        bool(before)
        and before[-1] == "of"
        and (before[-2:-1] == ["none"] or before[-3:-1] in (["not", "one"], ["no", "one"]))
    )


def _right_behind(ctx: Context, start: int) -> tuple[bool, Token] | None:
    """ "wounded twenty-one": the number right behind an active verb, wherever the parser hung it."""
    verb = ctx.tokens[start - 1] if start else None
    if verb is None or verb.pos_ != "VERB" or tree.is_passive(verb):
        return None
    lemma = verb.lemma_.lower()
    return (True, verb) if lemma in _DEAD - {"claim"} else (False, verb) if lemma in _HURT else None


def _own_word(ctx: Context, end: int) -> tuple[bool, Token] | None:
    """ "12 dead and 30 wounded": the second number has its own word, wherever the parser hung it."""
    word = ctx.tokens[end] if 0 < end < len(ctx.tokens) else None
    if word is None or word.lower_ not in {"dead", "killed", "wounded", "injured"}:
        return None
    return _right_before(ctx, end) if word.dep_ == "conj" and word.head.i < end - 1 else None


def _right_before(ctx: Context, end: int) -> tuple[bool, Token] | None:
    """ "left 12 dead and 30 wounded": the word right behind the number, unless it is a verb that does it to others."""
    word = ctx.tokens[end] if end < len(ctx.tokens) else None
    if word is None or (word.pos_ == "VERB" and any(c.dep_ == "obj" for c in tree.children(word))):
        return None
    lower = word.lower_
    if lower == "of" and end + 2 < len(ctx.tokens) and ctx.tokens[end + 2].lower_ == "fatally":
        return True, ctx.tokens[end + 2]  # "shot five co-workers, three of them fatally"
    after = ctx.tokens[end + 1] if end + 1 < len(ctx.tokens) else None
    if lower == "hurt" and (after is None or after.pos_ == "PUNCT"):
        return False, word  # "eight slain, 17 hurt."
    return (
        (True, word)
        if lower in {"dead", "killed", "slain"}
        else (False, word)
        if lower in _HURT_WORDS - {"hurt"}
        else None
    )


def _toll(ctx: Context, number: Token) -> tuple[bool, Token] | None:
    noun = number
    for _ in range(4):
        found = _told(noun)
        if found is not None:
            return found
        if (
            noun.dep_ in {"nummod", "compound", "advmod", "det", "amod", "obl:unmarked", "fixed"}
            or (noun.dep_ in {"nmod", "obl"} and "of" in tree.case_words(noun))
            or (noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN", "NUM"} and not _has_own(noun))
        ):
            noun = noun.head
        else:
            break
    return None


def _has_own(noun: Token) -> bool:
    return any(c.dep_ in {"acl", "amod"} and c.lower_ in _HURT_WORDS | _DEAD_WORDS for c in tree.children(noun))


def _told(noun: Token) -> tuple[bool, Token] | None:
    """Whether a noun (with its number) counts dead (True) or injured (False), and the word that says so."""
    lower = noun.lower_
    if lower in _DEAD_WORDS:
        return True, noun
    if lower in _HURT_WORDS:
        return False, noun
    for child in tree.children(noun):
        if child.dep_ in {"acl", "amod", "xcomp", "acl:relcl"} and child.i >= noun.i - 3:
            if child.lower_ in {"dead", "killed"} and not _has_subject(child):
                return True, child
            if child.lower_ in {"wounded", "injured", "hurt"}:
                return False, child
    dep, verb = noun.dep_, noun.head
    lemma = verb.lemma_.lower()
    if noun.lemma_ == "life" and dep == "nmod" and lemma in {"loss", "cost"}:
        return True, verb
    if dep in {"iobj", "nsubj", "obj"} and lemma == "cost" and any(c.lemma_ == "life" for c in tree.children(verb)):
        return True, verb
    if dep in _PATIENTS or (dep == "nsubj" and lemma in {"die", "perish", "drown"}):
        if lemma in _DEAD and (lemma != "claim" or noun.lemma_ in {"life", "victim"}):
            return True, verb
        if lemma in _HURT:
            return False, verb
        if any(c.lower_ == "dead" and c.i > verb.i and not _has_subject(c) for c in tree.children(verb)) or "death" in (
            _behind(verb, "to") | _behind(noun, "to")
        ):
            return True, verb  # "were shot dead", "was stabbed to death"
        if noun.lemma_ == "life" and lemma in {"lose", "cost"}:
            return True, verb
        if lemma in _SENDING and "hospital" in _behind(verb, "to") | _behind(verb, "in"):
            return False, verb
        if lemma in _RECOVERED and noun.lemma_.lower() in {"body", "corpse"}:
            return True, verb
        if dep == "nsubj:pass" and _cared_for(verb, lemma):
            return False, verb
        if lemma in {"leave", "find", "confirm", "report"}:
            for child in tree.children(verb):
                if child.dep_ in {"xcomp", "obj", "advcl", "ccomp", "amod"} and child.i > noun.i:
                    if child.lower_ == "dead":
                        return True, child
                    if child.lower_ in {"wounded", "injured", "hurt", "maimed", "bleeding", "crippled"}:
                        return False, child
    if dep == "nsubj" and lemma == "survive" and tree.negated(verb):
        return True, verb
    hurt = _WOUNDS & (_behind(noun, "with") | _behind(verb, "with"))
    if hurt and (verb.lemma_ == "leave" or verb.lower_ == "dead" or noun.dep_ in {"nsubj:pass", "obj"}):
        return False, noun  # "leaving 19 dead and another dozen with gunshot wounds"
    if dep == "nsubj" and lemma in {"suffer", "sustain", "receive"} and _harmed(verb):
        return False, verb
    if dep == "nsubj" and lemma in {"fight", "battle"} and _behind(verb, "for") & {"life", "survival"}:
        return False, verb
    if dep == "nsubj" and lemma == "succumb" and _behind(verb, "to") & _WOUNDS:
        return True, verb
    if dep in {"nsubj", "obj"} and _in_condition(verb):
        return False, verb
    if dep == "nsubj" and lemma == "lose" and any(c.lemma_ == "life" for c in tree.children(verb)):
        return True, verb
    if dep in {"nsubj", "nsubj:pass"} and lower != "toll":
        if verb.lower_ in _DEAD_WORDS:
            return True, verb
        if verb.lower_ in _HURT_WORDS:
            return False, verb
    if dep.startswith("obl") and set(tree.case_words(noun)) & {"to", "at"}:
        for toll in tree.children(verb):
            if toll.dep_ not in {"nsubj", "nsubj:pass", "obj"} or toll.lemma_ not in {
                "toll",
                "number",
                "count",
                "tally",
            }:
                continue
            told = {c.lower_ for c in tree.children(toll)} | {
                g.lower_ for c in tree.children(toll) for g in (*tree.children(c), c)
            }
            if told & _HURT_WORDS:
                return False, toll
            if toll.lemma_ == "toll" or told & _DEAD_WORDS:
                return True, toll
    return None


def _has_subject(word: Token) -> bool:
    return any(c.dep_ == "nsubj" for c in tree.children(word))


def _behind(verb: Token, preposition: str) -> set[str]:
    return {noun.lemma_.lower() for word, noun in tree.obliques(verb) if word == preposition}


def _harmed(verb: Token) -> bool:
    """ "Eight others suffered bullet wounds"."""
    return any(o.lemma_.lower() in _WOUNDS for o in tree.objects(verb))


def _cared_for(verb: Token, lemma: str) -> bool:
    """ "were treated for injuries", "were taken to hospital with burns"."""
    if lemma == "treat":
        return bool(_behind(verb, "for") & _WOUNDS or _behind(verb, "in") & {"hospital"})
    return lemma in _TAKEN and "hospital" in _behind(verb, "to") and bool(_behind(verb, "with") & _WOUNDS)


def _in_condition(verb: Token) -> bool:
    """ "were in critical condition", "left three people in serious condition", "left seven in hospital"."""
    if verb.lemma_ == "leave" and "hospital" in _behind(verb, "in"):
        return True
    states = [verb, *(noun for word, noun in tree.obliques(verb) if word == "in")]
    return any(s.lemma_.lower() == "condition" and {c.lower_ for c in tree.lefts(s)} & _GRAVE for s in states)


def attach(ctx: Context, drafts: list[EventDraft]) -> None:
    """Gives each toll to the event it belongs to: that of its word, of a verb it hangs on, else the only one near."""
    told = tolls(ctx)
    if not told:
        return
    by_sentence: dict[int, list[EventDraft]] = {}
    for draft in drafts:
        if draft.type in {EventType.ASSAULT, EventType.PROTEST}:
            by_sentence.setdefault(ctx.sentence_of[draft.head], []).append(draft)
    for number, found in sorted(told.items()):
        here = by_sentence.get(number)
        if not here:
            # "Six clerks died" alone tells on the attack of the sentences before
            before = next((by_sentence[k] for k in range(number - 1, number - 4, -1) if k in by_sentence), None)
            here = [d for d in before or () if d.type is EventType.ASSAULT and d.status in _REAL][:1]
            if found and _others(ctx, found[0]):
                deadly = (d for k in range(number - 1, number - 4, -1) for d in by_sentence.get(k, ()) if d.dead)
                here = [next(deadly, here[0])] if here else []
            if not here or ctx.sentence_of[here[0].head] < number - 3:
                continue
        for toll in found:
            owner = _owner(ctx, toll, here)
            if owner is None or owner.status in _UNDONE:
                continue
            if toll.dead and owner.dead is None:
                owner.dead = toll.quantity
            elif not toll.dead and owner.hurt is None:
                owner.hurt = toll.quantity


_FURTHER = frozenset({"other", "others", "further", "another", "more"})


def _others(ctx: Context, toll: Toll) -> bool:
    """ "Eight others suffered burns": beside those that the text counted before."""
    if toll.dead:
        return False
    start, end = ctx.sentences[ctx.sentence_of[toll.anchor.i]]
    return any(t.lower_ in _FURTHER for t in ctx.tokens[start:end])


def _owner(ctx: Context, toll: Toll, drafts: list[EventDraft]) -> EventDraft | None:
    heads = {d.head: d for d in reversed(drafts)}
    if toll.anchor.i in heads:
        return heads[toll.anchor.i]
    by = tree.agent(toll.anchor) if toll.anchor.pos_ == "VERB" else None
    if by is not None and "time" not in ctx.kinds(by):
        return None  # "two assailants were shot dead by guards" beside the attack: another deed
    for below, above in pairwise((toll.anchor, *tree.governors(toll.anchor))):
        if elsewhere(ctx, below):
            break
        if above.i in heads:
            return heads[above.i]
    assaults = [d for d in drafts if d.type is EventType.ASSAULT] or drafts
    return min(assaults, key=lambda d: abs(d.head - toll.anchor.i))
