"""Departures from a mission: ordered, authorised, told as done; its flag raised or lowered; its minimum of staff."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.missions import is_mission, is_national, is_staff, lemma, lexicon, modifiers, owner
from bot.analysis.events.senders import Senders
from storage.model.findings import Status

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_CARRIERS = frozenset({"flight", "plane", "aircraft", "ship", "ferry", "bus", "convoy", "helicopter", "jet", "boat"})
_OPTIONS = frozenset({"option", "choice", "permission", "chance", "opportunity", "leave", "right"})


class Departures(Senders):
    """The rules of leaving and of what is left, by the verb they start from."""

    def departure(self, verb: Token, how: str) -> EventDraft | None:
        """ "ordered the departure of …", "authorised nonessential staff to leave", "were ordered to leave"."""
        sender = self.sender(verb)
        leaving = next((c for c in verb.children if c.dep_ in _COMPLEMENTS and c.i > verb.i and self.leaves(c)), None)
        for noun in tree.objects(verb):
            entry = self.nouns.get(lemma(noun))
            if entry is not None and entry[0] in {"departure", "evacuation", "reduction"}:
                whom = self.object_of(noun, entry[1], sender) or self.object_of(verb, entry[1], sender)
                if whom is None and entry[0] == "departure" and noun.i not in self.used:
                    words = lexicon()["words"]  # the wording alone shows that a mission is meant
                    if not (words["voluntary"] | words["ordered"]).isdisjoint(self.words_before(noun)):
                        whom = tree.oblique(noun, "of", "for") or noun
                if whom is None:
                    continue
                if not lexicon()["words"]["ordered"].isdisjoint(self.words_before(noun)):
                    how = "ordered"  # "approved the ordered departure"
                subtype = f"{how}-departure" if entry[0] == "departure" else entry[0]
                if entry[0] != "departure":
                    if how == "authorized":
                        subtype = "authorized-departure" if entry[0] == "evacuation" else entry[0]
                    draft = self.draft(verb, subtype, whom, sender, f"posture.{how}-{entry[0]}", also=[noun])
                    if subtype == "evacuation":
                        draft.status = Status.PLANNED
                        draft.path.append("ordered, not told as done")
                    return draft
                return self.draft(verb, subtype, whom, sender, f"posture.{subtype}", also=[noun])
            out = tree.oblique(verb, "out", "out of")
            if leaving is None and out is not None and is_national(noun, self.ctx):
                return self.advisory(verb, noun, sender, [verb], leave=True)
            if leaving is None and out is not None and how == "ordered" and is_staff(noun, self.ctx, sender):
                return self.draft(verb, "ordered-departure", noun, sender, "posture.ordered-out", also=[])
            if leaving is not None and is_staff(noun, self.ctx, sender):
                return self.draft(verb, f"{how}-departure", noun, sender, f"posture.{how}-departure", also=[leaving])
        if leaving is not None:
            whom = tree.surface_subject(leaving)
            if whom is not None and is_staff(whom, self.ctx, sender):
                return self.draft(verb, f"{how}-departure", whom, sender, f"posture.{how}-departure", also=[leaving])
        return None

    def option(self, verb: Token) -> EventDraft | None:
        """ "gave non-essential employees the option to leave": voluntary."""
        sender = self.sender(verb)
        objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"}]
        for noun in objects:
            if lemma(noun) not in _OPTIONS:
                continue
            leaving = next((c for c in noun.children if c.dep_ in {"acl", "xcomp"} and self.leaves(c)), None)
            whom = next((o for o in objects if o is not noun and is_staff(o, self.ctx, sender)), None)
            if leaving is not None and whom is not None:
                how = "authorized-departure"
                return self.draft(verb, how, whom, sender, f"posture.{how}", also=[leaving])
        return None

    def left(self, verb: Token) -> EventDraft | None:
        """ "nonessential staff left the embassy", "diplomats departed from Kabul"."""
        subject = tree.subject(verb)
        if subject is None or lemma(verb) == "evacuate":
            return None
        if any(c.dep_ == "aux" and c.lower_ in {"may", "can", "could", "might", "should"} for c in verb.children):
            return None
        if lemma(subject) in _CARRIERS:
            return self._carried(verb, subject)
        goal = next((o for o in tree.objects(verb)), None) or tree.oblique(verb, "from")
        if goal is None:
            return None
        mission = is_mission(goal, self.ctx)
        plain = mission and lemma(subject) in {"staff", "personnel", "employee"}
        if not (plain or is_staff(subject, self.ctx)):
            return None
        if not (mission or self.ctx.label(goal) == "GPE" or lemma(goal) == "country"):
            return None
        if verb.dep_ in {"xcomp", "ccomp"} and lemma(verb.head) in self.orders | self.allows | self.urges:
            return None
        left = "evacuation" if lexicon()["words"]["all"] & {c.lower_ for c in subject.children} else "reduction"
        draft = self.draft(verb, left, subject, owner(subject, self.ctx), "posture.left", also=[goal])
        draft.places = draft.places or ([goal] if self.ctx.label(goal) == "GPE" else [])
        return draft

    def _carried(self, verb: Token, carrier: Token) -> EventDraft | None:
        """ "two charter flights carrying 340 British nationals left Beirut"."""
        for child in carrier.children:
            if child.dep_ not in {"acl", "acl:relcl"} or lemma(child) not in {"carry", "bring", "take", "evacuate"}:
                continue
            for whom in tree.objects(child):
                if is_national(whom, self.ctx) or is_staff(whom, self.ctx):
                    return self.draft(verb, "evacuation", whom, owner(whom, self.ctx), "posture.carried", also=[child])
        return None

    def flag(self, verb: Token) -> EventDraft | None:
        """ "the Dutch flag was raised over the embassy", "lowered its flag at the consulate"."""
        flag = next((o for o in tree.objects(verb) if lemma(o) == "flag"), None)
        mission = tree.oblique(verb, "over", "at", "above", "outside", "on", "from", "in front of")
        if flag is None or mission is None or not is_mission(mission, self.ctx):
            return None
        if any(lemma(c) in {"half-mast", "half-staff", "mast"} for c in verb.subtree):
            return None  # mourning
        if any(c.lower_ in {"new", "first"} for c in mission.children):
            return None  # opened, not opened again
        subtype = "resumption" if lemma(verb) in lexicon()["words"]["flag_up"] else "closure"
        sender = self.sender(verb) or owner(mission, self.ctx) or owner(flag, self.ctx)
        return self.draft(verb, subtype, mission, sender, "posture.flag", also=[])

    def minimum(self, verb: Token) -> EventDraft | None:
        """ "operating with a skeleton staff", "reduced to minimum staffing"."""
        words = lexicon()["words"]
        for preposition, noun in tree.obliques(verb):
            if preposition in {"with", "on", "at", "to"} and lemma(noun) in words["staffing"]:
                if not {m.lower_ for m in modifiers(noun)} & words["minimal"]:
                    continue
                whom = tree.surface_subject(verb)
                objects = tree.objects(verb)
                for mission in [*objects, *([whom] if whom is not None else [])]:
                    if is_mission(mission, self.ctx):
                        sender = self.sender(verb) if mission in objects else owner(mission, self.ctx)
                        return self.draft(verb, "reduction", mission, sender, "posture.minimum", also=[noun])
        return None
