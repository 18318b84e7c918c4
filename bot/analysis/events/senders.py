"""Who sends a mission, whom a posture concerns, where; the draft of a posture."""

from __future__ import annotations

from spacy.tokens import Span, Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.missions import (
    is_aid_site,
    is_mission,
    is_national,
    is_own_mission,
    is_staff,
    is_work,
    lemma,
    lexicon,
    modifiers,
    owner,
    places_of,
    serves_abroad,
)
from storage.model.findings import EventType, Status

_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "minister", "secretary", "ambassador"})


class Senders:
    """What the rules of postures ask about one text."""

    def __init__(self, ctx: Context) -> None:
        self.ctx, self.doc = ctx, ctx.doc
        self.used: set[int] = set()
        self.told = False
        """Whether a posture was found before."""
        self._speakers: dict[int, Span] | None = None
        self.advised: dict[int, EventDraft] = {}
        """Sentences that have an advisory already."""
        words = lexicon()["words"]
        self.orders, self.allows, self.urges = words["order"], words["authorise"], words["urge"]
        self.verbs, self.nouns = lexicon()["verbs"], lexicon()["nouns"]

    def sender(self, verb: Token) -> Token | None:
        """Who does it, as the tree says."""
        found = tree.agent(verb) if tree.is_passive(verb) else tree.subject(verb)
        if found is not None and found.dep_ == "obl:agent" and "by" not in tree.case_words(found):
            return None
        if found is None and verb.dep_ in {"xcomp", "ccomp"} and lemma(verb.head) in self.orders:
            return self.sender(verb.head)  # "ordered its embassy closed"
        return self._institution(self._resolved(found)) if found is not None else None

    def _resolved(self, token: Token) -> Token:
        """The noun behind a pronoun; "it" and "they" in reported speech are the office that speaks, where it is one."""
        if token.pos_ != "PRON":
            return token
        noun = self.ctx.resolve(token)
        if noun is not None:
            return noun
        speech = self.ctx.speech(token.i)
        if speech is None or speech.speaker is None or token.lower_ not in {"it", "they", "he", "she"}:
            return token
        speaker: Token = speech.speaker.root
        person = self.ctx.label(speaker) == "PERSON" or lemma(speaker) in _SPEAKERS
        return token if speaker.pos_ == "PRON" or person == (token.lower_ in {"it", "they"}) else speaker

    def _institution(self, token: Token) -> Token:
        """ "a spokesperson for the State Department" speaks for the department."""
        if lemma(token) not in _SPEAKERS:
            return token
        office = tree.oblique(token, "for", "of", "at")
        if office is not None and self.ctx.country(office) is not None:
            return office
        if self._speakers is None:
            spans = [s.speaker for s in self.doc._.speeches or () if s.speaker is not None]
            self._speakers = {i: span for span in spans for i in range(span.start, span.end)}
        span = self._speakers.get(token.i)
        inside = [t for t in span if t.i > token.i and t.pos_ == "PROPN"] if span is not None else []
        return inside[-1] if inside and self.ctx.tokens[inside[0].i - 1].dep_ != "punct" else token

    def leaves(self, verb: Token) -> bool:
        out = lemma(verb) == "get" and verb.i + 1 < len(self.doc) and self.ctx.tokens[verb.i + 1].lower_ == "out"
        home = lemma(verb) in {"come", "return"} and any(c.lower_ == "home" for c in verb.children)
        return out or home or lemma(verb) in lexicon()["words"]["leave"]

    def words_before(self, noun: Token) -> set[str]:
        return {m.lower_ for m in modifiers(noun)}

    def concerns(self, noun: Token, kinds: str, sender: Token | None) -> bool:
        resolved = self.ctx.resolve(noun) if noun.pos_ == "PRON" else noun
        if resolved is None:
            return False
        ctx = self.ctx
        return (
            ("m" in kinds and (is_mission(resolved, ctx) or is_own_mission(resolved, ctx, sender)))
            or ("m" in kinds and is_aid_site(resolved, ctx, sender))
            or ("s" in kinds and is_staff(resolved, ctx, sender))
            or ("n" in kinds and is_national(resolved, ctx))
            or ("w" in kinds and is_work(resolved, ctx, sender))
        )

    def behind(self, noun: Token) -> Token | None:
        """Who is behind a noun of change: its owner, a by-phrase, the subject of its verb."""
        for child in noun.children:
            if child.dep_ == "nmod:poss" and child.pos_ != "PRON":
                return child
        found = tree.agent(noun)
        if found is None and noun.dep_ in {"obj", "nsubj:pass"} and noun.head.pos_ == "VERB":
            return self.sender(noun.head)
        return found

    def object_of(self, noun: Token, kinds: str, sender: Token | None) -> Token | None:
        """Mission or people that a noun of change is about ("departure of …", "embassy closure")."""
        for preposition, inner in tree.obliques(noun):
            if preposition in {"of", "for", "at", "to", "in", "from", "by"}:
                head = tree.light(inner)
                for member in (inner, head):
                    if self.concerns(member, kinds, sender):
                        return member
        for child in noun.children:
            if child.dep_ in {"compound", "nmod:poss", "amod"} and self.concerns(child, kinds, sender):
                return child
        return None

    def advisory(
        self, head: Token, whom: Token | None, sender: Token | None, around: list[Token], *, leave: bool = False
    ) -> EventDraft | None:
        number = self.ctx.sentence_of[head.i]
        told = self.advised.get(number)
        if told is not None:  # "updated its advice and now warns against all travel to …": one advisory
            if not told.places:
                more = self.draft(head, "advisory", whom, None, "", also=around)
                told.places, told.targets = more.places, told.targets or more.targets
            told.covers.append((head.i, head.i + 1))
            return None
        draft = self.draft(head, "advisory", whom, sender, "posture.advisory", also=around)
        draft.emergency = leave or self._grave(head, around)
        self.advised[number] = draft
        return draft

    def right_behind(self, noun: Token) -> list[Token]:
        """The country of "its travel advice for Lebanon to red", wherever the parser hung it."""
        at = noun.i + 2
        if at >= len(self.doc) or self.doc[noun.i + 1].lower_ not in {"for", "to", "on"}:
            return []
        name = self.ctx.name_at[at]
        return [name.root] if name is not None and name.label_ in {"GPE", "LOC"} else []

    def _grave(self, head: Token, around: list[Token]) -> bool:
        """Not to travel, or to leave: "urged to leave", "against all travel", "Level 4", "the highest level"."""
        if any(self.leaves(t) or lemma(t) in {"travel", "travelling", "traveling"} for t in (head, *around)):
            return True
        start, end = self.ctx.sentences[self.ctx.sentence_of[head.i]]
        words = [t.lower_ for t in self.ctx.tokens[start:end]]
        return any(
            word == "level" and {"4", "four", "highest"} & set(words[max(0, k - 2) : k + 2])
            for k, word in enumerate(words)
        )

    def draft(
        self,
        head: Token,
        subtype: str,
        whom: Token | None,
        sender: Token | None,
        rule: str,
        also: list[Token],
        also_at: Token | None = None,
    ) -> EventDraft:
        draft = EventDraft(EventType.POSTURE, rule, head.i, head.i, head.i + 1, subtype=subtype)
        draft.noun = head.pos_ in {"NOUN", "PROPN"}
        ctx = self.ctx
        actor = sender
        if actor is not None and actor.pos_ == "PRON":
            actor = ctx.resolve(actor)
        if actor is None or not self._acts(actor):
            named = owner(whom, ctx) if whom is not None else None
            actor = self._sayer(head) if subtype.endswith("departure") else None
            actor = actor if actor is not None else named if named is not None else self._sayer(head)
        same = actor is not None and whom is not None and ctx.mention(actor).text == ctx.mention(whom).text
        if actor is not None and (not same or (whom is not None and is_mission(whom, ctx))):
            draft.actors = [actor] if subtype == "advisory" or is_mission(actor, ctx) else ctx.all_of(actor)
        if whom is not None and whom.i != head.i:
            draft.targets = [t for t in ctx.all_of(whom) if t.i not in {a.i for a in draft.actors}]
        wanted = ("to", "for", "in", "from", "on", "out", "out of") if subtype == "advisory" else ()
        found: list[Token] = []
        for token in (whom, *also, head, also_at, actor if actor is not None and is_mission(actor, ctx) else None):
            if token is None:
                continue
            found = [p for p in places_of(token, ctx, *wanted) if p.i not in {a.i for a in draft.actors}]
            if not found and token.pos_ == "VERB" and self.leaves(token):
                found = [o for o in tree.objects(token) if ctx.label(o) in {"GPE", "LOC"}]
            if found:
                break
        draft.places = list(dict.fromkeys(found))
        self._mood(draft, head)
        for token in (head, *also):
            self.used.add(token.i)
            draft.covers.append((token.i, token.i + 1))
        draft.path.append(f"of:{lemma(whom)}" if whom is not None else "of:unnamed")
        return draft

    def _mood(self, draft: EventDraft, head: Token) -> None:
        """What status.py leaves to the rules of postures: "will suspend … if", "is under way"."""
        if self.ctx.conditions.governing(head) is not None and any(
            c.dep_ == "aux" and c.lower_ in {"will", "would", "shall", "’ll", "'ll"} for c in head.children
        ):
            draft.status = Status.HYPOTHETICAL
            draft.path.append("under-condition")
        elif any(lemma(g) in {"ready", "prepared", "poised", "set"} for g in self._readiness(head)):
            draft.status = Status.PLANNED
            draft.path.append("getting-ready")
        elif draft.noun and head.dep_ == "nsubj" and lemma(head.head) in {"way", "underway"}:
            draft.status = Status.ONGOING
            draft.path.append("under-way")

    def _readiness(self, head: Token) -> list[Token]:
        """ "is getting ready to evacuate": the adjective above the verb, or beside it under "get" and "be"."""
        if head.dep_ not in {"xcomp", "ccomp", "advcl"} or head.tag_ != "VB":
            return []
        up = head.head
        return [up, *(c for c in up.children if c.dep_ == "xcomp" and c.pos_ == "ADJ")] if up.i < head.i else []

    def _sayer(self, head: Token) -> Token | None:
        """The state whose minister or ministry says it ("the embassy would reopen, Sweden's foreign minister said")."""
        speech = self.ctx.speech(head.i)
        if speech is None or speech.speaker is None:
            return None
        speaker: Token = self._institution(speech.speaker.root)
        if lemma(speaker) in _SPEAKERS and self.ctx.country(speaker) is not None:
            return owner(speaker, self.ctx) or speaker
        return speaker if serves_abroad(speaker, self.ctx) else None

    def _acts(self, token: Token) -> bool:
        kinds = self.ctx.kinds(token)
        return bool(kinds & {"org", "person", "state", "force"}) or self.ctx.country(token) is not None
