"""Threats that the claims do not hold: "he went on", what follows behind the speaker, messages, what "we" announce."""

from __future__ import annotations

from collections.abc import Iterator

from bot.analysis import tree
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.hostile import lemma, own_deed, targets
from bot.analysis.events.scan import lemmas
from bot.analysis.events.threat_speech import Speeches, lets_know
from bot.analysis.extensions import group

CLAUSES = frozenset({"ccomp", "conj", "parataxis"})
_WENT_ON = frozenset({"go", "carry", "know", "doubt"})


class Asides(Speeches):
    """What is said beside the claims of a text."""

    def aside(self) -> Iterator[EventDraft]:
        """What the claims do not hold: "he went on", what is said behind the speaker, what "we" announce."""
        told = [(s.start, s.end) for s in self.doc._.speeches or ()]
        cues = {s.cue for s in self.doc._.speeches or ()}
        for i in lemmas(self.doc, _WENT_ON):
            cue = self.ctx.tokens[i]
            subject = tree.subject(cue) if any(c.lower_ == "on" for c in cue.children) else lets_know(cue)
            clause = next((c for c in cue.children if c.dep_ in CLAUSES or c.dep_ == "acl"), None)
            if i in cues:
                continue
            if subject is not None and clause is not None:
                span = self.doc[subject.i : subject.i + 1]
                yield from self.speech(clause.left_edge.i, clause.right_edge.i + 1, i, False, span)
        for speech in self.doc._.speeches or ():
            cue = self.ctx.tokens[speech.cue]
            joined_to = (*cue.children, *(cue.head.children if cue.dep_ == "parataxis" else ()))
            for clause in joined_to if speech.end <= cue.i else ():
                joined = clause.dep_ in {"ccomp", "conj", "parataxis"} and any(
                    c.dep_ == "cc" for c in tree.lefts(clause)
                )
                if clause.i < cue.i or not joined or tree.subject(clause) is None:
                    continue
                if not any(start <= clause.i < end for start, end in told):
                    first, last = clause.left_edge.i, clause.right_edge.i + 1
                    yield from self.speech(first, last, speech.cue, False, speech.speaker)
        for quote in group(self.doc, "quotes"):
            message = None if any(start < quote.end and quote.start < end for start, end in told) else quote.end
            root = self.message(message) if message is not None else None
            if root is not None:
                yield from self.speech(quote.start, quote.end, root.i, True, self.doc[root.i : root.i + 1])
        for verb in self.futures_in(0, len(self.doc)):
            subject = tree.surface_subject(verb)
            condition = self.conditions.governing(verb)
            if subject is None or condition is None or verb.i in self.told or self.ctx.speech(verb.i) is not None:
                continue
            ours = subject.lower_ == "we" or any(c.lower_ == "our" and c.dep_ == "nmod:poss" for c in subject.children)
            deed = own_deed(verb, self.ctx, True) if ours else None
            if deed is not None and deed.kind in {"force", "answer"} and not tree.is_passive(verb):
                content = self.ctx.sentences[self.ctx.sentence_of[verb.i]]
                draft = self.draft(verb, "threat.own", subject, deed, targets(deed.verb, self.ctx))
                draft.actors = self.ctx.all_of(subject)
                self.finish(draft, content, condition)
                draft.content = None
                yield draft

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
