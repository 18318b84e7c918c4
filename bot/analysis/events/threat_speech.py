"""Threats that are said without a word of threatening: "we will target them all", "Tehran would answer any strike"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.conditions import Condition
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import FUTURE, SENDS, Deed, covered, lemma, lexicon, own_deed
from bot.analysis.events.scan import lowers
from bot.analysis.events.suffering import any_that, implied, suffering
from bot.analysis.events.threat_alternatives import JOINS, Alternative, alternatives
from bot.analysis.events.threat_deeds import Deeds
from bot.analysis.events.threat_idioms import advice, extent, idiom

UNSIGNED = frozenset({"phone", "telephone", "letter", "note", "leaflet", "caller", "call", "pamphlet", "graffiti"})
"""What a threat comes by whose author is not told."""
LISTENERS = frozenset({"obj", "iobj"})
_RETALIATES = frozenset({"retaliate", "avenge", "strike", "hit", "march", "resume"})


_BEHIND = 12
_NEVER_PLANS = frozenset(
    {"turn", "reduce", "teach", "make", "annihilate", "obliterate", "crush", "wipe", "flatten", "pulverise",
     "pulverize", "exterminate", "greet", "bury", "smash", "send", "inflict", "unleash", "regret", "decimate",
     "butcher", "slaughter"}
)  # fmt: skip
"""Deeds that are told to frighten, hardly ever as a plan."""
_ACTS = frozenset({"abstract", "unknown"})
_COMES = frozenset({"come", "go", "do"})
_ENDS = frozenset({"close", "end", "stop", "burn", "fall", "die", "go", "break", "explode", "open"})
_AGAIN = frozenset({"again", "more", "single", "dare", "dares", "provoke", "another", "further"})
_ASKED = frozenset(
    {"ask", "request", "invite", "need", "agree", "approve", "authorise", "authorize", "hold", "mandate", "consent",
     "accept", "wish", "want", "sign", "require"}
)  # fmt: skip


class Speeches(Deeds):
    """What is said to come, in quotations and in reported speech; what was told already is not told again."""

    def __init__(self, doc: Doc, ctx: Context) -> None:
        super().__init__(doc, ctx)
        self.cues = {word: kind for kind in ("say", "warn", "vow", "threaten") for word in lexicon()["cues"][kind]}
        self.verbs = frozenset(word for word, kind in self.cues.items() if kind != "say")
        self.speeches = {s.cue: s for s in doc._.speeches or ()}
        self.joins = lowers(doc, JOINS)
        self.told: set[int] = set()
        """Tokens of speeches and clauses that a threat was made of."""

    def speech(self, start: int, end: int, cue: int, direct: bool, speaker: Span | None) -> Iterator[EventDraft]:
        """The threat of one saying at tokens ``start``-``end``, if it is one."""
        if not 0 <= cue < len(self.doc):
            return
        said_by = self.ctx.tokens[cue]
        noun = said_by.pos_ == "NOUN" and lemma(said_by) in lexicon()["cues"]["noun"]
        owner = lets_know(said_by)
        kind = "warn" if noun else "say" if owner is not None else self.cues.get(lemma(said_by))
        start = _with_auxiliary(self.ctx.tokens, start)
        phrase = idiom(self.doc, start, end) or self._advice(start, end, speaker)
        told = phrase is not None or self.futures_in(start, end) or self.might_in(start, end)
        others = alternatives(self.ctx.tokens, self.joins, start, end)
        if not (told or others) or any(i in self.told for i in range(start, min(end, len(self.doc)))):
            return
        root = speaker.root if speaker is not None else owner
        root = (self.message(end) if direct else None) or root
        actor = sides.author(root, self.ctx) or root if root is not None else None
        if actor is None or (lemma(actor) in UNSIGNED and tree.is_passive(said_by)):
            yield from self._unsigned(said_by, (start, end))
            return
        if sides.neutral(actor) or not sides.can_threaten(actor, self.ctx) or (kind is None and not direct):
            return
        listener = next((c for c in said_by.children if c.dep_ in LISTENERS), None)
        if listener is not None and sides.protected(listener) and not self._rules(actor):
            return
        content = (start, end)
        alternative = next((a for a in others if self._grave(a, actor)), None)
        if alternative is not None:
            yield self._alternative(alternative, said_by, actor, content)
            return
        condition = self.condition(None, content) or self._before(said_by, content)
        deed = self.best(content, actor, condition is not None, indirect=not direct, lenient=noun)
        if phrase is not None and (deed is None or deed.kind == "plain"):
            yield self._phrase(phrase, said_by, actor, content)
            return
        if deed is None and kind == "say" and sides.power(actor, self.ctx):
            deed = self.possible(content, actor)
        if deed is None or not self._threatens(deed, actor, condition, direct or noun):
            deed = self._veiled(content, actor, condition, direct)
        if deed is None:
            return
        doer = tree.surface_subject(deed.verb)
        if doer is not None and deed.kind != "suffering" and sides.neutral(doer):
            return
        rule = "threat.quoted" if direct else "threat.said"
        draft = self.draft(deed.verb, rule, actor, deed, self.hit(None, deed, None, content, actor))
        named = doer is not None and self.ctx.label(doer) in {"GPE", "ORG"} and deed.kind != "suffering"
        draft.actors = self.ctx.all_of(doer if named else actor)
        self.finish(draft, content, condition)
        yield draft

    def _unsigned(self, cue: Token, content: tuple[int, int]) -> Iterator[EventDraft]:
        """ "He was told by telephone that his family would not be safe": by nobody who gives his name."""
        patient = tree.passive_subject(cue)
        if patient is None or not self.suffers(patient) or sides.protected(patient):
            return
        for verb in self.futures_in(*content):
            deed = suffering(verb, True)
            if deed is not None and (tree.agent(cue) is not None or implied(verb) or _those(verb)):
                draft = self.draft(deed.verb, "threat.unsigned", None, deed, [tree.surface_subject(verb) or patient])
                self.finish(draft, content)
                yield draft
                return

    def _rules(self, actor: Token) -> bool:
        message = lemma(actor) in lexicon()["messages"]
        return message or sides.power(actor, self.ctx) or sides.commands(actor, self.ctx)

    def _advice(self, start: int, end: int, speaker: Span | None) -> Token | None:
        """ "Seoul would do well to …": between powers, and to another one than the speaker's."""
        actor = speaker.root if speaker is not None else None
        found = advice(self.doc, start, end) if actor is not None else None
        if found is None or actor is None or not sides.power(actor, self.ctx):
            return None
        ours = sides.side(actor, self.ctx)
        first, last = self.ctx.sentences[self.ctx.sentence_of[start]]
        for token in self.ctx.tokens[first : max(end, last)]:
            name = self.ctx.name_at[token.i]
            if (
                name is not None
                and name.label_ in {"GPE", "ORG", "NORP"}
                and not ours & {name.kb_id_, name.text.lower()}
            ):
                return found
            if token.lower_ in {"those", "whoever", "anyone", "our"}:
                return found
        return None

    def message(self, end: int) -> Token | None:
        """ "“…,” one such note, seen by VOA, read": what is read out says it, whoever was last to speak."""
        found: Token | None = None
        for token in self.ctx.tokens[end : end + _BEHIND]:
            if token.is_sent_start and token.i > end + 2 and found is None:
                return None
            if found is None and token.pos_ == "NOUN" and lemma(token) in lexicon()["messages"]:
                found = token
            elif found is not None and token.lower_ in {"read", "reads", "ran", "runs", "says", "said"}:
                return found
            elif found is None and token.pos_ in {"VERB", "PROPN"} and lemma(token) not in {"read", "run", "say"}:
                return None
            elif found is None and lemma(token) in {"read", "run"} and token.pos_ == "VERB":
                return next((c for c in token.children if lemma(c) in lexicon()["messages"]), None)
        return None

    def _veiled(self, content: tuple[int, int], actor: Token, condition: Condition | None, direct: bool) -> Deed | None:
        """ "If the drones do not stop, Russia will reserve every address in Kyiv for itself": where somebody is told to
        stop or not to go on, whatever will be done else is a threat, unless it helps or talks."""
        if condition is None or not self._provoked(condition, actor):
            return None
        side, words = sides.side(actor, self.ctx), lexicon()["veiled"]
        for verb in [*self.futures_in(*content), *self.mights_in(*content)]:
            if (
                self.conditions.covering(verb.i) is not None
                or verb.pos_ not in {"VERB", "ADJ"}
                or lemma(verb) in lexicon()["veiled"]["mild"]
            ):
                continue
            subject = tree.surface_subject(verb)
            ours = sides.own(subject, actor, side, self.ctx, not direct)
            if ours or (subject is not None and sides.speaks_for(actor, subject, self.ctx, True)):
                if not tree.negated(verb) or lemma(verb) in words["withheld"]:
                    return Deed(verb, "answer")
            elif direct and sides.power(actor, self.ctx) and subject is not None and not self.suffers(subject):
                return Deed(verb, "suffering")
        return None

    def _provoked(self, condition: Condition, actor: Token) -> bool:
        """Whether the condition is another's hostile deed, or that he does not do what he is told to."""
        head = self.ctx.tokens[condition.head]
        subject = tree.surface_subject(head)
        if subject is None or sides.own(subject, actor, sides.side(actor, self.ctx), self.ctx, True):
            return False
        undone = tree.negated(head) and tree.is_passive(head) and lemma(head) in lexicon()["veiled"]["done"]
        if not sides.power(actor, self.ctx) and not sides.commands(actor, self.ctx) and not _named(actor):
            return False
        acts, words = lexicon()["acts"], lexicon()["veiled"]
        deeds = acts["sets"]["deeds"] | acts["sets"]["weapons"] | words["provokes"]
        force = lemma(head) in acts["force"] | acts["force_on"]
        deed = lemma(subject) in deeds or not deeds.isdisjoint(map(lemma, tree.objects(head)))
        if tree.is_passive(head):  # "should a refinery be hit again", "if they are not released"
            other, insists = force or undone, undone
        else:
            other = self.suffers(subject) or deed
            insists = tree.negated(head) or lemma(head) in words["insists"] or _goes_on(head)
        if not other or self._of_itself(condition):
            return False
        said = self.ctx.tokens[condition.start : condition.end]
        again = (force or deed) and any(t.lower_ in _AGAIN for t in said)
        return insists or again or force or condition.opener == "unless"

    def _threatens(self, deed: Deed, actor: Token, condition: Condition | None, direct: bool) -> bool:
        """Whether a deed told without a word of threatening is a threat: most are where they hang on a condition."""
        words, verb = lexicon()["other"], lemma(deed.verb)
        if deed.kind == "plain":
            strong = sides.power(actor, self.ctx) or _named(actor)
            if condition is None and _until(deed.verb) and verb in words["coercive"] and strong:
                return True  # "would block every euro until the pipeline flowed again"
            if condition is None and not (_could(deed.verb) and verb in words["coercive"]):
                return False
            if verb not in words["coercive"] and (verb not in words["coercive_if"] or self._of_itself(condition)):
                return False
        mild = deed.kind == "plain" or verb in SENDS
        if mild and condition is not None and _welcome(self.ctx.tokens[condition.head]):
            return False  # "will send troops if asked"
        if deed.kind == "suffering" and self._of_itself(condition) and verb in {"sack", "dismiss", "shut", "evict"}:
            return False
        if deed.kind == "suffering" and condition is None and verb == "punish" and not _to_come(deed.verb):
            return False  # "those responsible will be punished"
        ready = deed.kind == "force" and lemma(deed.verb.head) in {"ready", "prepared"}
        conditional = condition is not None or deed.firm or implied(deed.verb) or ready or _could(deed.verb)
        if direct or conditional:
            return True
        back = verb not in {"strike", "hit"} or any(c.lower_ == "back" for c in deed.verb.children)
        retaliates = deed.kind in {"answer", "measure"} or verb in _RETALIATES | _NEVER_PLANS
        return back and (deed.kind == "suffering" or retaliates)

    def _of_itself(self, condition: Condition | None) -> bool:
        """ "If cases rise": nobody's doing."""
        if condition is None:
            return False
        subject = tree.surface_subject(self.ctx.tokens[condition.head])
        return subject is not None and lemma(subject) in lexicon()["other"]["circumstances"]

    def _before(self, cue: Token, content: tuple[int, int]) -> Condition | None:
        """ "If the launches persist, she said, Lithuania would cut off transit": what was said begins before."""
        first, last = self.ctx.sentences[self.ctx.sentence_of[cue.i]]
        found = self.conditions.within(first, min(content[0], last))
        return found if found is not None and found.governs in {cue.i, *range(*content)} else None

    def _grave(self, other: Alternative, actor: Token) -> bool:
        """Whether what is said to follow is a threat: harm that the speakers do or that the others will bear."""
        verb = other.verb
        subject = tree.surface_subject(verb) if any(c.dep_.startswith("nsubj") for c in verb.children) else None
        if lemma(verb) in {"face", "risk"} and subject is None:
            subject = tree.surface_subject(verb.head)
        deed = own_deed(verb, self.ctx, True)
        ours = subject is None or sides.own(subject, actor, sides.side(actor, self.ctx), self.ctx, indirect=True)
        acts = lexicon()["acts"]
        if ours and (
            (deed is not None and deed.kind in {"force", "answer"}) or lemma(verb) in acts["force_on"] | {"fire"}
        ):
            return True
        if ours and other.bare and any(o.lower_ in {"you", "them"} for o in tree.objects(verb)):
            return lemma(verb) not in lexicon()["veiled"]["mild"]
        if lemma(verb) in _COMES and ours and tree.oblique(verb, "for", "after") is not None:
            return True
        yours = subject is None or subject.pos_ == "PRON" or self.suffers(subject)
        if suffering(verb, True) is not None or (lemma(verb) in _ENDS and subject is not None and not ours):
            return yours or other.bare
        return lemma(verb) == "lose" and yours and other.bare

    def _alternative(self, other: Alternative, cue: Token, actor: Token, content: tuple[int, int]) -> EventDraft:
        """ "Hand them over or we come for you", "One more step and we shoot"."""
        verb = other.verb
        deed = suffering(verb, True) or own_deed(verb, self.ctx, True) or Deed(verb, "suffering")
        listener = next((c for c in cue.children if c.dep_ in LISTENERS), None)
        hit = self.hit(None, deed, listener, content, actor)
        if not hit and not other.bare:
            doer = tree.surface_subject(verb.head)
            hit = [doer] if doer is not None and self.suffers(doer) else []
        draft = self.draft(verb, "threat.alternative", actor, deed, hit)
        draft.actors = self.ctx.all_of(actor)
        self.finish(draft, content)
        if other.condition is not None and draft.condition is None:
            draft.condition = other.condition
            draft.covers.append(other.condition)
        return draft

    def _phrase(self, phrase: Token, cue: Token, actor: Token, content: tuple[int, int]) -> EventDraft:
        """ "Your days are numbered," the group told the mayor."""
        spoken_to = any(t.lower_ in {"you", "your", "yours"} for t in self.ctx.tokens[content[0] : content[1]])
        listener = next((c for c in cue.children if c.dep_ in LISTENERS), None) if spoken_to else None
        hit = self.hit(cue, None, listener, content, actor) or self.meant(phrase, actor)
        phrase = _told_by(phrase, content)
        draft = self.draft(phrase, "threat.idiom", actor, None, hit)
        draft.actors, draft.end = self.ctx.all_of(actor), extent(self.doc, phrase, content[1])
        self.finish(draft, content)
        return draft

    def finish(self, draft: EventDraft, content: tuple[int, int], before: Condition | None = None) -> None:
        """Condition, deadline and what the draft covers; the tokens of ``content`` are told with it."""
        draft.content = content
        condition = self.condition(self.ctx.tokens[draft.head], content) or before
        if condition is not None:
            draft.condition = (condition.start, condition.end)
            draft.covers.append(draft.condition)
        elif (noun := any_that(self.ctx.tokens[draft.head])) is not None and self.ctx.kinds(noun) <= _ACTS:
            draft.condition = (noun.left_edge.i, noun.right_edge.i + 1)
        deadline = self.deadline(draft, content)
        if deadline:
            draft.path.append(deadline)
        for verb in self.futures_in(*content):
            if own_deed(verb, self.ctx, True) or suffering(verb, True):
                draft.covers.extend(covered(verb))
        draft.targets = [t for t in draft.targets if t not in draft.actors]
        self.told.update(range(*content))
        self.tell(draft)

    def tell(self, draft: EventDraft) -> None:
        self.told.add(draft.head)
        for start, end in draft.covers:
            self.told.update(range(start, end))


def _told_by(phrase: Token, content: tuple[int, int]) -> Token:
    """The verb with "will" that a noun of a set phrase stands under ("will learn what a sea of fire is")."""
    at = phrase
    for _ in range(3):
        if at.pos_ in {"VERB", "ADJ"} or at.head.i == at.i or not content[0] <= at.head.i < content[1]:
            break
        at = at.head
    future = at.pos_ == "VERB" and any(c.dep_ == "aux" and c.lower_ in FUTURE for c in at.children)
    return at if future else phrase


def _until(verb: Token) -> bool:
    return any(c.dep_ == "advcl" and any(g.lower_ == "until" for g in tree.lefts(c)) for c in verb.children)


def _goes_on(verb: Token) -> bool:
    return lemma(verb) == "go" and any(c.lower_ == "on" for c in verb.children)


def _those(verb: Token) -> bool:
    subject = tree.surface_subject(verb)
    return subject is not None and subject.lower_ == "those"


def _with_auxiliary(tokens: list[Token], start: int) -> int:
    """ "Would "do what is necessary"": the sign of what is to come stands before the words quoted."""
    for i in range(start - 1, max(start - 3, -1), -1):
        if tokens[i].dep_ == "aux" and tokens[i].head.i >= start:
            return i
    return start


def _named(actor: Token) -> bool:
    return actor.pos_ == "PROPN" or actor.lower_ in {"he", "she"}


def lets_know(cue: Token) -> Token | None:
    """ "The judiciary let it be known that …", "Moscow left no doubt that …": whose light verb it is."""
    if lemma(cue) not in {"known", "know", "clear", "doubt", "understand"} or cue.head.i == cue.i:
        return None
    return tree.subject(cue.head) if lemma(cue.head) in {"let", "make", "leave"} else None


def _welcome(head: Token) -> bool:
    """ "If Chad asks for it"."""
    return head.lemma_ in _ASKED


def _could(verb: Token) -> bool:
    """ "Iran could close the strait, it said"."""
    return any(c.dep_ == "aux" and c.lower_ == "could" for c in verb.children)


def _to_come(verb: Token) -> bool:
    """ "Those who disobey will be punished": they are told not to, and have not done it yet."""
    subject = tree.surface_subject(verb)
    clause = next((c for c in subject.children if c.dep_ == "acl:relcl"), None) if subject is not None else None
    if clause is None or lemma(clause) not in lexicon()["disobeys"] or clause.tag_ in {"VBD", "VBN"}:
        return False
    return not any(c.dep_ in {"aux", "aux:pass"} and c.lower_ in {"had", "have", "has"} for c in clause.children)
