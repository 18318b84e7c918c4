"""The posture of missions: departures, reductions, evacuations, suspensions, closures, resumptions, advisories.

Embassies and consulates, missions, the presence of the United Nations and aid organisations, international staff,
the citizens of a state abroad. The wording is kept: "authorised" departure is voluntary and never becomes "ordered"
(3 FAM 3770), an evacuation that is planned or ordered is not done.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.departures import Departures
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.missions import (
    is_mission,
    is_national,
    is_own_staff,
    is_staff,
    lemma,
    lexicon,
    owner,
    places_of,
    serves_abroad,
)
from bot.analysis.events.scan import lemmas, lowers
from bot.analysis.extensions import note
from storage.model.findings import Status

_PARTICLES = frozenset({"out", "back", "down", "home", "up", "off"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "acl"})

_GIVES = frozenset({"give", "offer", "grant"})
_GROUNDS = frozenset({"building", "compound", "premise", "premises", "ground", "grounds", "office"})
_BRINGS_OUT = frozenset({"evacuate", "withdraw", "pull", "fly", "airlift", "extract"})
_AWAY = frozenset({"worker", "student", "pilgrim", "tourist", "national", "citizen", "expatriate", "compatriot"})
_OUTWARD = frozenset({"fly", "airlift", "ferry", "bring", "repatriate", "extract"})
_TRAVEL = frozenset({"travel", "leave", "visit", "go"})


def find(doc: Doc, ctx: Context) -> list[EventDraft]:
    """Every posture of a parsed text, in the order of the text. ``status`` stays open but for what is ordered."""
    reader = _Reader(ctx)
    out: list[EventDraft] = []
    for i in sorted({*lemmas(doc, reader.words()), *lowers(doc, lexicon()["words"]["closed"])}):
        token = ctx.tokens[i]
        if token.i in reader.used or ctx.masked[token.i]:
            continue
        pos = token.pos_
        if pos in {"VERB", "AUX"}:
            draft = reader.verb(token)
        elif pos in {"NOUN", "PROPN"}:
            draft = reader.noun(token)
        elif pos == "ADJ":
            draft = reader.closed(token)
        else:
            continue
        if draft is not None:
            out.append(draft)
            reader.told = True
            first, last = ctx.tokens[draft.start], ctx.tokens[draft.end - 1]
            note(doc, "posture", first.idx, last.idx + len(last), draft.rule, path=tuple(draft.path))
    return [d for d in out if len(out) == 1 or not _heading(ctx.tokens[d.head], d)]


def _heading(head: Token, draft: EventDraft) -> bool:
    """ "Security Alert: U.S. Embassy Beirut": the heading of what is told below."""
    return draft.noun and draft.subtype == "advisory" and head.head.i == head.i


def _outward(verb: Token) -> bool:
    """ "fly out", "bring home", "repatriate": a verb that takes people out of a country by itself."""
    if lemma(verb) not in _OUTWARD:
        return False
    return lemma(verb) in {"airlift", "repatriate", "extract"} or any(
        c.lower_ in {"out", "home"} for c in verb.children
    )


class _Reader(Departures):
    """The rules, by the word they start from."""

    def words(self) -> frozenset[str]:
        """The lemmas that any rule starts from."""
        table = lexicon()["words"]
        verbs = {entry.split()[0] for entry in self.verbs}
        lists = ("order", "authorise", "urge", "depart_now", "staffed", "authorisations", "orders", "advisories",
                 "stay_away", "flag_up", "flag_down")  # fmt: skip
        present = {word + "s" for word in self.urges}
        return frozenset({"travel", *_GIVES}.union(verbs, self.nouns, present, *(table[name] for name in lists)))

    def verb(self, verb: Token) -> EventDraft | None:
        word = lemma(verb)
        if word not in self.verbs and word.removesuffix("s") in self.urges:
            word = word.removesuffix("s")  # a present tense that the tagger took for a base form
        if tree.negated(verb) and word not in {"travel"}:
            return None
        if word in self.orders or word in self.allows:
            found = self.departure(verb, "ordered" if word in self.orders else "authorized")
            if found is not None:
                return found
        if word in _GIVES:
            found = self.option(verb)
            if found is not None:
                return found
        if word in self.urges:
            found = self._urged(verb)
            if found is not None:
                return found
        table = lexicon()["words"]
        if word in table["depart_now"] or word in table["stay_away"]:
            found = self._should_leave(verb) or (self.left(verb) if word in table["depart_now"] else None)
            if found is not None:
                return found
        if word in table["flag_up"] or word in table["flag_down"]:
            found = self.flag(verb)
            if found is not None:
                return found
        if word in lexicon()["words"]["staffed"]:
            found = self.minimum(verb)
            if found is not None:
                return found
        particle = next(
            (
                c.lower_
                for c in verb.children
                if c.lower_ in _PARTICLES and c.dep_ in {"compound:prt", "advmod", "case"}
            ),
            "out" if any(p in {"out", "out of"} for p, _ in tree.obliques(verb)) else "",
        )
        entry = self.verbs.get(f"{word} {particle}") or self.verbs.get(word)
        return self._changed(verb, *entry) if entry is not None else None

    def _urged(self, verb: Token) -> EventDraft | None:
        """ "urged its citizens to leave", "advised against all travel to …", "told staff to shelter in place"."""
        words = lexicon()["words"]
        sender = self.sender(verb)
        against = tree.oblique(verb, "against")
        if against is None:  # "advised Britons against …", hung on the Britons
            objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"}]
            against = next((n for c in objects for p, n in tree.obliques(c) if p == "against"), None)
        if against is not None and against.lower_ == "all":  # "against all but essential travel"
            against = next((c for c in against.children if c.dep_ == "conj"), against)
        if against is not None and lemma(against) in {"travel", "travelling", "traveling", "visit", "trip", "journey"}:
            told = next((c for c in verb.children if c.dep_ in {"obj", "iobj"} and c is not against), None)
            whom = told if told is not None and self._advised(told, sender) else against
            return self.advisory(verb, whom, sender, [against])
        inner = next((c for c in verb.children if c.dep_ in _COMPLEMENTS and c.i > verb.i), None)
        if inner is None:
            return None
        wanted = {lemma(inner)} | {lemma(c) for c in inner.children if c.dep_ == "conj"}
        if lemma(inner) in words["getting_ready"]:  # "be prepared to shelter", "make plans to leave"
            below = [inner, *tree.objects(inner)]
            wanted |= {lemma(c) for b in below for c in b.children if c.dep_ in {"xcomp", "acl", "conj"}}
        advised = against is None and any(c.lower_ == "against" and c.dep_ == "mark" for c in inner.children)
        if advised and "travel" in wanted:
            return self.advisory(verb, None, sender, [inner])
        if not wanted & (words["leave"] | words["stay_away"]) and not self.leaves(inner):
            return None
        candidates = [c for c in verb.children if c.dep_ in {"obj", "iobj"}] + [
            n for p, n in tree.obliques(verb) if p in {"on", "to", "upon"}
        ]
        if tree.is_passive(verb) and (patient := tree.passive_subject(verb)) is not None:
            candidates.append(patient)
        subject = tree.surface_subject(inner)
        if subject is not None:
            candidates.append(subject)
        for whom in candidates:
            if self._advised(whom, sender) or (lemma(whom) in lexicon()["people"]["advised"] and self._roads(inner)):
                below = [c for c in inner.children if c.dep_ in {"advcl", "xcomp"} and lemma(c) in _TRAVEL]
                return self.advisory(verb, whom, sender, [inner, *below])
        return None

    def _advised(self, whom: Token, sender: Token | None) -> bool:
        ctx = self.ctx
        return is_national(whom, ctx) or is_staff(whom, ctx, sender) or self._travellers(whom, sender)

    def _roads(self, verb: Token) -> bool:
        """ "avoid road movement", "refrain from travel": what notes of safety to aid organisations speak of."""
        nouns = [*tree.objects(verb), *(n for p, n in tree.obliques(verb) if p in {"from", "to", "on"})]
        return any(lemma(n) in lexicon()["words"]["roads"] or self.ctx.label(n) in {"GPE", "LOC"} for n in nouns)

    def _travellers(self, whom: Token, sender: Token | None) -> bool:
        plain = lemma(whom) in {"citizen", "national", "traveller", "traveler"}
        return plain and sender is not None and serves_abroad(sender, self.ctx)

    def _should_leave(self, verb: Token) -> EventDraft | None:
        """ "British nationals should leave", "Do not travel"."""
        if lemma(verb) == "travel":
            if tree.negated(verb) and not any(c.dep_ == "nsubj" for c in verb.children) and self._imperative(verb):
                return self._given(self.advisory(verb, None, None, []))
            return None
        subject = tree.subject(verb)
        if subject is None or not any(c.dep_ == "aux" and c.lower_ in {"should", "must"} for c in verb.children):
            return None
        wards = lemma(subject) in lexicon()["people"]["advised"] and self._roads(verb)
        if not (wards or is_national(subject, self.ctx) or is_staff(subject, self.ctx)):
            return None
        if lemma(verb) in {"keep", "remain", "exercise", "limit", "return", "enter"}:
            return None
        if lemma(verb) in {"avoid", "refrain", "reconsider", "postpone", "defer"} and not self._roads(verb):
            return None
        speech = self.ctx.speech(verb.i)
        sender = speech.speaker.root if speech is not None and speech.speaker is not None else None
        return self._given(self.advisory(verb, subject, sender, []))

    def _given(self, draft: EventDraft | None) -> EventDraft | None:
        """What people should do is what they are advised to: the advice is given."""
        if draft is not None:
            draft.status, draft.path = Status.OCCURRED, [*draft.path, "advised"]
        return draft

    def _imperative(self, verb: Token) -> bool:
        return verb.tag_ in {"VB", "VBP"} and not any(c.dep_ == "mark" for c in verb.children)

    def _changed(self, verb: Token, subtype: str, kinds: str) -> EventDraft | None:
        sender = self.sender(verb)
        objects = tree.objects(verb) or [c for c in verb.children if c.lower_ == "all" and c.i > verb.i]
        doors = objects and all(lemma(o) in {"door", "gate"} for o in objects)
        if doors and subtype == "closure" and sender is not None and is_mission(sender, self.ctx):
            return self.draft(verb, "closure", sender, owner(sender, self.ctx), "posture.doors", also=[])
        grounds = objects and all(lemma(o) in _GROUNDS for o in objects)
        if grounds and subtype == "evacuation" and sender is not None and is_mission(sender, self.ctx):
            return self.draft(verb, subtype, sender, owner(sender, self.ctx), "posture.grounds", also=[])
        if lemma(verb) == "recall" and any(lemma(o) in {"envoy", "charge", "chargé", "consul"} for o in objects):
            return None  # a protest, no departure
        if lemma(verb) == "move" and not self._from(verb, objects):
            return None
        for whole, noun in [(o, inner) for o in objects for inner in (o, *self._measured(o))]:
            for member in self.ctx.joined(noun):
                if self.concerns(member, kinds, sender) or self.concerns(tree.light(member), kinds, sender):
                    if subtype == "reopening":
                        if not any(c.lower_ in {"again", "re"} for c in verb.children):
                            continue
                        subtype = "resumption"
                    if subtype == "reduction" and lemma(verb) in {"withdraw", "pull", "remove"}:
                        if lexicon()["words"]["all"] & {c.lower_ for c in member.children}:
                            subtype = "evacuation"
                        if is_national(member, self.ctx):
                            subtype = "evacuation"
                    partly = not lexicon()["words"]["some"].isdisjoint({lemma(noun), lemma(whole)})
                    if partly and subtype == "evacuation" and lemma(verb) in {"relocate", "move"}:
                        subtype = "reduction"
                    if subtype == "advisory":
                        continue
                    return self.draft(verb, subtype, member, sender, f"posture.{subtype}", also=[])
        workers = next((o for o in objects if is_own_staff(o)), None)
        if workers is not None and sender is not None and lemma(verb) in _BRINGS_OUT:
            if "org" in self.ctx.kinds(sender) and any(places_of(verb, self.ctx, "from", "out", "out of")):
                return self.draft(verb, "evacuation", workers, sender, "posture.company", also=[])
            if lemma(sender) in {"partner", "member"} and any(places_of(verb, self.ctx, "from", "out of", "to")):
                draft = self.draft(verb, "reduction", workers, sender, "posture.partner", also=[])
                draft.actors = [sender]
                return draft
        if _outward(verb) and sender is not None and self.ctx.label(sender) == "GPE":
            abroad = next((o for o in objects if lemma(o) in _AWAY), None)
            if abroad is not None:  # "plans to fly out 900 workers"
                return self.draft(verb, "evacuation", abroad, sender, "posture.workers", also=[])
        if not objects and "m" in kinds:
            return self._of_itself(verb, subtype)
        if not objects and "w" in kinds and sender is not None and is_mission(sender, self.ctx):
            inner = tree.oblique(verb, "from", "of")
            if inner is None and subtype in {"suspension", "resumption"}:
                return self.draft(verb, subtype, sender, owner(sender, self.ctx), f"posture.{subtype}", also=[])
        return None

    def _from(self, verb: Token, objects: list[Token]) -> bool:
        """Whether a place is told that is left, wherever the parser hung it ("moved two aides from X to Y")."""
        holders = [verb, *(m for o in objects for m in self.ctx.joined(o))]
        return any(tree.oblique(holder, "from", "out of") is not None for holder in holders)

    def _measured(self, noun: Token) -> list[Token]:
        """ "the size of its embassy", "the number of diplomats"."""
        words = lexicon()["words"]
        if noun.pos_ != "NUM" and lemma(noun) not in words["sizes"] | words["people_left"]:
            return []
        counts = [
            noun,
            *(c for c in noun.children if c.dep_ == "conj" and c.pos_ == "NUM"),
        ]  # "all but two of its envoys"
        return [inner for n in counts for preposition, inner in tree.obliques(n) if preposition in {"of", "at", "in"}]

    def _of_itself(self, verb: Token, subtype: str) -> EventDraft | None:
        """ "the embassy closed", "the consulate will reopen"."""
        subject = tree.surface_subject(verb)
        if subject is None or subtype not in {"closure", "resumption", "suspension"}:
            return None
        noun = self.ctx.resolve(subject) or subject
        if not is_mission(noun, self.ctx):
            return None
        ordering = next((g for g in (verb.head, verb.head.head) if lemma(g) in self.orders), None)
        sender = self.sender(ordering) if ordering is not None else None
        return self.draft(verb, subtype, noun, sender or owner(noun, self.ctx), f"posture.{subtype}", also=[])

    def closed(self, adjective: Token) -> EventDraft | None:
        """ "the embassy remains closed"."""
        if adjective.lower_ not in lexicon()["words"]["closed"] or tree.negated(adjective):
            return None
        return self._of_itself(adjective, "closure")

    def noun(self, noun: Token) -> EventDraft | None:
        word, words = lemma(noun), lexicon()["words"]
        if tree.negated(noun):
            return None
        entry = self.nouns.get(word)
        if entry is not None:
            return self._noun_change(noun, *entry)
        if word in words["authorisations"] or word in words["orders"]:
            whom = tree.oblique(noun, "for", "to") or (
                tree.oblique(noun.head, "for", "to") if noun.head.pos_ == "VERB" else None
            )
            if whom is None or not is_staff(whom, self.ctx):
                return None
            how = "authorized" if word in words["authorisations"] else "ordered"
            leaves = any(self.leaves(c) for c in (*noun.children, *whom.children, *noun.head.children) if c.i > noun.i)
            if how == "ordered" and not leaves:
                return None
            sender = self.behind(noun)
            return self.draft(
                noun, f"{how}-departure", whom, sender, f"posture.{how}-departure", also=[], also_at=noun.head
            )
        if word in words["advisories"]:
            return self._advice(noun)
        return None

    def _noun_change(self, noun: Token, subtype: str, kinds: str) -> EventDraft | None:
        verb = noun.head
        if noun.dep_ in {"obj", "nsubj:pass"} and lemma(verb) in self.orders | self.allows and subtype != "closure":
            return None  # the verb tells it
        sender = self.behind(noun)
        whom = self.object_of(noun, kinds, sender)
        mods = self.words_before(noun) | (self.words_before(verb) if noun.dep_ == "compound" else set())
        words = lexicon()["words"]
        if subtype == "departure":
            voluntary, ordered = mods & words["voluntary"], mods & words["ordered"]
            for child in noun.children:
                if child.dep_ in {"acl", "amod"} and child.i > noun.i and child.tag_ == "VBN":
                    voluntary = voluntary or lemma(child) in words["authorise"]
                    ordered = ordered or lemma(child) in words["order"]
            if whom is None:
                around = [t for t in self._sentence(noun) if is_mission(t, self.ctx) or is_staff(t, self.ctx)]
                if not (voluntary or ordered) or not around:
                    return None
                whom = next((t for t in around if is_staff(t, self.ctx)), None)
            subtype = "authorized-departure" if voluntary else "ordered-departure" if ordered else "reduction"
        elif whom is None:
            return None
        elif subtype == "reduction" and mods & words["all"]:
            subtype = "evacuation"
        return self.draft(noun, subtype, whom, sender, f"posture.{subtype}-noun", also=[], also_at=noun.head)

    def _sentence(self, token: Token) -> list[Token]:
        start, end = self.ctx.sentences[self.ctx.sentence_of[token.i]]
        return [t for t in self.ctx.tokens[start:end] if t.pos_ in {"NOUN", "PROPN"}]

    def _advice(self, noun: Token) -> EventDraft | None:
        """ "raised its travel advisory for …", "the travel advice now says"."""
        words = lexicon()["words"]
        signed = bool(self.words_before(noun) & words["advisory_signs"]) or (
            lemma(noun) == "advisory" and any(m.lower_ == "level" for m in noun.subtree)
        )
        head = noun.head
        changed = head.pos_ == "VERB" and lemma(head) in words["advisory_verbs"] and noun.dep_ in {"obj", "nsubj:pass"}
        says = (
            noun.dep_ == "nsubj"
            and head.pos_ == "VERB"
            and (lemma(head) in self.urges or lemma(head) in {"say", "state"})
        )
        if not changed and not says and noun.head.i != noun.i:
            return None
        if lemma(noun) == "level" and (not changed or tree.oblique(noun, "for") is None):
            return None
        if changed and tree.negated(head):
            return None
        sender = self.behind(noun) or (owner(noun, self.ctx))
        if not signed:  # "upgraded its advice for Israel"
            country = tree.oblique(noun, "for", "on", "to") or tree.oblique(head, "for", "on")
            abroad = sender is not None and serves_abroad(sender, self.ctx)
            named = country is not None and self.ctx.label(country) == "GPE"
            own = self.told and all(c.dep_ in {"nmod:poss", "punct"} for c in noun.children)  # "has eased its warning"
            if not (changed and abroad and (named or own)):
                return None
        trigger = head if changed else noun
        draft = self.advisory(trigger, None, sender, [noun, head])
        if draft is not None and not draft.places:
            draft.places = self.right_behind(noun)
        return draft
