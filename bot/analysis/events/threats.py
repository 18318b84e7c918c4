"""Threats: one THREATEN event each, with who threatens, whom, under which condition and until when.

Three places where threats stand: verbs of threatening, vowing and warning with what they govern; what somebody says he
will do to another ("we will target them all"), in quotations and in reported speech; nouns ("death threats against",
"an ultimatum to"). The deed that is threatened is covered, so that it is no event of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import (
    Deed,
    covered,
    force_noun,
    hostile_noun,
    lemma,
    lexicon,
    own_deed,
    targets,
)
from bot.analysis.events.scan import lemmas
from bot.analysis.events.suffering import suffering
from bot.analysis.events.threat_asides import Asides
from bot.analysis.events.threat_idioms import idiom
from bot.analysis.events.threat_nouns import noun_threats
from bot.analysis.events.threat_orders import order_threats
from bot.analysis.events.threat_speech import LISTENERS, UNSIGNED
from bot.analysis.extensions import note
from storage.model.findings import Stance, Status

_CLAUSE = frozenset({"ccomp", "xcomp", "parataxis"})
_HITS = frozenset(
    {"tariff", "sanction", "sanctions", "embargo", "blockade", "strike", "attack", "raid", "offensive", "invasion",
     "retaliation", "reprisal", "revenge", "response", "boycott", "expulsion", "countermeasure"}
)  # fmt: skip
_NOBODY = frozenset({"anyone", "anybody", "nobody", "someone", "somebody", "none"})


def find(doc: Doc, ctx: Context) -> list[EventDraft]:
    """Every threat of a parsed text, in the order of the text. ``covers`` are the tokens of the threatened deed."""
    reader = _Reader(doc, ctx)
    found = _told_once(ctx, sorted(reader.read(), key=lambda draft: draft.head))
    for draft in found:
        first, last = ctx.tokens[draft.start], ctx.tokens[draft.end - 1]
        note(doc, "threat", first.idx, last.idx + len(last), draft.rule, path=tuple(draft.path))
    return found


def _told_once(ctx: Context, drafts: list[EventDraft]) -> list[EventDraft]:
    """Without what only goes on with the threat of the sentence before ("They will regret it," she said)."""
    out: list[EventDraft] = []
    for draft in drafts:
        last = out[-1] if out else None
        near = last is not None and ctx.sentence_of[draft.head] - ctx.sentence_of[last.head] <= 1
        veiled = last is not None and last.rule == "threat.idiom" and not last.targets and draft.targets
        if last is not None and veiled and ctx.sentence_of[draft.head] == ctx.sentence_of[last.head]:
            draft.covers.extend(last.covers)
            out[-1] = draft  # whom it is against is told behind
            continue
        if last is None or not near or draft.targets or draft.rule not in {"threat.quoted", "threat.said"}:
            out.append(draft)
            continue
        if _one_speaker(ctx, last, draft):
            last.covers.extend(draft.covers)
        else:
            out.append(draft)
    return out


def _one_speaker(ctx: Context, first: EventDraft, second: EventDraft) -> bool:
    """Whether two threats in a row may have one speaker: the same words, or two people of no different country."""
    names, again = ({t.lower_ for t in draft.actors} for draft in (first, second))
    if names & again or not again:
        return True
    here, there = ({ctx.country(t) for t in draft.actors} - {None} for draft in (first, second))
    people = all(ctx.kinds(t) & {"person", "force"} for t in (*first.actors, *second.actors))
    return people and not (here and there and here != there)


class _Reader(Asides):
    def read(self) -> Iterator[EventDraft]:
        for i in lemmas(self.doc, self.verbs):
            token = self.ctx.tokens[i]
            kind = self.cues.get(lemma(token)) if token.pos_ in {"VERB", "AUX"} else None
            if kind is None or token.dep_ in {"amod", "compound"} or token.i in self.told:
                continue
            draft = self._cue(token, kind)
            if draft is not None:
                yield draft
        for draft in noun_threats(self.doc, self.ctx):
            if draft.head not in self.told:
                self.tell(draft)
                yield draft
        for draft in order_threats(self.doc, self.ctx):
            if draft.head not in self.told:
                self.tell(draft)
                yield draft
        for speech in self.doc._.speeches or ():
            yield from self.speech(speech.start, speech.end, speech.cue, speech.direct, speech.speaker)
        yield from self.aside()
        if not self.doc._.speeches:
            yield from self.unattributed()

    def _cue(self, cue: Token, kind: str) -> EventDraft | None:
        if tree.negated(cue) and kind != "threaten":
            return None
        if kind == "threaten" and (tree.negated(cue) or _no_longer(cue)):
            return None
        actor, speakers = self._speakers(cue)
        if tree.is_passive(cue) and not self._speaks(cue):
            return self._passive(cue, kind)
        if actor is None or not sides.can_threaten(actor, self.ctx):
            return None
        if kind != "threaten" and sides.neutral(actor):
            return None
        content = self._content(cue)
        listener = next((c for c in cue.children if c.dep_ in LISTENERS), None)
        build = {"threaten": self._threaten, "vow": self._vow, "warn": self._warn}[kind]
        draft = build(cue, actor, listener, content)
        if draft is None and kind == "warn" and (phrase := idiom(self.doc, *content)) is not None:
            hit = self.hit(cue, None, listener, content, actor) or self.meant(phrase, actor)
            draft = self.draft(cue, "threat.idiom", actor, None, hit)
            draft.path.append(f"phrase:{phrase.lower_}")
        if draft is not None:
            if self._denied(cue):
                draft.status = Status.DENIED
                draft.path.append("denied")
            draft.actors = [t for t in speakers if t.lower_ not in _NOBODY]
            self.finish(draft, content)
        return draft

    def _speaks(self, cue: Token) -> bool:
        """A participle beside a passive ("that he be named and threatened to …") that the claims give a speaker."""
        speech = self.speeches.get(cue.i)
        if speech is None or speech.speaker is None:
            return False
        return not any(c.dep_ in {"aux:pass", "nsubj:pass", "obl:agent"} for c in cue.children)

    def _denied(self, cue: Token) -> bool:
        """ "denied that anyone had threatened to sink the ship"."""
        speech = self.ctx.speech(cue.i)
        above = cue.head if cue.dep_ in {"ccomp", "xcomp"} else cue
        return (speech is not None and speech.stance is Stance.DENIES) or lemma(above) in {"deny", "reject", "dismiss"}

    def _speakers(self, cue: Token) -> tuple[Token | None, list[Token]]:
        """The one who speaks as the text has him, and those the event names (pronouns resolved)."""
        subject = tree.subject(cue)
        if subject is None and cue.dep_ == "conj" and cue.head.dep_ in {"ccomp", "xcomp"}:
            subject = tree.subject(cue.head.head)  # "claimed to have killed them and promised the same fate to …"
        if subject is None:
            speech = self.speeches.get(cue.i)
            subject = speech.speaker.root if speech is not None and speech.speaker is not None else None
        if subject is None:
            return None, []
        author = sides.author(subject, self.ctx)
        if author is not None:
            return author, self.ctx.all_of(author)
        if lemma(subject) in lexicon()["messages"]:
            return subject, [subject]
        return subject, self.ctx.all_of(subject)

    def _content(self, cue: Token) -> tuple[int, int]:
        """The tokens of what is said: the claim's, else the clause that hangs on the cue or that it hangs on."""
        speech = self.speeches.get(cue.i)
        if speech is not None:
            return speech.start, speech.end
        clause = next((c for c in cue.children if c.dep_ in _CLAUSE and c.pos_ != "PUNCT"), None)
        if clause is not None:
            return clause.left_edge.i, clause.right_edge.i + 1
        if _trails(cue):
            return cue.head.left_edge.i, cue.left_edge.i
        return cue.i + 1, cue.right_edge.i + 1

    def _threaten(
        self, cue: Token, actor: Token, listener: Token | None, content: tuple[int, int]
    ) -> EventDraft | None:
        words = lexicon()
        inner = next((c for c in cue.children if c.dep_ in {"xcomp", "advcl"} and c.i > cue.i and _to(c)), None)
        if inner is not None:
            if lemma(inner) in words["other"]["never"]:
                return None
            known = own_deed(inner, self.ctx, True) or suffering(inner, True)
            deed = known if known is not None else Deed(inner, "plain")
            hit = [listener] if listener is not None else targets(deed.verb, self.ctx)
            if deed.kind == "plain":  # "to leave their vehicles across the road"
                hit = [t for t in hit if not sides.belongs(t)]
            return self.draft(cue, "threat.to-verb", actor, deed, hit)
        clause = next((c for c in cue.children if c.dep_ in {"ccomp", "parataxis"}), None)
        if listener is not None and self.suffers(listener):
            force, rule = self.means_of(cue)
            draft = self.draft(cue, rule, actor, None, [listener])
            draft.violent = force
            return draft
        if listener is not None:
            if not hostile_noun(listener, self.ctx):
                return None
            draft = self.draft(cue, "threat.noun", actor, None, self.noun_targets(cue, listener))
            union = lemma(tree.light(listener)) == "strike" and sides.works(actor)
            draft.violent = force_noun(listener) and not union
            draft.covers.extend(covered(listener))
            return draft
        if clause is not None or cue.i in self.speeches or _trails(cue):
            said = self.best(content, actor, conditional=True, indirect=True, lenient=True)
            if said is None and clause is None and cue.i not in self.speeches:
                return None
            return self.draft(cue, "threat.that", actor, said, self.hit(cue, said, None, content, actor))
        against = tree.oblique(cue, "against", "with")
        if against is not None and (hostile_noun(against, self.ctx) or self.suffers(against)):
            return self.draft(cue, "threat.object", actor, None, [against] if self.suffers(against) else [])
        return None

    def _vow(self, cue: Token, actor: Token, listener: Token | None, content: tuple[int, int]) -> EventDraft | None:
        inner = next((c for c in cue.children if c.dep_ in {"xcomp", "ccomp"} and c.i > cue.i), None)
        condition = self.condition(cue, content)
        thing = next((c for c in cue.children if c.dep_ == "obj"), None)
        if listener is not None and listener.dep_ == "iobj" and thing is not None and hostile_noun(thing, self.ctx):
            return self.draft(cue, "threat.vow-noun", actor, None, [listener], violent=force_noun(thing))
        if listener is not None and (inner is None or hostile_noun(listener, self.ctx)):
            if not hostile_noun(listener, self.ctx) or lemma(listener) in {"action", "measure", "step", "ban"}:
                return None
            draft = self.draft(cue, "threat.vow-noun", actor, None, self.noun_targets(cue, listener))
            draft.violent = force_noun(listener)
            draft.covers.extend(covered(listener))
            return draft
        if inner is not None and inner.dep_ == "xcomp":
            deed = own_deed(inner, self.ctx, condition is not None)
        else:
            deed = self.best(content, actor, condition is not None, indirect=True)
        grave = self._of_deed(cue, inner) if deed is None or deed.kind == "plain" else None
        deed = grave or deed
        if deed is None or (deed.kind == "plain" and condition is None and grave is None):
            return None
        return self.draft(cue, "threat.vow", actor, deed, self.hit(cue, deed, None, content, actor))

    def _of_deed(self, cue: Token, verb: Token | None) -> Deed | None:
        """ "The tariff that Washington has promised to impose", "the raid it vowed to carry out"."""
        if verb is None or verb.dep_ != "xcomp":
            return None
        for found in [*tree.objects(verb), *([cue.head] if cue.dep_ == "acl:relcl" else ())]:
            word = lemma(tree.light(found))
            if word in _HITS and hostile_noun(found, self.ctx):
                told = verb if found.i == cue.head.i else found
                return Deed(told, "force" if force_noun(found) else "plain")
        return None

    def _warn(self, cue: Token, actor: Token, listener: Token | None, content: tuple[int, int]) -> EventDraft | None:
        if listener is not None and sides.protected(listener) and not self.condition(cue, content):
            return None
        to_listener = listener or tree.oblique(cue, "to")
        clause = next((c for c in cue.children if c.dep_ in {"ccomp", "xcomp", "parataxis"}), None)
        if clause is not None or cue.i in self.speeches or _trails(cue):
            under = self.condition(cue, content) is not None
            lenient = under and sides.commands(actor, self.ctx)
            deed = self.best(content, actor, under, indirect=True, lenient=lenient)
            deed = deed or (self.possible(content, actor) if sides.power(actor, self.ctx) else None)
            if deed is not None:
                return self.draft(cue, "threat.warn", actor, deed, self.hit(cue, deed, to_listener, content, actor))
        powers = to_listener is not None and sides.power(to_listener, self.ctx) and sides.power(actor, self.ctx)
        if clause is not None and _to(clause) and powers:
            return self.draft(cue, "threat.warn-not-to", actor, None, self.listed(to_listener), violent=False)
        about = tree.oblique(cue, "of", "about", "with", *(("at",) if lemma(cue) == "hint" else ()))
        about = about or (tree.oblique(listener, "of") if listener is not None else None)
        if about is not None and hostile_noun(about, self.ctx) and (powers or self.own_noun(cue, about, actor)):
            hit = self.listed(to_listener) or self.noun_targets(cue, about) or self.hit(cue, None, None, content, actor)
            draft = self.draft(cue, "threat.warn-of", actor, None, hit, violent=force_noun(about))
            draft.covers.extend(covered(about))
            return draft
        if powers and tree.oblique(cue, "against") is not None:
            return self.draft(cue, "threat.warn-against", actor, None, self.listed(to_listener), violent=False)
        return None

    def _passive(self, cue: Token, kind: str) -> EventDraft | None:
        """ "was threatened with death by …", "have been threatened by gunmen"."""
        patient = tree.passive_subject(cue)
        if kind == "threaten" and patient is not None and hostile_noun(patient, self.ctx):
            return self._promised(cue, patient)
        if patient is None or not self.suffers(patient):
            return None
        if kind == "warn":
            return self._called(cue, patient)
        if kind != "threaten":
            return None
        agent, means = tree.agent(cue), tree.oblique(cue, "with")
        if agent is not None and not sides.can_threaten(agent, self.ctx):
            return None
        person = "person" in self.ctx.kinds(patient) and any(c.dep_ == "aux" for c in cue.children)
        if agent is None and not person and (means is None or not hostile_noun(means, self.ctx)):
            return None  # but "he had been threatened twice this year"
        draft = self.draft(cue, "threat.passive", agent, None, [patient])
        draft.actors = self.ctx.all_of(agent)
        draft.violent = means is None or force_noun(means)
        self.finish(draft, (cue.i, cue.right_edge.i + 1))
        return draft

    def _promised(self, cue: Token, noun: Token) -> EventDraft | None:
        """ "The blockade threatened by Beijing": of those who can."""
        agent = tree.agent(cue)
        if agent is None or not sides.can_threaten(agent, self.ctx):
            return None
        draft = self.draft(cue, "threat.passive-noun", agent, None, self.noun_targets(cue, noun))
        draft.actors, draft.violent = self.ctx.all_of(agent), force_noun(noun)
        draft.covers.append((noun.i, noun.i + 1))
        self.finish(draft, (cue.i, cue.right_edge.i + 1))
        return draft

    def _called(self, cue: Token, patient: Token) -> EventDraft | None:
        """ "Drivers have been warned by phone to stay in Juba": by nobody who gives his name."""
        agent = tree.agent(cue) or tree.oblique(cue, "in", "by")
        if agent is None or lemma(agent) not in UNSIGNED:
            return None
        if not any(c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > cue.i for c in cue.children):
            return None
        draft = self.draft(cue, "threat.called", None, None, [patient])
        self.finish(draft, (cue.i, cue.right_edge.i + 1))
        return draft


def _trails(cue: Token) -> bool:
    """ "Eritrea will strike back, the minister threatened": what is said stands before."""
    if cue.dep_ == "parataxis":
        return True
    own = {c.dep_ for c in cue.children}
    return cue.dep_ == "conj" and "nsubj" in own and not own & {"ccomp", "xcomp", "obj", "cc"} and cue.head.i < cue.i


def _to(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)


def _no_longer(cue: Token) -> bool:
    return any(c.dep_ == "advmod" and c.lower_ in {"never", "longer"} for c in cue.children)
