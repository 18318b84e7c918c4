"""Threats that are said without a word of threatening: "we will target them all", "Tehran would answer any strike"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events import sides
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import covered, lemma, lexicon, own_deed
from bot.analysis.events.suffering import implied, suffering
from bot.analysis.events.threat_deeds import Deeds
from bot.analysis.events.threat_idioms import idiom
from bot.analysis.extensions import group

LISTENERS = frozenset({"obj", "iobj"})
_RETALIATES = frozenset({"retaliate", "avenge", "strike", "hit", "march", "resume"})


class Speeches(Deeds):
    """What is said to come, in quotations and in reported speech; what was told already is not told again."""

    def __init__(self, doc: Doc, ctx: Context) -> None:
        super().__init__(doc, ctx)
        self.cues = {word: kind for kind in ("say", "warn", "vow", "threaten") for word in lexicon()["cues"][kind]}
        self.verbs = frozenset(word for word, kind in self.cues.items() if kind != "say")
        self.speeches = {s.cue: s for s in doc._.speeches or ()}
        self.told: set[int] = set()
        """Tokens of speeches and clauses that a threat was made of."""

    def speech(self, start: int, end: int, cue: int, direct: bool, speaker: object) -> Iterator[EventDraft]:
        kind = self.cues.get(lemma(self.ctx.tokens[cue])) if 0 <= cue < len(self.doc) else None
        phrase = idiom(self.doc, start, end)
        if phrase is None and not self.futures_in(start, end) and not self.might_in(start, end):
            return
        if any(i in self.told for i in range(start, min(end, len(self.doc)))):
            return
        root = getattr(speaker, "root", None)
        actor = sides.author(root, self.ctx) or root if root is not None else None
        if actor is None or sides.neutral(actor) or not sides.can_threaten(actor, self.ctx):
            return
        if kind is None and not direct:
            return
        content = (start, end)
        condition = self.condition(None, content)
        deed = self.best(content, actor, condition is not None, indirect=not direct)
        if phrase is not None and (deed is None or deed.kind == "plain"):
            yield self._phrase(phrase, self.ctx.tokens[cue], actor, content)
            return
        if deed is None and kind == "say" and sides.power(actor, self.ctx):
            deed = self.possible(content, actor)
        if deed is None or (deed.kind == "plain" and condition is None and not _could(deed.verb)):
            return
        if deed.kind == "plain" and lemma(deed.verb) not in lexicon()["other"]["coercive"]:
            return
        if deed.kind == "suffering" and condition is None and lemma(deed.verb) == "punish" and not _to_come(deed.verb):
            return  # "those responsible will be punished"
        could = _could(deed.verb)
        ready = deed.kind == "force" and lemma(deed.verb.head) in {"ready", "prepared"}
        conditional = condition is not None or deed.firm or implied(deed.verb) or ready or could
        retaliates = deed.kind in {"answer", "measure"} or lemma(deed.verb) in _RETALIATES
        if not direct and not conditional and deed.kind != "suffering" and not retaliates:
            return
        back = lemma(deed.verb) not in {"strike", "hit"} or any(c.lower_ == "back" for c in deed.verb.children)
        if not direct and not conditional and not back:
            return
        rule = "threat.quoted" if direct else "threat.said"
        draft = self.draft(deed.verb, rule, actor, deed, self.hit(None, deed, None, content, actor))
        doer = tree.surface_subject(deed.verb)
        named = doer is not None and self.ctx.label(doer) in {"GPE", "ORG"} and deed.kind != "suffering"
        draft.actors = self.ctx.all_of(doer if named else actor)
        self.finish(draft, content)
        yield draft

    def _phrase(self, phrase: Token, cue: Token, actor: Token, content: tuple[int, int]) -> EventDraft:
        """ "Your days are numbered," the group told the mayor."""
        spoken_to = any(t.lower_ in {"you", "your", "yours"} for t in self.ctx.tokens[content[0] : content[1]])
        listener = next((c for c in cue.children if c.dep_ in LISTENERS), None) if spoken_to else None
        draft = self.draft(phrase, "threat.idiom", actor, None, self.hit(cue, None, listener, content, actor))
        draft.actors = self.ctx.all_of(actor)
        self.finish(draft, content)
        return draft

    def unattributed(self) -> Iterator[EventDraft]:
        """Quotations whose speaker the tree alone tells (where no claims were read)."""
        for quote in group(self.doc, "quotes"):
            root = quote.root
            verb = root.head if root.head.i != root.i else None
            verb = verb or next((c for c in root.children if c.dep_ == "parataxis"), None)
            if verb is None or quote.start <= verb.i < quote.end or lemma(verb) not in self.cues:
                continue
            subject = tree.subject(verb)
            if subject is not None:
                yield from self.speech(quote.start, quote.end, verb.i, True, self.doc[subject.i : subject.i + 1])

    def finish(self, draft: EventDraft, content: tuple[int, int]) -> None:
        draft.content = content
        condition = self.condition(self.ctx.tokens[draft.head], content)
        if condition is not None:
            draft.condition = (condition.start, condition.end)
            draft.covers.append(draft.condition)
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
