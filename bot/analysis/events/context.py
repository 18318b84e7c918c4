"""What the event rules ask again and again about one text, laid out once: names, numbers and dates by token."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span, Token

from bot.analysis import tree
from bot.analysis.events.conditions import find_conditions
from bot.analysis.events.kinds import kinds_of
from bot.analysis.extensions import group, text_of
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Mention

if TYPE_CHECKING:
    from bot.analysis.claims import Speech
    from bot.analysis.dates import DatedSpan
    from bot.analysis.quantities import Amount

_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those", "another", "any", "such"})
_BACKED = frozenset({"backed", "led", "sponsored", "funded", "supported", "aligned", "allied", "trained", "linked",
                     "based", "made", "supplied", "occupied", "controlled", "held"})  # fmt: skip
_BEFORE = frozenset({"(", "–", "-", "—", "--"})
_QUOTES = frozenset({'"', "“", "”"})
_PLURAL = frozenset({"they", "them", "their"})
_SPEAKERS = frozenset({"we", "us", "our", "i", "me", "my"})
_RESOLVED = frozenset({"he", "she", "they", "it", "him", "her", "them", "his", "their", "its"})


class Context:
    """The lookups of one parsed text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        index = tree.index(doc)
        if not index.parsed:
            index = tree.index(doc, fresh=True)
        self.tokens = index.tokens
        self.text = text_of(doc)
        size = len(doc)
        self.names: list[Span] = group(doc, "names")
        self.name_at: list[Span | None] = [None] * size
        for name in self.names:
            for i in range(name.start, name.end):
                self.name_at[i] = name
        self.masked = bytearray(size)  # datelines: neither actors nor places
        for span in group(doc, "datelines"):
            for i in range(span.start, span.end):
                self.masked[i] = 1
        self.quoted = bytearray(size)
        for span in group(doc, "quotes"):
            for i in range(span.start, span.end):
                self.quoted[i] = 1
        self.sentence_of, self.sentences = index.columns.sentence, list(pairwise(index.columns.starts))
        self.amounts: tuple[Amount, ...] = tuple(doc._.quantities or ())
        self.amount_at: dict[int, Amount] = {i: a for a in self.amounts for i in range(a.start, a.end)}
        self.date_at: dict[int, DatedSpan] = {}
        self._dates(doc)
        self.conditions = find_conditions(doc)
        self._speech_at: list[Speech | None] | None = None
        self._kinds: dict[int, frozenset[str]] = {}
        self._spans: dict[int, tuple[int, int]] = {}
        self._subjects: dict[int, list[Token]] = {}

    def _dates(self, doc: Doc) -> None:
        dates = doc._.dates or ()
        if not dates:
            return
        starts = {token.idx: token.i for token in self.tokens}
        for date in dates:
            i = starts.get(date.start)
            while i is not None and i < len(doc) and self.tokens[i].idx < date.end:
                self.date_at[i] = date
                i += 1

    def label(self, token: Token) -> str:
        """The label of the name that the token heads (or is part of), else ""."""
        name = self.name_at[token.i]
        return name.label_ if name is not None else ""

    def kinds(self, token: Token) -> frozenset[str]:
        """What the noun can be; "dozens of soldiers" is what soldiers are."""
        found = self._kinds.get(token.i)
        if found is None:
            head = tree.light(token)
            found = kinds_of(head, self.label(head))
            if head is not token and found <= {"abstract", "unknown"}:
                found |= kinds_of(token, self.label(token)) - {"abstract"}
            if self.is_time(token):
                found = frozenset({"time"})
            self._kinds[token.i] = found
        return found

    def is_time(self, token: Token) -> bool:
        """Dates and measures of time, which never act ("Days earlier, jets struck")."""
        if token.i in self.date_at:
            return True
        return token.dep_ in {"obl:unmarked", "nmod:unmarked"} and "time" in kinds_of(token)

    def bounds(self, token: Token) -> tuple[int, int]:
        """The tokens of the mention that the noun heads, without article; a name is never cut."""
        found = self._spans.get(token.i)
        if found is not None:
            return found
        start, end = tree.phrase(token)
        name = self.name_at[token.i]
        if name is not None and name.label_ == "PERSON":
            self._spans[token.i] = (name.start, name.end)  # without title and office
            return name.start, name.end
        if name is not None:
            start, end = min(start, name.start), max(end, name.end)
        while start < token.i and self.masked[start]:
            start += 1
        while start < token.i and self.tokens[start].lower_ in _ARTICLES and (name is None or start < name.start):
            start += 1
        while start < token.i and (self.tokens[start].is_space or self.tokens[start].text in _BEFORE):
            start += 1
        if (
            start
            and self.tokens[start - 1].text in _QUOTES
            and sum(t.text in _QUOTES for t in self.tokens[start:end]) % 2
        ):
            start -= 1
        self._spans[token.i] = (start, end)
        return start, end

    def head_of(self, name: Span) -> Token:
        """The token of a name that governs its others."""
        token = self.tokens[name.start]
        while token.head.i != token.i and name.start <= token.head.i < name.end:
            token = token.head
        return token

    def named(self, token: Token) -> Token:
        """The name behind a role in apposition: "the defence minister, Aziz Nasirzadeh" is Nasirzadeh."""
        if token.pos_ not in {"NOUN", "PROPN"} or self.name_at[token.i] is not None:
            return token
        if token.dep_ == "appos" and token.head.pos_ == "PROPN" and self.label(token.head) in {"PERSON", ""}:
            return token.head  # "Ricardo Castellar, mayor of Achi, who was kidnapped"
        for child in tree.rights(token):
            if child.dep_ == "appos" and child.pos_ == "PROPN":
                label = self.label(child)
                if token.pos_ == "PROPN" and label != "PERSON":
                    continue
                if label in {"PERSON", "ORG", ""} and child.i - token.i <= 12:
                    return child
        return token

    def mention(self, token: Token) -> Mention:
        """The noun phrase as the contract's mention, with the country it stands for."""
        name = self.named(token)
        start, end = self.bounds(name)
        last = self.tokens[end - 1]
        first = self.tokens[start].idx
        text = self.text[first : last.idx + len(last)]
        return Mention(text, first, first + len(text), self.country(name) or self.country(token))

    def mentions(self, token: Token) -> list[Mention]:
        """One mention for each nationality that a phrase joins: "Afghan and American convoys" is of two countries."""
        one = self.mention(token)
        sides: list[str] = []
        joined = False
        for child in tree.lefts(token):
            if child.dep_ not in {"amod", "compound"}:
                continue
            for member in (child, *(c for c in tree.children(child) if c.dep_ in {"conj", "cc"})):
                joined = joined or member.dep_ in {"conj", "cc"}
                name = self.name_at[member.i]
                if name is not None and name.kb_id_ and name.kb_id_ not in sides:
                    sides.append(name.kb_id_)
        if not joined:
            return [one]
        if len(sides) < 2:
            return [one]
        return [Mention(one.text, one.start, one.end, code) for code in sides]

    def country(self, token: Token) -> str | None:
        """The country a phrase stands for: of the name it heads, of a nationality or place in it, of its apposition."""
        name = self.name_at[token.i]
        if name is not None and name.kb_id_:
            return name.kb_id_
        start, end = tree.phrase(token)
        found = backed = None
        seen: Span | None = None
        for i in range(start, end):
            inner = self.name_at[i]
            if inner is None or inner is seen or not inner.kb_id_:
                continue
            seen = inner
            if inner.end + 1 < len(self.doc) and self.tokens[inner.end + 1].lower_ in _BACKED:
                backed = backed or inner.kb_id_
            elif found is None or inner.end <= token.i:
                found = inner.kb_id_
        if found is not None:
            return found
        for child in tree.children(token):
            if child.dep_ not in {"appos", "nmod", "nmod:poss"} or (child.dep_ == "nmod" and not _origin(child)):
                continue
            other = self.name_at[child.i]
            if other is not None and other.kb_id_:
                return other.kb_id_
        return backed

    def speech(self, i: int) -> Speech | None:
        """The innermost claim whose content holds token ``i``."""
        if self._speech_at is None:
            self._speech_at = [None] * len(self.doc)
            for speech in sorted(self.doc._.speeches or (), key=lambda s: s.start - s.end):
                for k in range(max(speech.start, 0), min(speech.end, len(self.doc))):
                    self._speech_at[k] = speech
        return self._speech_at[i]

    def resolve(self, token: Token) -> Token | None:
        """The noun behind a pronoun where one candidate fits; a noun is itself; ``None`` where nobody can say."""
        if token.pos_ != "PRON" or token.lower_ not in _RESOLVED | _SPEAKERS:
            return token if token.pos_ != "PRON" or token.lower_ not in {"you", "who", "which", "that"} else None
        if token.lower_ in _SPEAKERS:
            speech = self.speech(token.i)
            if speech is None or not speech.direct or speech.speaker is None:
                return None
            speaker: Token = speech.speaker.root
            return speaker if speaker.pos_ != "PRON" else self.resolve(speaker)
        wanted = kinds_of(token)
        number = self.sentence_of[token.i]
        here = [t for t in self._subjects_of(number) if t.i < token.i]
        if token.dep_ in {"obj", "iobj", "obl"}:
            # "seized the mayor and shot him": never the subject of its own verb
            own = tree.surface_subject(token.head)
            start = self.sentences[number][0]
            objects = [
                t
                for t in self.tokens[start : token.i]
                if t.dep_ in {"obj", "nsubj:pass"} and t.pos_ in {"NOUN", "PROPN"} and t.head.i != token.head.i
            ]
            here = [t for t in (*here, *objects) if own is None or t.i != own.i]
        before = self._subjects_of(number - 1) if number else []
        for candidates in (here, before):
            fitting = [c for c in candidates if self._fits(token, c, wanted)]
            if len({c.lower_ for c in fitting}) == 1:
                return fitting[-1]
            if fitting and candidates is before:
                return fitting[0]  # the first subject of the sentence before is what it is about
            if fitting:
                return None
        return None

    def _fits(self, pronoun: Token, noun: Token, wanted: frozenset[str]) -> bool:
        kinds = self.kinds(noun)
        one = noun.tag_ == "NN" and noun.lemma_.lower() in _ONE_SOLDIER
        if not (kinds | {"person"} if one else kinds) & wanted:
            return False
        plural = noun.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in tree.children(noun))
        collective = bool(kinds & {"org", "force"}) and "person" not in kinds and not one
        if pronoun.lower_ in _PLURAL:
            return plural or collective or noun.pos_ == "NUM"
        if pronoun.lower_ in {"it", "its"}:
            # a name of one word that "it" stands for is no person, whatever its label
            return not plural and (self.label(noun) != "PERSON" or self.bounds(noun)[1] - self.bounds(noun)[0] == 1)
        return not plural and self.label(noun) not in {"ORG", "GPE", "LOC"}

    def _subjects_of(self, number: int) -> list[Token]:
        found = self._subjects.get(number)
        if found is None:
            start, end = self.sentences[number]
            found = [
                t
                for t in self.tokens[start:end]
                if t.dep_ in {"nsubj", "nsubj:pass"} and t.pos_ in {"NOUN", "PROPN", "NUM"} and not self.masked[t.i]
            ]
            # "a statement by the Front said that it …"
            found += [by for t in found if self.kinds(t) <= {"abstract"} and (by := tree.agent(t)) is not None]
            self._subjects[number] = found
        return found

    def all_of(self, token: Token | None) -> list[Token]:
        """A noun with its conjuncts, pronouns resolved, those left out that stay unknown."""
        if token is None:
            return []
        out: list[Token] = []
        for member in self.joined(token):
            noun = self.resolve(member)
            if noun is not None and noun not in out:
                out.append(noun)
        return out

    def joined(self, token: Token) -> Iterable[Token]:
        """The noun and those joined to it behind it."""
        out = [token]
        for member in out:
            if len(out) > 12:
                break
            for child in tree.children(member):
                if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
                    out.append(child)
                elif child.dep_ == "appos":  # "his son, William; Gustavo Quintero, the secretary; and …"
                    out.extend(
                        c for c in tree.children(child) if c.dep_ == "conj" and c.pos_ == "PROPN" and c.i > child.i + 1
                    )
        return out


def _origin(noun: Token) -> bool:
    """ "the president of Iran", "gunmen from Chad": a country that the head belongs to."""
    return any(word in {"of", "from"} for word in tree.case_words(noun))


_ONE_SOLDIER = words(
    "soldier policeman policewoman officer marine commando paratrooper peacekeeper ranger corporal sergeant lieutenant"
    " captain major colonel general admiral commander commandant conscript reservist recruit gunman militant militiaman"
    " rebel insurgent guerrilla fighter terrorist jihadist assailant attacker bandit hijacker bomber sniper warlord"
    " mercenary combatant gendarme bodyguard operative agent"
)


def elsewhere(ctx: Context, verb: Token) -> bool:
    """Whether a relative clause tells of another act than the clause around it: "shot a man in Rio, where a raid left
    121 dead", "attacked militants who had killed twelve"; not "an attack by gunmen who killed five"."""
    if verb.dep_ != "acl:relcl":
        return False
    if any(c.lower_ == "where" for c in tree.children(verb)):
        return True
    noun = verb.head
    acts = noun.dep_ in {"nsubj", "obl:agent"} or "by" in tree.case_words(noun)
    return not acts and somebody(ctx, noun)


def somebody(ctx: Context, noun: Token) -> bool:
    """Whether a noun can mean somebody who acts: a person, a body, a force, a state, an unknown name."""
    return bool(ctx.kinds(noun) & {"person", "org", "force", "state", "name"})
