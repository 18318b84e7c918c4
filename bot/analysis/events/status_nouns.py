"""How real the act of a noun is: its modifiers, and the noun or verb that it hangs on."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.embedding import RESPONSIBILITY, SAYING, UNREAL_MODIFIERS, class_of
from bot.analysis.events.moods import MODAL, NONE, STEPS, by_class, modal_of, negated, none_acts, tense
from bot.analysis.events.status_verbs import DECIDED, verb_reading
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import EventType, Status

_LIKELY = frozenset({"likely", "unlikely", "possible", "probable", "imminent", "inevitable"})
_HAPPEN = frozenset(
    {"take", "happen", "occur", "exist", "materialise", "materialize", "be", "come", "record", "report"}
)


def noun_reading(ctx: Context, noun: Token, type_: EventType, path: list[str]) -> Status | str | None:
    """The reading of a noun of action by its modifiers and by what governs it."""
    if noun.lower_ == "protest" and tree.case_words(noun) == ["in"] and noun.n_lefts == 1:
        path.append("manner")  # "recalled its ambassador in protest"
        return NONE
    if (
        noun.head.lemma_ == "call"
        and noun.dep_ in {"xcomp", "obj"}
        and any(c.lower_ in _LIKELY for t in (noun, noun.head) for c in tree.children(t))
    ):
        path.append("called-likely")
        return Status.HYPOTHETICAL
    if "since" in tree.case_words(noun):
        path.append("since")  # "since the fall of Assad"
        return Status.HISTORICAL
    if "without" in tree.case_words(noun):
        path.append("without")
        return Status.HYPOTHETICAL
    if tree.negated(noun):
        return negated(ctx, noun, path, f"negated:{noun.lower_}")
    for child in tree.lefts(noun):
        if child.dep_ in {"amod", "compound", "det"} and (name := UNREAL_MODIFIERS.get(child.lower_)):
            path.append(f"{name}:{child.lower_}")
            return {
                "plan": Status.PLANNED, "fear": Status.HYPOTHETICAL, "claim": Status.CLAIMED,
                "continue": Status.ONGOING, "history": Status.HISTORICAL,
            }[name]  # fmt: skip
    for child in tree.children(noun):
        if child.dep_ == "acl" and child.pos_ == "VERB" and child.i > noun.i:
            name = class_of(child.lemma_.lower(), "claim", "plan", "prevent")
            if name and child.tag_ in {"VBN", "VBD"} and child.lemma_ not in {"link", "mean", "charge"}:
                path.append(f"{name}:{child.lower_}")
                return {"claim": Status.CLAIMED, "plan": Status.PLANNED, "prevent": Status.HYPOTHETICAL}[name]
    at = noun
    responsible = False
    for _ in range(STEPS):
        dep, head = at.dep_, at.head
        if head.i == at.i:
            if at.pos_ == "VERB" or any(c.dep_ == "cop" for c in tree.children(at)):
                return tense(ctx, at, type_, path, own=True)
            return None
        if dep in {"conj", "appos", "compound", "nmod:desc", "flat"}:
            at = head
            continue
        if head.pos_ in {"NOUN", "PROPN"} and dep.startswith(("nmod", "acl")):
            if tree.negated(head):
                return negated(ctx, noun, path, f"negated:{head.lower_}")
            lemma = head.lemma_.lower()
            name = class_of(
                lemma, "deny", "claim", "history", "prevent", "attempt", "demand", "fear", "plan", "refuse", "threat"
            )
            if dep == "nmod:poss":
                name = ""
            if name == "threat":
                path.append(f"threat:{lemma}")
                return Status.HYPOTHETICAL
            if lemma in {"end", "halt", "cessation", "stop", "pause"}:
                at = head  # "demanded an end to attacks"
                continue
            if lemma == "attempt" or (name == "plan" and lemma == "mission"):
                name = ""
            if name:
                return by_class(ctx, at, head, name, False, False, path, purpose=False)
            responsible = responsible or lemma in RESPONSIBILITY
            if not responsible and lemma not in _PARTS and "of" not in tree.case_words(at):
                return None
            at = head
            continue
        if head.pos_ in {"VERB", "AUX", "ADJ"} or tree.is_predicate(head):
            return _noun_under_verb(ctx, noun, at, head, dep, responsible, type_, path)
        return None
    return None


_PARTS = words(
    "series wave string number round campaign act kind form part type lot spate dozens scores hundreds one some many"
    " most intensity level"
)


def _noun_under_verb(
    ctx: Context, noun: Token, at: Token, verb: Token, dep: str, responsible: bool, type_: EventType, path: list[str]
) -> Status | str | None:
    lemma = verb.lemma_.lower()
    gone = tree.negated(verb)
    object_ = dep in {"obj", "nsubj:pass", "iobj", "xcomp"}
    cases = tree.case_words(at) if dep.startswith("obl") else []
    named = lemma in _CALLING and ("as" in cases or dep in {"xcomp", "obj"})
    if named and type_ is EventType.ASSAULT and _what(verb):
        path.append(f"called:{lemma}")
        return Status.CLAIMED  # "what it described as the torture of detainees"
    if responsible:
        subject = tree.surface_subject(verb)
        if (subject is not None and (subject.lower_ in {"nobody", "none"} or tree.negated(subject))) or gone:
            path.append("unclaimed")
            return NONE
        if class_of(lemma, "deny") or lemma == "reject":
            path.append(f"denied:{lemma}")
            return Status.DENIED
        if lemma in {"claim", "take", "accept", "admit", "assume"}:
            path.append(f"claimed:{lemma}")
            return Status.CLAIMED
    if object_ and lemma in _CARRY_OUT and _definite(noun) and modal_of(verb) in MODAL and tree.agent(verb) is not None:
        path.append(f"guessed-author:{lemma}")
        return Status.CLAIMED  # "the attack could have been carried out by rebels": it took place, by whom is a guess
    if object_:
        name = class_of(
            lemma,
            "deny",
            "threat",
            "prevent",
            "attempt",
            "refuse",
            "fear",
            "demand",
            "plan",
            "order",
            "claim",
            "continue",
        )
        if name in {"plan", "order", "refuse", "demand"} and lemma in _NOT_ON_NOUNS:
            name = ""
        if name == "refuse" and lemma in {"reject", "decline"} and type_ not in {EventType.ASSAULT}:
            name = "demand"
        if name == "order" and type_ in DECIDED:
            name = ""
        if name == "demand" and lemma in {"suggest", "oppose", "require"}:
            name = "fear"
        if name == "claim" and lemma in {"blame", "link", "attribute", "believe", "charge", "think"}:
            name = ""
        if name == "deny" and type_ is EventType.ACCUSE:
            path.append(f"accused-all-the-same:{lemma}")
            return None  # who dismisses an allegation shows that it was made
        if name == "claim":
            subject = tree.surface_subject(verb)
            if (subject is not None and tree.negated(subject)) or gone:
                path.append("unclaimed")
                told = [*tree.obliques(noun), *tree.obliques(verb)]
                return None if any(w in {"in", "at", "near", "on", "of", "outside"} for w, _ in told) else NONE
        if name:
            found = by_class(ctx, at, verb, name, type_ in DECIDED, gone, path, purpose=False)
            if found is not None:
                return found
        elif gone or (none_acts(verb) and lemma in {"carry", "launch", "stage", "conduct", "commit", "make", "mount"}):
            return negated(ctx, noun, path, f"negated:{verb.lower_}")
    elif dep in {"nsubj", "nsubj:outer", "csubj"}:
        if gone and lemma in _HAPPEN:
            return negated(ctx, noun, path, f"negated:{verb.lower_}")
        if lemma in {"continue", "persist", "intensify", "rage"}:
            path.append(f"continue:{lemma}")
            return Status.ONGOING if not gone else None
        found = tense(ctx, verb, type_, path, own=False)
        if (
            found is not None
            and not (found is Status.HYPOTHETICAL and _definite(noun))
            and not (
                found is Status.PLANNED
                and _definite(noun)
                and lemma not in _HAPPEN | {"begin", "start", "last", "end", "hold"}
            )
        ):
            return found
        if found is not None:
            path.append("definite")
        return None
    elif dep.startswith("obl"):
        name = ""
        if "for" in cases:
            name = class_of(lemma, *(() if lemma in _VOWS else ("plan",)), "demand", "claim", "history")
            if lemma in {"call", "appeal", "press", "push", "ask"}:
                name = "demand"
        elif "at" in cases and lemma == "hint":
            name = "plan"
        elif set(cases) & {"of", "about"}:
            name = class_of(lemma, "threat", "claim", "fear")
            name = "fear" if name == "threat" else name
        elif "against" in cases:
            name = class_of(lemma, "threat", "prevent")
            name = "fear" if name == "threat" else name
        elif set(cases) & {"with"} and lemma == "threaten":
            name = "threat"
        elif set(cases) & {"to"} and lemma in {"lead", "resort"}:
            return verb_reading(ctx, verb, type_, path, trigger=False)
        elif set(cases) & {"in", "with"} and lemma in {"participate", "take", "engage", "involve", "go", "proceed"}:
            if class_of(lemma, "claim"):
                name = "claim"
            elif gone:
                return negated(ctx, noun, path, f"negated:{verb.lower_}")
            else:
                return verb_reading(ctx, verb, type_, path, trigger=False)
        if name:
            return by_class(ctx, at, verb, name, False, gone, path, purpose=False)
        if set(cases) & {"before", "ahead of", "until", "pending"}:
            path.append(f"before:{cases[0]}")
            return None if _definite(noun) and type_ is EventType.ASSAULT else Status.PLANNED
        return None  # "killed in the attack": taken for granted
    if object_:
        if lemma in SAYING | _KNOWN:
            return None  # "condemned the attack", "reported attacks"
        return verb_reading(ctx, verb, type_, path, trigger=False)
    return None


_VOWS = words("vow swear promise pledge want")
"""What is vowed "for" something answers it ("vowed revenge for the killing"); "wanted for the shelling" has a past."""
_NOT_ON_NOUNS = words(
    "aim need set ready mean go tell pay invite send free offer discuss debate examine suggest decline call hire"
)


_KNOWN = words(
    "condemn denounce deplore criticize criticise welcome praise investigate probe witness survive describe "
    "attribute blame protest mourn lament regret recall follow mark honour honor celebrate support back oppose"
)


_CARRY_OUT = words(
    "carry commit perpetrate stage order mount execute launch conduct plant organise organize orchestrate mastermind"
)
_CALLING = words("describe call term brand label characterise characterize dub denounce portray")


def _what(verb: Token) -> bool:
    """Whether "what" opens the clause, by itself or as what it hangs on."""
    free = verb.dep_ == "acl:relcl" and verb.head.lower_ == "what"
    return free or any(c.lower_ == "what" for c in tree.lefts(verb))


def _definite(noun: Token) -> bool:
    return any(c.dep_ in {"det", "nmod:poss"} and c.lower_ not in {"a", "an", "any"} for c in tree.lefts(noun))
