"""Dead, injured and other numbers, tied by the tree to the event that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context, elsewhere
from bot.analysis.events.draft import EventDraft
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Quantity, Status

_DEAD = words("kill die slay murder massacre assassinate execute perish behead lynch slaughter claim martyr drown")
_HURT = words("wound injure hurt maim hospitalise hospitalize")
_DEAD_WORDS = words("slain dead death deaths fatality fatalities killed martyr martyrs corpse")
_HURT_WORDS = words("injury injuries injured wounded hurt wounds")
_WOUNDS = words("injury wound burn cut bruise shrapnel trauma fracture")
_RECOVERED = words("bury lay recover find retrieve discover pull unearth exhume collect count identify")
_TAKEN = words("take rush bring admit airlift evacuate transfer carry move")
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
    for token in ctx.tokens:
        if token.pos_ == "VERB" and (lemma := token.lemma_.lower()) in _TOLLING:
            found = patients(ctx, token, noun=False)
            if found is not None:
                summed.add(token.i)
                out.setdefault(ctx.sentence_of[token.i], []).append(Toll(found, lemma in _DEAD, token))
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
            if child.lower_ in {"dead", "killed"}:
                return True, child
            if child.lower_ in {"wounded", "injured", "hurt"}:
                return False, child
    dep, verb = noun.dep_, noun.head
    lemma = verb.lemma_.lower()
    if dep in _PATIENTS or (dep == "nsubj" and lemma in {"die", "perish", "drown"}):
        if lemma in _DEAD and (lemma != "claim" or noun.lemma_ in {"life", "victim"}):
            return True, verb
        if lemma in _HURT:
            return False, verb
        if any(c.lower_ == "dead" and c.i > verb.i for c in tree.children(verb)) or "death" in _behind(verb, "to"):
            return True, verb  # "were shot dead", "was stabbed to death"
        if noun.lemma_ == "life" and lemma in {"lose", "cost"}:
            return True, verb
        if lemma in _RECOVERED and noun.lemma_.lower() in {"body", "corpse"}:
            return True, verb
        if dep == "nsubj:pass" and _cared_for(verb, lemma):
            return False, verb
        if lemma in {"leave", "find", "confirm", "report"}:
            for child in tree.children(verb):
                if child.dep_ in {"xcomp", "obj", "advcl", "ccomp", "amod"} and child.i > noun.i:
                    if child.lower_ == "dead":
                        return True, child
                    if child.lower_ in {"wounded", "injured", "hurt"}:
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


def patients(ctx: Context, head: Token, *, noun: bool) -> Quantity | None:
    """Those a toll word is done to, counted: "a judge", "Six clerks and a judge" (the numbers summed)."""
    low = high = 0
    open_end = False
    only: Quantity | None = None
    first = last = -1
    nouns = [n for w, n in tree.obliques(head) if w == "of"] if noun else tree.objects(head)
    if not noun and (own := _own_number(ctx, head)) is not None:
        return own
    if head.lemma_ in {"die", "perish", "drown"}:
        subject = tree.surface_subject(head)
        nouns = [subject] if subject is not None else []
    for member in (m for n in nouns[:1] for m in ctx.joined(n) if m is n or not _part(m)):
        amount = _number(ctx, member)
        start, end = ctx.bounds(member)
        if amount is not None:
            only = amount if first < 0 else None
            low += amount.low
            high += amount.high or 0
            open_end = open_end or amount.high is None
        elif any(c.lower_ == "both" for c in tree.lefts(member)):
            only = None
            low, high = low + 2, high + 2
        elif _one(ctx, member):
            only = None
            low, high = low + 1, high + 1
            start -= start > 0 and ctx.tokens[start - 1].lower_ in {"a", "an", "the"}
        else:
            return None
        first, last = (start if first < 0 else first), end
    if first < 0 or last <= first:
        return None
    if only is not None:
        return only
    tail = ctx.tokens[last - 1]
    begin, stop = ctx.tokens[first].idx, tail.idx + len(tail)
    return Quantity(ctx.text[begin:stop], begin, stop, low, None if open_end else high)


def _part(noun: Token) -> bool:
    """ "five, two of them seriously": some of those counted before."""
    of = tree.oblique(noun, "of") if noun.pos_ == "NUM" else None
    return of is not None and of.pos_ == "PRON"


def _own_number(ctx: Context, verb: Token) -> Quantity | None:
    """ "Four people were killed and nine wounded": a number that stands by its own word."""
    for child in tree.lefts(verb):
        amount = ctx.amount_at.get(child.i)
        if (
            amount is not None
            and child.dep_ in {"nummod", "nsubj", "nsubj:pass", "obl", "dep"}
            and verb.i - child.i <= 2
        ):
            return amount.quantity
    before = ctx.amount_at.get(verb.i - 1)
    return before.quantity if before is not None else None


_COLLECTIVE = words(
    "crowd public family population opposition clan tribe crew staff personnel minority majority couple enemy army"
    " military force police troop patrol unit battalion brigade navy militia gang group toll number rest"
)


def _one(ctx: Context, noun: Token) -> bool:
    """A single person: by name, or "a judge"."""
    if noun.lower_ in {"he", "she"} and noun.head.lemma_ == "die":
        return True
    if tree.negated(noun) or noun.pos_ == "PRON" or noun.lemma_.lower() in _COLLECTIVE:
        return False
    kinds = ctx.kinds(noun)
    if noun.pos_ == "PROPN":
        return ctx.label(noun) == "PERSON" or (kinds == {"person"} and noun.tag_ == "NNP")
    if noun.tag_ != "NN" or "org" in kinds or not kinds & {"person", "force", "unknown"} or noun.lower_ == "people":
        return False
    if "unknown" in kinds and not any(c.lower_ in {"a", "an"} for c in tree.lefts(noun)):
        return False
    return any(
        (c.dep_ == "det" and c.lower_ in {"a", "an", "another", "the"}) or c.dep_ == "nmod:poss"
        for c in tree.lefts(noun)
    ) or any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in tree.rights(noun))


def count_patients(ctx: Context, draft: EventDraft) -> None:
    """The toll of a noun that itself means death ("the murder of a judge")."""
    if draft.noun and draft.lethal and draft.type is EventType.ASSAULT:
        draft.dead = draft.dead or patients(ctx, ctx.tokens[draft.head], noun=True)


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


def _owner(ctx: Context, toll: Toll, drafts: list[EventDraft]) -> EventDraft | None:
    heads = {d.head: d for d in reversed(drafts)}
    if toll.anchor.i in heads:
        return heads[toll.anchor.i]
    by = tree.agent(toll.anchor) if toll.anchor.pos_ == "VERB" else None
    if by is not None and not ctx.is_time(by):
        return None  # "two assailants were shot dead by guards" beside the attack: another deed
    for below, above in pairwise((toll.anchor, *tree.governors(toll.anchor))):
        if elsewhere(ctx, below):
            break
        if above.i in heads:
            return heads[above.i]
    assaults = [d for d in drafts if d.type is EventType.ASSAULT] or drafts
    return min(assaults, key=lambda d: abs(d.head - toll.anchor.i))


def count_of(ctx: Context, draft: EventDraft) -> Quantity | None:
    """How many: such events ("hundreds of attacks"), people held or taken, troops sent."""
    if draft.noun:
        return _number(ctx, ctx.tokens[draft.head])
    counted = draft.targets
    if draft.type is EventType.PROTEST:
        counted = draft.actors
    elif draft.type is EventType.ASSAULT and draft.subtype not in _COUNTED:
        return None
    if draft.type in _WITH_NUMBERS:
        for target in counted:
            if (found := _number(ctx, target)) is not None:
                return found
    return None


_COUNTED = frozenset({"Abduction/forced disappearance", "Disrupted weapons use"})
_WITH_NUMBERS = frozenset(
    {EventType.COERCE, EventType.MOBILIZE, EventType.RETREAT, EventType.PROTEST, EventType.ASSAULT, EventType.SANCTION}
)


def _number(ctx: Context, noun: Token) -> Quantity | None:
    amount = ctx.amount_at.get(noun.i)
    if amount is not None:
        return amount.quantity
    for child in tree.lefts(noun):
        if child.dep_ in {"nummod", "amod", "compound", "det"} and (amount := ctx.amount_at.get(child.i)) is not None:
            return amount.quantity
    head = noun.head
    if noun.dep_ == "nmod" and (amount := ctx.amount_at.get(head.i)) is not None and "of" in tree.case_words(noun):
        return amount.quantity
    return None
