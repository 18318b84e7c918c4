"""What a threat says that the other side would have to bear: "will pay a price", "will be met with force"."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.hostile import Deed, beside, lemma, lexicon, verbs

_TIMES = frozenset({"obj", "obl", "obl:unmarked"})
_ANYBODY = frozenset({"any", "anyone", "anybody", "whoever", "every", "those", "all", "everyone", "each"})


def suffering(verb: Token, conditional: bool) -> Deed | None:
    """What a clause says that its subject will have to bear ("will pay a price", "will be met with force")."""
    words = lexicon()["suffering"]
    for member in verbs(verb):
        word = lemma(member)
        if word in {"have", "need"} and (inner := _must(member)) is not None:
            if (found := suffering(inner, conditional)) is not None:
                return found
            continue
        if word == "have" and conditional and term(member):
            return Deed(member, "suffering")
        if word == "await" and _awaited(member):
            return Deed(member, "answer")
        if tree.is_passive(member):
            if word in words["passive"]:
                return Deed(member, "suffering")
            if word in words["forced"] and any(c.dep_ in {"xcomp", "ccomp"} for c in member.children):
                return Deed(member, "suffering")
            if word == "spare" and tree.negated(member):
                return Deed(member, "suffering")
            raised = conditional and word in {
                "double",
                "raise",
                "impose",
                "reimpose",
                "extend",
                "treble",
                "triple",
                "hike",
            }
            if raised and beside(member) & {"tariff", "sanction", "sanctions", "duty", "embargo"}:
                return Deed(member, "suffering")
            if word == "carry" and beside(member) & {"sentence", "execution", "threat"}:
                return Deed(member, "suffering")
            if word == "hold" and beside(member) & {"responsible", "accountable"}:
                return Deed(member, "suffering")
            if word in words["passive_if"] and (conditional or _anybody(member)):
                return Deed(member, "suffering")
            continue
        if conditional and word in _PASSES and (word == "stop" or _none(member)):
            return Deed(member, "suffering")
        if tree.negated(member):
            near = beside(member)
            if conditional and word in {"see", "sleep", "live", "survive", "escape", "rest"}:
                return Deed(member, "suffering")
            if lemma(member) in {"safe", "go", "remain", "be"} and (
                near & {"unpunished", "unanswered", "safe"} or word == "safe"
            ):
                return Deed(member, "suffering")
            continue
        if _promised(member) or _or_you(member):
            return Deed(member, "suffering")
        needed = words.get(word)
        if needed is not None and isinstance(needed, frozenset) and word not in {"passive", "passive_if", "forced"}:
            near = beside(member)
            if (near & needed and _grave(member, needed)) or (
                not needed and (conditional or word == "regret" or _yours(member))
            ):
                return Deed(member, "suffering")
        if word == "target" and any(lemma(c) in {"legitimate", "fair", "military", "lawful"} for c in member.children):
            return Deed(member, "suffering")
    return None


_PASSES = frozenset(
    {"stop", "pass", "leave", "enter", "cross", "move", "land", "sail", "reach", "survive", "escape", "get", "flow"}
)


def _must(verb: Token) -> Token | None:
    """The verb behind "will have to"."""
    return next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and c.pos_ == "VERB"), None)


def term(verb: Token) -> bool:
    """ "Has two weeks to come to terms", "has until Friday to": of "have" and "give"."""
    terms = lexicon()["other"]["terms"]
    time = next((c for c in verb.children if c.dep_ in _TIMES and lemma(c) in terms - {"time"}), None)
    if time is None and not any(c.dep_ in _TIMES and "until" in tree.case_words(c) for c in verb.children):
        return False
    around = (*verb.children, *(time.children if time is not None else ()))
    return any(c.dep_ in {"xcomp", "acl", "advcl"} and c.i > verb.i for c in around)


def _awaited(verb: Token) -> bool:
    """ "A crushing response awaits those who …"."""
    subject = tree.surface_subject(verb)
    if subject is None:
        return False
    words = lexicon()["answers"]
    hard = any(lemma(c) in words["hard"] or lemma(c) == "same" for c in subject.children if c.dep_ == "amod")
    return lemma(subject) in words["nouns"] | {"fate", "death", "grave", "hell", "noose"} and (
        hard or lemma(subject) not in words["weak_nouns"]
    )


def for_each(verb: Token) -> bool:
    """ "Ten judges would die for each man handed over": the condition in another form."""
    doc = tree.tokens(verb.doc)
    behind = [t.lower_ for t in doc[verb.i + 1 : verb.i + 3]]
    if behind[:1] == ["for"] and behind[1:] and behind[1] in {"each", "every"}:
        return True
    for child in verb.children:
        first = child.left_edge.i
        if child.dep_.startswith("obl") and doc[first].lower_ == "for":
            return any(t.lower_ in {"each", "every"} for t in doc[first + 1 : child.i])
    return False


def _none(verb: Token) -> bool:
    """ "No aid truck will pass" (unless …)."""
    subject = tree.surface_subject(verb)
    return subject is not None and (
        any(c.dep_ == "det" and c.lower_ == "no" for c in tree.lefts(subject))
        or subject.lower_ in {"nobody", "nothing"}
    )


def _yours(verb: Token) -> bool:
    """ "Your cities will burn": said to those who will bear it."""
    subject = tree.surface_subject(verb)
    return subject is not None and (subject.lower_ == "you" or any(c.lower_ == "your" for c in tree.lefts(subject)))


_WORSE = frozenset({"bury", "die", "face", "pay", "lose", "regret", "suffer", "mourn", "collect"})


def _or_you(verb: Token) -> bool:
    """ "Stop writing or you will join them": what those will bear who are spoken to."""
    subject = tree.surface_subject(verb)
    if verb.dep_ != "conj" or verb.head.tag_ not in {"VB", "VBP"}:
        return False
    if lemma(verb) not in _WORSE and (subject is None or subject.lower_ != "you"):
        return False
    alternative = any(c.dep_ == "cc" and c.lower_ == "or" for c in tree.lefts(verb))
    return alternative and not any(c.dep_ in {"nsubj", "aux", "mark"} for c in tree.children(verb.head))


def _promised(verb: Token) -> bool:
    """ "There will be consequences for those who helped": what comes, to somebody or with a hard word."""
    if lemma(verb) != "be" or not any(c.lower_ == "there" and c.dep_ == "expl" for c in verb.children):
        return False
    words = lexicon()["answers"]
    noun = next((c for c in verb.children if c.dep_ in {"nsubj", "obj"} and c.i > verb.i), verb)
    if lemma(noun) in {"consequence", "repercussion", "retaliation", "retribution", "revenge", "reprisal", "hell"}:
        return tree.oblique(noun, "for", "against") is not None or lemma(noun) not in words["weak_nouns"]
    return lemma(noun) in words["weak_nouns"] and any(lemma(c) in words["hard"] for c in noun.children)


def _grave(verb: Token, needed: frozenset[str]) -> bool:
    """ "pay a price" needs "heavy"; "have consequences" and "lead to a response" a hard word or a condition before."""
    hard = lexicon()["answers"]["hard"] | {"high", "steep", "big", "great", "huge", "very", "full"}
    weak = {
        "price",
        "cost",
        "response",
        "reply",
        "reaction",
        "action",
        "measure",
        "consequence",
        "answer",
        "repercussion",
    }
    for child in verb.children:
        if child.dep_ in {"obj", "xcomp", "ccomp"} or child.dep_.startswith("obl"):
            word = lemma(child)
            if word in needed - weak:
                return True
            if word in needed:
                if word == "consequence" and lemma(verb) in {"face", "suffer", "bear"}:
                    return True
                if word == "price" and lemma(verb) == "pay":
                    return True
                subject = tree.surface_subject(verb)
                if (
                    subject is not None
                    and _any(subject)
                    and word in weak
                    and lemma(verb) in {"invite", "draw", "provoke"}
                ):
                    return True  # "any misadventure would invite a response"
                return any(lemma(c) in hard for c in child.children if c.dep_ in {"amod", "compound", "acl"})
    return any(c.dep_ == "advmod" and lemma(c) in needed for c in verb.children)


def implied(verb: Token) -> bool:
    """A condition in other words: "any hand that reaches for them", "anyone who touches our oil"."""
    return for_each(verb) or any_that(verb) is not None


def any_that(verb: Token) -> Token | None:
    """ "Anyone who touches our oil", "any attempt to divert the river": whose or what a condition is."""
    around = [*tree.objects(verb), tree.surface_subject(verb), tree.agent(verb)]
    around += [c for c in verb.children if c.dep_ == "obl" and c.lower_ in _ANYBODY]
    for noun in around:
        if noun is not None and _any(noun) and any(c.dep_ in {"acl:relcl", "acl"} for c in noun.children):
            return noun
    return None


def _anybody(verb: Token) -> bool:
    subject = tree.passive_subject(verb)
    if subject is None:
        return False
    if any(c.dep_ == "nmod" and _any(c) and any(g.dep_ == "acl:relcl" for g in c.children) for c in subject.children):
        return True  # "husbands of those who disobey"
    bare = subject.tag_ == "NNS" and not any(c.dep_ in {"det", "nmod:poss"} for c in subject.children)
    return _any(subject) or (bare and any(c.dep_ == "acl:relcl" for c in subject.children))


def _any(subject: Token) -> bool:
    return subject.lower_ in _ANYBODY or any(c.dep_ == "det" and c.lower_ in _ANYBODY for c in subject.children)
