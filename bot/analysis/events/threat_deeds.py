"""The deeds that a speech threatens and whom they are against; the draft of a threat."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.conditions import Condition
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import (
    FUTURE,
    Deed,
    covered,
    force_noun,
    hostile_noun,
    lemma,
    lexicon,
    own_deed,
    targets,
)
from bot.analysis.events.scan import lowers
from bot.analysis.events.suffering import implied, suffering, term
from storage.model.findings import EventType, Status

_MIGHT = frozenset({"could", "may", "might"})
_NOW = frozenset({"face", "faces", "risk", "risks", "await", "awaits", "had", "has", "have"})
_OPEN = FUTURE | _MIGHT | _NOW | {"matter", "question"} | {
    "reserve", "reserves", "reserved", "going", "ready", "prepared", "target", "targets", "table", "choice", "option",
    "alternative",
}  # fmt: skip
"""Words that what is still to come can be known by (see ``future_head``)."""

_CLIMB = 3
_PRESENT = frozenset({"VBZ", "VBP", "VBD"})
_MEANS = frozenset({"force", "fire", "resistance", "strike", "violence"})
""" "Would be met by force": not by whom."""
_BEGINS = frozenset({"start", "begin", "come", "follow", "resume", "continue", "intensify", "increase", "expand"})


class Deeds:
    """What the rules of threats ask about the speeches of one text."""

    def __init__(self, doc: Doc, ctx: Context) -> None:
        self.doc, self.ctx, self.conditions = doc, ctx, ctx.conditions
        heads = [(i, verb) for i in lowers(doc, _OPEN) if (verb := future_head(ctx.tokens[i])) is not None]
        self._futures = [(i, verb) for i, verb in heads if ctx.tokens[i].lower_ not in _MIGHT]
        self._mights = [verb for i, verb in heads if ctx.tokens[i].lower_ in _MIGHT]
        self._at = [i for i, _ in self._futures]

    def futures_in(self, start: int, end: int) -> list[Token]:
        """The verbs of what is still to come ("will", "are ready to") whose sign stands in tokens ``start``-``end``."""
        return [verb for _, verb in self._futures[bisect_left(self._at, start) : bisect_left(self._at, end)]]

    def mights_in(self, start: int, end: int) -> list[Token]:
        """The verbs of what could be done in tokens ``start``-``end``."""
        return [verb for verb in self._mights if start <= verb.i < end]

    def might_in(self, start: int, end: int) -> bool:
        """Whether tokens ``start``-``end`` tell what could be done."""
        return any(start <= verb.i < end for verb in self._mights)

    def possible(self, content: tuple[int, int], actor: Token) -> Deed | None:
        """Force that a speaker says his own side could use ("warned that it could use nuclear weapons")."""
        side = sides.side(actor, self.ctx)
        for verb in self._mights:
            if not content[0] <= verb.i < content[1] or self.conditions.covering(verb.i) is not None:
                continue
            if sides.own(tree.surface_subject(verb), actor, side, self.ctx, True) and not tree.is_passive(verb):
                deed = own_deed(verb, self.ctx, True)
                if deed is not None and (
                    deed.kind in {"force", "answer"} or lemma(deed.verb) in lexicon()["other"]["coercive"]
                ):
                    return deed
        return None

    def best(
        self, content: tuple[int, int], actor: Token, conditional: bool, indirect: bool, lenient: bool = False
    ) -> Deed | None:
        """The gravest deed of a speech: of the speaker's side, or what the other side will suffer.

        ``lenient``: whoever does it does it for the speaker (of "threatened" and of commanders without a country).
        """
        side = sides.side(actor, self.ctx)
        best: Deed | None = None
        seen: set[int] = set()
        for verb in self.futures_in(*content):
            if verb.i in seen or self.conditions.covering(verb.i) is not None:
                continue
            seen.add(verb.i)
            subject = tree.surface_subject(verb)
            under = (
                conditional
                or self.conditions.governing(verb) is not None
                or implied(verb)
                or in_time(verb)
                or _or_before(verb)
            )
            if sides.own(subject, actor, side, self.ctx, indirect) or self._reserves(verb, subject):
                deed = own_deed(verb, self.ctx, under) or (_reaches(verb) if self._weapon(subject) else None)
                if deed is not None and tree.is_passive(deed.verb) and deed.kind in {"force", "plain"}:
                    deed = None
                told = subject is not None and self.ctx.kinds(subject) <= {"abstract", "unknown"}
                of_others = subject is not None and (subject.pos_ == "PRON" or told or sides.belongs(subject))
                if deed is None and of_others:  # "warned Finland that it would face consequences"
                    deed = suffering(verb, under)
            elif self._weapon(subject) and not indirect:
                deed = own_deed(verb, self.ctx, under) or _reaches(verb)
            elif subject is not None and verb.tag_ in _PRESENT:
                harmed = self.suffers(subject) and not sides.protected(subject)
                strong = sides.power(actor, self.ctx) or sides.commands(actor, self.ctx)
                told = under or (lemma(verb) == "have" and sides.commands(actor, self.ctx))  # "they had until dusk to"
                deed = suffering(verb, True) if strong and told and (harmed or lemma(verb) == "await") else None
            elif lemma(verb) == "table":
                deed = Deed(verb, "answer", firm=True)  # "all options are on the table"
            elif (
                subject is not None
                and not tree.is_passive(verb)
                and self.suffers(subject)
                and (lenient or sides.speaks_for(actor, subject, self.ctx, under))
            ):
                deed = own_deed(verb, self.ctx, under) or suffering(verb, under)
            else:
                by = tree.agent(verb)
                if by is not None and lemma(by) not in _MEANS and sides.own(by, actor, side, self.ctx, indirect):
                    deed = own_deed(verb, self.ctx, under)
                elif under and subject is not None and self._deed_begins(subject, verb):
                    deed = Deed(verb, "force")
                else:
                    deed = suffering(verb, under)
            if deed is not None and lemma(deed.verb) == "have" and not self._power(deed.verb, actor):
                deed = None  # "teams will have two weeks to appeal"
            if deed is not None and (best is None or deed.weight > best.weight):
                best = deed
        return best

    def _power(self, verb: Token, actor: Token) -> bool:
        subject = tree.surface_subject(verb)
        armed = sides.commands(actor, self.ctx) and self.ctx.label(actor) != "ORG"
        return not term(verb) or armed or (subject is not None and sides.power(subject, self.ctx))

    def _reserves(self, verb: Token, subject: Token | None) -> bool:
        """ "The Guards reserve the right to retaliate, a commander said": nobody else says so of them."""
        return lemma(verb) == "reserve" and subject is not None and self.suffers(subject)

    def _deed_begins(self, subject: Token, verb: Token) -> bool:
        """ "the operation would start unless the militia pulled back"."""
        deeds = lexicon()["acts"]["sets"]["deeds"]
        return lemma(subject) in deeds and lemma(verb) in _BEGINS and not tree.negated(verb)

    def suffers(self, token: Token) -> bool:
        kinds = self.ctx.kinds(token)
        return bool(kinds & {"person", "org", "force", "state", "place"}) or (
            self.ctx.country(token) is not None and not kinds <= {"abstract", "time", "number"}
        )

    def _weapon(self, subject: Token | None) -> bool:
        return subject is not None and (
            lemma(subject) in lexicon()["acts"]["sets"]["weapons"] or "weapon" in self.ctx.kinds(subject)
        )

    def means_of(self, cue: Token) -> tuple[bool, str]:
        means = tree.oblique(cue, "with")
        if means is None:
            return True, "threat.object"
        return hostile_noun(means, self.ctx) and force_noun(means), "threat.object-with"

    def own_noun(self, cue: Token, noun: Token, actor: Token) -> bool:
        """Whether a warning of a noun is one of what the speaker does himself; nobody hints at what others do."""
        hard = any(lemma(c) in lexicon()["answers"]["hard"] for c in noun.children if c.dep_ == "amod")
        if not hard and sides.commands(actor, self.ctx) and force_noun(noun):  # "the gang's boss warned of war if …"
            return any(c.dep_ == "advcl" and self.conditions.covering(c.i) is not None for c in cue.children)
        if not force_noun(noun) and sides.power(actor, self.ctx):  # "of secondary sanctions if they go on"
            return hard or any(self.conditions.covering(c.i) is not None for c in cue.children if c.dep_ == "advcl")
        return (hard or lemma(cue) == "hint") and sides.power(actor, self.ctx)

    def noun_targets(self, cue: Token, noun: Token) -> list[Token]:
        for head in (noun, tree.light(noun), cue):
            found = tree.oblique(head, "against", "on", "at", "to")
            found = found or tree.oblique(head, "for")
            if found is not None and self.suffers(found):
                return [found]
        return []

    def listed(self, token: Token | None) -> list[Token]:
        return [token] if token is not None else []

    def hit(
        self, cue: Token | None, deed: Deed | None, listener: Token | None, content: tuple[int, int], actor: Token
    ) -> list[Token]:
        """Whom it is against: who is warned, whom the deed hits, who would suffer, whose act is the condition."""
        side = sides.side(actor, self.ctx)

        def other(token: Token) -> bool:
            return not sides.own(token, actor, side, self.ctx, indirect=True) or token.lower_ in {"them", "you"}

        if listener is not None and self.suffers(listener) and not sides.protected(listener):
            return [listener]
        spare: list[Token] = []
        if deed is not None:
            found = (
                [s for s in (tree.surface_subject(deed.verb),) if s is not None]
                if deed.kind == "suffering"
                else targets(deed.verb, self.ctx)
            )
            for token in found:
                doer = self._behind(token) if deed.kind == "suffering" else None
                if doer is not None and other(doer):
                    return [doer]  # "any misadventure by India would be met"
                if token.pos_ == "PRON":
                    spare.append(token)
                elif deed.kind == "suffering" and sides.belongs(token) and self.suffers(token):
                    return [token]  # "its generals would face prosecution"
                elif (whole := self._whole(token)) is not None and other(whole):
                    return [whole]
                elif other(token) and (deed.kind != "suffering" or self.suffers(token) or self.ctx.country(token)):
                    return [token]
        doer = self._doer(cue, content, other) or self._sufferer(content, other)
        if doer is not None:
            return [doer]
        return [t for t in spare if self.ctx.resolve(t) is not None and other(t)]

    def meant(self, phrase: Token, actor: Token) -> list[Token]:
        """ "The group's leader would be next": of whom a set phrase is said."""
        side, at = sides.side(actor, self.ctx), phrase
        for _ in range(_CLIMB):
            subject = tree.surface_subject(at)
            if subject is not None and sides.speaks_for(actor, subject, self.ctx, True):
                return []
            somebody = subject is not None and self.ctx.kinds(subject) & {"person", "org", "force", "state"}
            if subject is not None and somebody and not sides.own(subject, actor, side, self.ctx, True):
                clause = any(c.dep_ == "acl:relcl" for c in subject.children)
                return [subject] if subject.pos_ != "PRON" or clause or subject.lower_ == "you" else []
            if at.head.i == at.i:
                break
            at = at.head
        return []

    def _whole(self, noun: Token) -> Token | None:
        """ "every port in the Emirates": the country is meant."""
        if self.ctx.country(noun) is not None or not any(c.lower_ in {"every", "all", "any"} for c in noun.children):
            return None
        if self.ctx.kinds(noun) & {"person", "force", "org"}:
            return None  # "any NATO troops in Ukraine": they themselves
        place = tree.oblique(noun, "in", "of", "across", "inside")
        return place if place is not None and self.ctx.label(place) == "GPE" else None

    def _behind(self, noun: Token) -> Token | None:
        """Whose act it is that will be answered."""
        if not self.ctx.kinds(noun) <= {"abstract", "unknown"}:
            return None
        by = tree.agent(noun) or next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
        return by if by is not None and by.pos_ != "PRON" and self.suffers(by) else None

    def _doer(self, cue: Token | None, content: tuple[int, int], other: Callable[[Token], bool]) -> Token | None:
        """ "if US troops set foot on its soil": whose act is the condition."""
        condition = self.condition(cue, content)
        if condition is None:
            return None
        subject = tree.surface_subject(self.ctx.tokens[condition.head])
        passive = tree.is_passive(self.ctx.tokens[condition.head])
        if subject is None or passive or subject.pos_ == "PRON" or not other(subject):
            return None
        return subject if self.ctx.kinds(subject) & {"org", "state", "force", "person"} else None

    def _sufferer(self, content: tuple[int, int], other: Callable[[Token], bool]) -> Token | None:
        """ "America will be forced to leave the region": told beside the deed."""
        for verb in self.futures_in(*content):
            if suffering(verb, True) is None:
                continue
            subject = tree.surface_subject(verb)
            if subject is not None and other(subject) and self.ctx.country(subject):
                return subject
        return None

    def condition(self, cue: Token | None, content: tuple[int, int]) -> Condition | None:
        found = self.conditions.within(*content)
        if found is not None or cue is None:
            return found
        sentence = self.ctx.sentences[self.ctx.sentence_of[cue.i]]
        return self.conditions.under(cue, *sentence)

    def draft(
        self, head: Token, rule: str, actor: Token | None, deed: Deed | None, hit: list[Token], violent: bool = True
    ) -> EventDraft:
        draft = EventDraft(EventType.THREATEN, rule, head.i, head.i, head.i + 1, status=Status.THREATENED)
        draft.path.append("threatened")
        draft.targets = [t for token in hit for t in self.ctx.all_of(token)]
        draft.violent = violent and (deed is None or deed.kind not in {"plain", "measure"})
        draft.placed = False
        if deed is not None:
            draft.covers.extend(covered(deed.verb))
            begun = tree.surface_subject(deed.verb) if lemma(deed.verb) in _BEGINS else None
            if begun is not None:
                draft.covers.append((begun.i, begun.i + 1))
            draft.path.append(f"{deed.kind}:{lemma(deed.verb)}")
            if actor is not None and sides.lays_down_work(deed.verb, actor):
                draft.violent, draft.targets = False, []
                draft.path.append("labour")
        return draft

    def deadline(self, draft: EventDraft, content: tuple[int, int]) -> str:
        """ "by Sunday", "within 48 hours": for ``--explain``; the contract has no field for it."""
        ranges = [content] if draft.condition is None else [content, draft.condition]
        for start, end in ranges:
            for i in range(max(start, 1), min(end, len(self.doc))):
                if i in self.ctx.date_at and self.ctx.tokens[i - 1].lower_ in {"by", "before", "until", "within"}:
                    when = self.ctx.date_at[i]
                    return f"deadline:{when.last or when.first or self.ctx.tokens[i].text}"
        return ""


def future_head(token: Token) -> Token | None:
    """The verb of "will", "would", "could"; of "are going to", "have no choice but to" the verb behind; else itself."""
    if token.dep_ == "aux" and (token.lower_ in FUTURE or token.lower_ in _MIGHT):
        had = any(c.dep_ == "aux" and c.lower_ == "have" for c in token.head.children)
        return None if had else token.head  # "would have torn it apart"
    word = token.lemma_
    if word in {"choice", "option", "alternative"}:  # "has no choice but to hit back"
        have = token.head
        no = token.dep_ == "obj" and have.lemma_ in {"have", "leave"} and tree.negated(token)
        but = (
            c for c in (*token.children, *have.children) if c.dep_ in {"acl", "advcl", "xcomp", "conj", "nmod", "obl"}
        )
        return next((c for c in but if c.i > token.i and c.pos_ == "VERB"), None) if no else None
    if word == "table":
        options = tree.subject(token)
        on = options is not None and options.lemma_ == "option" and "on" in tree.case_words(token)
        whole = on and any(c.lower_ in {"all", "every", "military"} for c in options.children)  # type: ignore[union-attr]
        return token if whole and not tree.negated(token) else None
    if word == "reserve" and token.pos_ == "VERB":
        return token
    if word in {"matter", "question"}:  # "only a matter of time before they burn"
        time = next((c for c in token.children if c.dep_ == "nmod" and c.lemma_ == "time"), None)
        clauses = (c for t in (token, time) if t is not None for c in t.children if c.dep_ in {"acl", "advcl"})
        return next((c for c in clauses if c.i > token.i), None) if time is not None else None
    if token.lower_ in _NOW:
        plain = token.pos_ == "VERB" and not any(c.dep_ == "aux" for c in token.children)
        return token if plain and (word != "have" or term(token)) else None
    if word == "go" and token.tag_ == "VBG":
        return next((c for c in token.children if c.dep_ == "xcomp"), None)
    if word in {"ready", "prepared"} and token.pos_ in {"ADJ", "VERB"}:
        return token
    if word == "target" and token.pos_ == "NOUN" and any(c.dep_ == "cop" for c in token.children):
        return token
    return None


def _or_before(verb: Token) -> bool:
    """ "Had two weeks to come to terms before something bad happened", "has until Friday to leave or …"."""
    if verb.lemma_ != "have":
        return False
    behind = tree.tokens(verb.doc)[verb.i + 1 : verb.right_edge.i + 1]
    return any(t.lower_ in {"before", "or"} for t in behind)


def in_time(verb: Token) -> bool:
    """ "It is a matter of time before they burn"."""
    return verb.dep_ in {"acl", "advcl"} and verb.head.lemma_ in {"time", "matter"} and verb.tag_ in _PRESENT


def _reaches(verb: Token) -> Deed | None:
    """ "our missiles will reach every port": what weapons do to others."""
    reach = {"reach", "hit", "rain", "fall", "find", "land", "strike", "fly", "come", "turn", "target", "visit"}
    return Deed(verb, "force") if lemma(verb) in reach and not tree.negated(verb) else None
