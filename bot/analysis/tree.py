"""Questions to a dependency tree (Universal Dependencies v2, English), asked by every room of the analysis.

All functions are pure and take tokens of a parsed Doc. ``None`` or an empty list means that the tree does not say.
Relative pronouns are replaced by the noun they stand for; subjects are found through infinitives, conjunctions and
participles, so that "the gunmen who tried to storm the base" has the gunmen as subject of "storm".
"""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis.dependents import children as children
from bot.analysis.dependents import clause_of as clause_of
from bot.analysis.dependents import governors as governors
from bot.analysis.dependents import index as index
from bot.analysis.dependents import is_predicate as is_predicate
from bot.analysis.dependents import lefts as lefts
from bot.analysis.dependents import negated as negated
from bot.analysis.dependents import remembered
from bot.analysis.dependents import rights as rights
from bot.analysis.dependents import tokens as tokens
from bot.analysis.lexicon.wordlists import words

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
_NP_LEFT = frozenset(
    {
        "det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat", "advmod",
        "goeswith", "obl:unmarked",
    }
)  # fmt: skip
_NP_RIGHT = frozenset({"flat", "compound", "fixed", "goeswith", "nummod", "nmod:desc"})
_SUBJECT_CONTROL = frozenset({"threaten", "promise", "vow", "swear", "pledge", "use", "take", "spend"})
"""Verbs whose object is not the subject of their infinitive ("threatened Israel to strike")."""
_OBJECT_CONTROL = frozenset(
    {
        "accuse", "blame", "charge", "suspect", "convict", "prevent", "stop", "keep", "dissuade", "deter", "discourage",
        "condemn", "criticise", "criticize", "arrest", "sentence", "try", "jail", "imprison", "indict", "cite",
        "acquit", "ban", "bar", "prohibit", "force", "pressure", "persuade", "talk", "sanction", "hold",
    }
)  # fmt: skip
"""Verbs whose object is the subject of the gerund behind them ("accused the army of bombing")."""
_OF = frozenset({"of", "for", "from", "in", "with"})
_DEPTH = 8


def surface_subject(verb: Token, depth: int = _DEPTH) -> Token | None:
    """Whoever stands as subject of a verb or predicate, active or passive, also where shared or controlled."""
    if depth <= 0:
        return None
    subjects = [c for c in children(verb) if c.dep_ in _SUBJECTS]
    if subjects:
        # "Chad, Niger said, had shelled": the first belongs to what is said
        lent = len(subjects) > 1 and _bare_content(verb) is not None
        return antecedent(subjects[1 if lent else 0])
    dep, head = verb.dep_, verb.head
    if verb.i and verb.dep_ in {"root", "ROOT", "ccomp"}:
        for child in children(verb):
            if child.dep_ == "obl:unmarked" and child.i == verb.i - 1 and child.pos_ in _NOMINAL:
                return child  # "Neither side fired": a subject taken for a measure
    if dep == "ccomp" and head.i != verb.i and _bare_content(head) is verb:
        subjects = [c for c in children(head) if c.dep_ in _SUBJECTS]
        if len(subjects) > 1:
            return antecedent(subjects[0])
    if head is verb or head.i == verb.i:
        return None
    if (
        head.lemma_ in _OBJECT_CONTROL
        and dep in {"advcl", "xcomp", "ccomp", "obl"}
        and not is_passive(head)
        and any(c.dep_ in {"mark", "case"} and c.i < verb.i and c.lower_ in _OF for c in children(verb))
    ):
        return next((antecedent(c) for c in children(head) if c.dep_ == "obj"), None)  # "accused the army of firing"
    if dep == "xcomp":
        raised = _raised(verb)
        return antecedent(raised) if raised is not None else _controller(head, depth)
    if dep == "conj":
        return surface_subject(head, depth - 1) if is_predicate(head) else None
    if dep == "acl":
        if verb.tag_ in {"VBG", "VBN", "VBD"} and not _marker(verb):
            return head
        return _owner(head, depth)
    if dep == "acl:relcl" or (dep == "amod" and verb.tag_ == "VBG"):  # "striking workers"
        return antecedent(head)
    if dep == "advcl" and (verb.tag_ in {"VBG", "VBN"} or _marker(verb) == "to"):
        return surface_subject(head, depth - 1)
    if dep in {"ccomp", "obl", "advcl"} and verb.tag_ == "VBG" and is_predicate(head):
        return surface_subject(head, depth - 1)
    return None


def _bare_content(verb: Token) -> Token | None:
    """The content of a verb of saying where it has no subject of its own."""
    for child in children(verb):
        if child.dep_ == "ccomp" and not any(c.dep_ in _SUBJECTS for c in children(child)):
            return child
    return None


def noun_lemma(token: Token) -> str:
    """The lower-cased lemma; of a plural that was taken for a name ("Rockets hit") the singular."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and token.tag_ in {"NNS", "NNPS"} and len(lemma) > 3 and lemma.endswith("s"):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def _controller(head: Token, depth: int) -> Token | None:
    if head.lemma_ not in _SUBJECT_CONTROL:
        for child in children(head):
            if child.dep_ in {"obj", "iobj"}:
                return antecedent(child)
    return surface_subject(head, depth - 1)


def _raised(verb: Token) -> Token | None:
    """ "help the army fight the rebels": the tree may hang the army on the infinitive, as its object."""
    if verb.dep_ != "xcomp" or verb.tag_ != "VB" or _marker(verb):
        return None
    return next((c for c in children(verb) if c.dep_ == "obj" and verb.head.i < c.i < verb.i), None)


def _owner(noun: Token, depth: int) -> Token | None:
    """Whose noun it is: "Israel's plan to", "the plan by Israel to", "Israel has plans to"."""
    for child in children(noun):
        if child.dep_ == "nmod:poss":
            return antecedent(child)
    by = agent(noun)
    if by is not None:
        return by
    if noun.dep_ in {"obj", "xcomp", "conj"} and noun.head.i != noun.i:
        return surface_subject(noun.head, depth - 1)
    return None


def _marker(verb: Token) -> str:
    """The word that opens a subordinate clause, lower-cased; "" where none does."""
    for child in children(verb):
        if child.dep_ == "mark" and child.i < verb.i:
            return child.lower_
    return ""


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is returned as it is."""
    if token.pos_ != "PRON" or token.lower_ not in _RELATIVES:
        return token
    at = token.head
    for _ in range(_DEPTH):
        if at.dep_ in {"acl:relcl", "acl"} and at.head.i != at.i:
            return at.head if at.head.i != token.i else token
        if at.head.i == at.i or at.dep_ not in {"xcomp", "ccomp", "conj", "advcl", "obj", "nmod:poss", "obl"}:
            return token
        at = at.head
    return token


def subject(verb: Token) -> Token | None:
    """The active subject of a verb (of a predicate noun or adjective too); ``None`` for passives."""
    return None if is_passive(verb) else surface_subject(verb)


def passive_subject(verb: Token) -> Token | None:
    """The subject of a passive, reduced relatives included ("villages attacked by the army": villages)."""
    return surface_subject(verb) if is_passive(verb) else None


def is_passive(verb: Token, depth: int = _DEPTH) -> bool:
    """Whether a verb is passive: by its subject or auxiliary, or as a participle without object and auxiliary."""
    helped = has_object = False
    for child in children(verb):
        dep = child.dep_
        if dep in {"aux:pass", "csubj:pass", "obl:agent"}:
            return True
        if dep == "nsubj:pass":
            return not _only_active(verb) and bare_object(verb) is None
        if dep == "nsubj":
            if verb.tag_ != "VBN" or verb.dep_ != "conj":
                return False
            continue  # "two were killed and their driver wounded": the auxiliary is not said again
        if dep == "aux":
            helped = True
        elif dep in {"obj", "ccomp"}:
            has_object = True
    if helped or has_object or depth <= 0 or verb.tag_ not in {"VBN", "VBD"}:
        return False
    if verb.dep_ == "acl":
        return True
    if verb.tag_ != "VBN":
        return verb.dep_ == "conj" and verb.head.dep_ == "acl" and is_passive(verb.head, depth - 1)
    if verb.dep_ in {"advcl", "xcomp", "amod"}:
        return True
    return verb.dep_ == "conj" and verb.head.i != verb.i and is_passive(verb.head, depth - 1)


def _only_active(verb: Token) -> bool:
    """ "have massed": a perfect, modal or "do" without "be" is no passive, whatever the parser calls its subject."""
    helpers = [c for c in children(verb) if c.dep_ == "aux"]
    return bool(helpers) and not any(c.dep_ == "aux:pass" or c.lemma_ in {"be", "get"} for c in children(verb))


@remembered
def objects(verb: Token) -> list[Token]:
    """What the verb is done to: its objects, its subject where it is passive, the antecedent of an object relative."""
    raised = _raised(verb)
    out = [antecedent(c) for c in children(verb) if c.dep_ == "obj" and c is not raised]
    if out:
        return out
    if verb.lemma_ in {"help", "let", "make"}:
        below = next((r for c in children(verb) if c.dep_ == "xcomp" and (r := _raised(c)) is not None), None)
        if below is not None:
            return [below]
    if (bare := bare_object(verb)) is not None:
        return [bare]
    if is_passive(verb):
        patient = surface_subject(verb)
        return [patient] if patient is not None else []
    if verb.dep_ == "acl:relcl":
        if not any(c.pos_ == "PRON" and c.lower_ in _RELATIVES for c in children(verb)) and any(
            c.dep_ == "nsubj" for c in children(verb)
        ):
            return [verb.head]  # "the attack the army launched"
        return []
    if verb.dep_ == "conj" and verb.head.i != verb.i and is_predicate(verb.head):
        # the tree hangs a shared object on the first verb: "attacked and burned villages"
        return [antecedent(c) for c in children(verb.head) if c.dep_ == "obj" and c.i > verb.i]
    return out


@remembered
def bare_object(verb: Token) -> Token | None:
    """An object that the parser took for an adverbial: without preposition, right behind an active verb."""
    for child in children(verb):
        if child.dep_ == "obl" and child.i > verb.i and child.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
            if not case_words(child) and not any(c.dep_ == "mark" for c in children(child)):
                return child
        elif child.dep_ == "aux:pass":
            return None
    return None


def agent(head: Token) -> Token | None:
    """Who is behind a passive verb or a noun by a by-phrase ("attacked by X", "the attack by X")."""
    for child in children(head):
        dep = child.dep_
        if dep.startswith(("obl", "nmod")) and dep != "nmod:poss":
            cases = case_words(child)
            if "by" in cases or (dep == "obl:agent" and not cases):
                return antecedent(child)
    for child in children(head):
        # "the killing of two journalists by soldiers": the tree may hang the by-phrase on the journalists
        if head.pos_ == "NOUN" and child.dep_ == "nmod" and "of" in case_words(child):
            for inner in children(child):
                if inner.dep_ == "nmod" and "by" in case_words(inner):
                    return antecedent(inner)
    return None


@remembered
def case_words(noun: Token) -> list[str]:
    """The prepositions before a noun, lower-cased, fixed ones as one ("because of")."""
    out: list[str] = []
    for child in children(noun):
        if child.i > noun.i:
            break
        if child.dep_ == "case" and not _degree(child):
            rest = [c.lower_ for c in children(child) if c.dep_ == "fixed"]
            out.append(" ".join([child.lower_, *rest]))
    if not out:
        # "of party candidate Luis Galan": the tree may hang the preposition on the title
        for child in lefts(noun):
            if child.dep_ in {"nmod:desc", "compound"}:
                return [c.lower_ for c in lefts(child) if c.dep_ == "case"]
    return out


def _degree(word: Token) -> bool:
    """ "at" of "at least", "up" of "up to", "over" before a number: no prepositions."""
    doc = tokens(word.doc) if word.lower_ in _BEFORE_NUMBERS else []
    if word.lower_ == "of":
        return word.i > 0 and doc[word.i - 1].lower_ in {"upwards", "upward"}
    if word.i + 1 >= len(doc):
        return False
    following = doc[word.i + 1]
    return following.lower_ in _DEGREES or (word.lower_ in {"over", "under", "around"} and following.pos_ == "NUM")


def oblique(head: Token, *prepositions: str) -> Token | None:
    """The first dependent of ``head`` with one of the prepositions before it."""
    for preposition, noun in obliques(head):
        if preposition in prepositions:
            return noun
    return None


@remembered
def obliques(head: Token) -> list[tuple[str, Token]]:
    """(preposition, noun) of every prepositional dependent, in order; of two prepositions each gives a pair."""
    out: list[tuple[str, Token]] = []
    for child in children(head):
        if child.dep_.startswith(("obl", "nmod")) and child.dep_ != "nmod:poss":
            noun = antecedent(child)
            cases = case_words(child)
            if noun.lower_ == "front" and cases == ["in"]:
                behind = [c for c in children(noun) if c.dep_ == "nmod" and "of" in case_words(c)]
                out.extend(("in front of", c) for c in behind)
                continue
            out.extend((word, noun) for word in cases)
            if cases[:2] == ["out", "of"] or cases[:1] == ["out of"]:
                out.append(("from", noun))
    return out


def conjuncts(token: Token) -> list[Token]:
    """A token and all that are joined to it by "and" or commas, in the order of the text."""
    first = token
    for _ in range(_DEPTH):
        if first.dep_ != "conj" or first.head.i == first.i:
            break
        first = first.head
    out = [first]
    for member in out:
        out.extend(c for c in children(member) if c.dep_ == "conj")
        if len(out) > 64:
            break
    return sorted(out, key=lambda t: t.i)


@remembered
def phrase(token: Token) -> tuple[int, int]:
    """The noun phrase of a head as a reader would quote it: its first token and the end behind its last.

    From its determiner, modifiers, number or owner to the head, with multi-word names and short "of"-complements;
    without preposition, relative clause, apposition and any other prepositional phrase.
    """
    doc = tokens(token.doc)
    start, end = token.i, token.i + 1
    for child in lefts(token):
        if child.dep_ in _NP_LEFT:
            start = min(start, child.left_edge.i)
            break
    for child in rights(token):
        dep = child.dep_
        if dep in _NP_RIGHT:
            edge = child.right_edge.i + 1
            end = max(end, edge if edge - child.i <= 4 else child.i + 1)
        elif dep == "nmod" and child.i - token.i <= 7 and "of" in case_words(child):
            first, last = phrase(child)
            if last - token.i <= 10 and first <= end + 2:
                end = max(end, last)
        elif dep == "nmod" and child.pos_ == "PROPN" and child.i - token.i <= 3 and "from" in case_words(child):
            end = max(end, phrase(child)[1])  # "a delegation from Chad"
        elif dep not in {"punct", "case"}:
            break
    if (
        end < len(doc)
        and (twin := doc[end]).pos_ == "PROPN"
        and twin.head.i == token.head.i
        and twin.dep_ == token.dep_
        and twin.dep_ in _SUBJECTS | {"obj"}
    ):
        end = max(end, twin.right_edge.i + 1)  # "senator Galan" as two subjects
    for k in range(token.i + 1, end):
        if doc[k].text in _STOPS:
            end = k
            break
    for k in range(token.i - 1, start, -1):
        if doc[k].text in _STOPS:
            start = k + 1
            break
    while start < token.i and doc[start].dep_ in {"case", "cc", "mark"} and doc[start + 1].lower_ not in _DEGREES:
        start += 1
    while start < token.i and (doc[start].is_space or doc[start].is_punct) and doc[start].text not in {"“", '"'}:
        start += 1
    while end - 1 > token.i and (doc[end - 1].is_space or doc[end - 1].text in {",", ";", ":", "-", "–", "—"}):
        end -= 1
    return start, end


def light(noun: Token) -> Token:
    """The noun that counts in "dozens of people", "a group of soldiers", "members of the FMLN"; else the noun."""
    if noun.lower_ in _LIGHT_NOUNS or noun.pos_ == "NUM":
        for child in children(noun):
            if child.dep_ == "nmod" and "of" in case_words(child):
                return child
    return noun


_BEFORE_NUMBERS = frozenset({"of", "at", "up", "over", "under", "around", "more", "less", "fewer"})
_DEGREES = frozenset({"least", "most", "than"})
_STOPS = frozenset({":", ";", "(", ")", "[", "]", "--", "—", "|"})
_LIGHT_NOUNS = words(
    "all any band barrels batch bulk both bunch column consignment convoy couple crowd crowds dozen dozens fleet "
    "gang group groups half handful hundreds kilo kilogram kilograms kilos kind last liters litres lot majority "
    "many member members millions most none number pair part parts people remainder remnants rest scores series "
    "several shipment shipments some spate squad string team tens thousands ton tonne tonnes tons truckload "
    "truckloads type wave"
)
