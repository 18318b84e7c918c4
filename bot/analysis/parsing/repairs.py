"""What the parser is known to get wrong, put right where the words leave no doubt.

- Inverted speech behind what was said ("Haifa will cease to exist, warned X, a member of …"), which treebanks hold with
  "said" but hardly with other verbs, so that the speaker becomes an object.
- What hangs on an auxiliary belongs to its verb (Universal Dependencies: function words have no dependents but joined
  and negating ones).
- "killed nine and wounded twenty-one": a verb joined to the number before it is joined to the verb before that.
- A verb of speech in the past that is joined to what was said ("denied that they had fired and accused X") has the
  speaker for its subject.
- "signed in Doha": a preposition taken for a particle belongs to the noun behind it, where that has none.
- "Thirty trucks carrying flour crossed into Darfur": a verb of motion that has no passive is no participle of the
  noun before it, where the sentence has no other verb.
- "found shot dead" has a verb, "shot".
- "fighting", "shelling" as a subject without an object is a noun.
- "let go 62 detainees": who is let go is the object of "let"; so are those who are "called up".
- "sit-in" and "break-in" are nouns; "general" heads "consulate general".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.attrs import LEMMA
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from bot.analysis.lexicon.wordlists import words
from bot.analysis.parsing.attachments import (
    give_its_of,
    hang_on_the_deed,
    join_to_verb,
    judge_a_noun,
    keep_to_the_nearest,
    make_attribute,
    take_for_what_it_seems,
)
from bot.analysis.parsing.tag_repairs import PARTICIPLES, noun_of_action, shot_dead, upwards_of, verb_of_participle

_SAYING = words(
    "say warn add claim announce declare argue insist report write admit acknowledge explain state predict complain"
    " threaten vow promise conclude note observe recall recount reply retort stress allege assert confirm caution"
)
_BEFORE = frozenset({",", "”", '"', "’", "'", "''", "—", "–"})
_BEHIND = frozenset({",", ".", ";", "—", "–", "in", "on", "at", "during", "after", "as", "from", "to"})
_LISTENERS = words("reporter journalist lawmaker parliament court police news")
_OBJECTS = frozenset({"obj", "iobj", "obl:unmarked"})
_TENSES = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN"})
_AUXILIARIES = frozenset({"aux", "aux:pass"})
_OF_VERBS = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:unmarked", "ccomp", "xcomp", "advcl"})
_BEFORE_BARE_OR_PERFECT = words("will would had could may might should can shall wo")
"""After these a joined verb would be a bare form or a participle, never "accused" in the past."""
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PARTICLES = frozenset({"in", "out", "up", "off", "down", "over", "by"})


_MESSAGES = words(
    "leaflet poster banner letter note message statement pamphlet flyer video placard text email graffiti tape"
    " recording post slogan sign notice circular"
)


@Language.component("sitrep_repairs")
def repairs(doc: Doc) -> Doc:
    """Relabels the speaker of inverted speech as subject, and its verb as put beside what was said."""
    if not doc.has_annotation("DEP"):
        return doc
    numbers = [int(number) for number in doc.to_array([LEMMA]).ravel()]
    for i, number in enumerate(numbers):
        if number in _BY_LEMMA:
            token = doc[i]
            for repair in _BY_LEMMA[number]:
                repair(token)
    return doc


def _message_tells(verb: Token) -> None:
    """Makes "told" the verb of "Leaflets dropped over the town told residents to leave"."""
    made = verb.head
    if verb.dep_ not in {"advcl", "parataxis", "ccomp"} or verb.tag_ != "VBD" or made.i >= verb.i:
        return
    noun = next((c for c in made.children if c.dep_ == "nsubj"), None)
    if noun is None or made.tag_ != "VBD" or noun.lemma_.lower() not in _MESSAGES or made.i != noun.i + 1:
        return
    if any(c.dep_ in {"nsubj", "nsubj:pass", "mark", "cc", "aux"} for c in verb.children):
        return
    if any(c.dep_ == "obj" or (c.pos_ == "PUNCT" and c.i < verb.i) for c in made.children):
        return
    above, dep = (made.head, made.dep_) if made.head.i != made.i else (verb, made.dep_)
    for child in list(made.children):
        if child.pos_ == "PUNCT" and child.i > verb.i:
            child.head = verb
    verb.head, verb.dep_ = above, dep
    noun.head = verb
    made.head, made.dep_, made.tag_ = noun, "acl", "VBN"


def _give_to_verb(auxiliary: Token) -> None:
    """Hangs what an auxiliary was given on the verb that it belongs to."""
    if auxiliary.dep_ not in _AUXILIARIES:
        return
    if auxiliary.dep_ == "aux:pass" and auxiliary.head.dep_ == "parataxis":
        _give_its_subject(auxiliary)
    for child in list(auxiliary.children):
        if child.dep_ in _OF_VERBS:
            child.head = auxiliary.head


def _join_to_speaker(verb: Token) -> None:
    """Joins a verb of speech in the past to the one who spoke: "denied that his men had fired and accused …"."""
    said = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or said.dep_ != "ccomp" or said.i > verb.i or said.head.i > said.i:
        return
    auxiliaries = {c.lower_ for c in said.children if c.dep_ in _AUXILIARIES}
    speaks = said.head.pos_ == "VERB" and said.head.tag_ == "VBD"
    if speaks and auxiliaries & _BEFORE_BARE_OR_PERFECT and not any(c.dep_ in _SUBJECTS for c in verb.children):
        verb.head = said.head


def _give_to_noun(preposition: Token) -> None:
    """ "signed in Doha last week": the place, not "signed in"."""
    if preposition.dep_ != "compound:prt" or preposition.i + 1 >= len(preposition.doc):
        return
    noun = preposition.nbor()
    while noun.dep_ in {"det", "amod", "compound", "nummod"} and noun.head.i > noun.i:
        noun = noun.head
    if noun.dep_ == "obl" and noun.head == preposition.head and not any(c.dep_ == "case" for c in noun.lefts):
        preposition.head = noun
        preposition.dep_ = "case"


def _head_sentence(verb: Token) -> None:
    """ "Thirty trucks carrying flour crossed into Darfur": the verb is what the sentence says."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or noun.i > verb.i or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    if not any(c.dep_.startswith("obl") and c.i > verb.i for c in verb.children):
        return
    top = noun.head if noun.dep_ == "nsubj" else noun
    if top.head.i != top.i or top.pos_ == "VERB" or any(c.dep_ in {"cop", "acl:relcl"} for c in top.children):
        return
    verb.head = verb
    verb.dep_ = "root"
    for child in [c for c in noun.children if c.i > verb.i]:
        child.head = verb
    if top.i != noun.i:
        top.head = verb
        top.dep_ = "parataxis"
        for child in [c for c in top.children if c.dep_ == "punct"]:
            child.head = verb
    noun.head = verb
    noun.dep_ = "nsubj"


def _give_its_subject(auxiliary: Token) -> None:
    """Makes a clause of "after a hydrologist, X, was hanged", where the preposition was hung on the noun alone."""
    verb = auxiliary.head
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return
    for noun in verb.head.children:
        opener = next((c for c in noun.children if c.dep_ == "case" and c.lower_ in {"after", "before", "since"}), None)
        last = noun.right_edge.i
        if noun.dep_ == "obl" and opener is not None and noun.i > verb.head.i and last in {verb.i - 2, auxiliary.i - 1}:
            opener.head, opener.dep_ = verb, "mark"
            noun.head, noun.dep_ = verb, "nsubj:pass"
            verb.dep_ = "advcl"
            return


def _let_go(let: Token) -> None:
    """Gives "let" what "go" was given in "let go 62 detainees"."""
    i, doc = let.i, let.doc
    go = doc[i + 1] if i + 1 < len(doc) else None
    if go is not None and go.lower_ == "go" and go.head.i == i and go.dep_ == "xcomp":
        for child in [c for c in go.children if c.dep_ == "obj"]:
            child.head = let


def _called_up(call: Token) -> None:
    """Makes those who are "called up" objects, where the tree has them as a predicate."""
    if any(c.dep_ == "compound:prt" and c.lower_ == "up" for c in call.children):
        for child in call.children:
            if child.dep_ == "xcomp" and child.pos_ == "NOUN":
                child.dep_ = "obj"


def _noun_with_particle(hyphen: Token) -> None:
    """Makes "sit-in" a noun where it stands as one, whatever the tagger took its particle for."""
    i, doc = hyphen.i, hyphen.doc
    if not 0 < i < len(doc) - 1 or doc[i + 1].lower_ not in _PARTICLES:
        return
    first, particle = doc[i - 1], doc[i + 1]
    if first.head.i == particle.i and particle.dep_ in {"nsubj", "nsubj:pass", "obj", "obl", "nmod", "conj"}:
        particle.pos_, particle.tag_ = "NOUN", "NN"


def _head_general(general: Token) -> None:
    """Makes "general" the head of "consulate general"."""
    first = general.head
    if general.dep_ != "appos" or first.i != general.i - 1:
        return
    general.head, general.dep_ = (first.head if first.head.i != first.i else general), first.dep_
    for child in list(first.children):
        child.head = general
    first.head, first.dep_ = general, "compound"


def _inverted(verb: Token) -> Token | None:
    """The speaker behind a verb of saying that stands behind a comma or a quotation, else ``None``."""
    i, doc = verb.i, verb.doc
    above = any(c.dep_ == "ccomp" and c.i < i for c in verb.children)  # hung above what was said, or behind it
    if verb.tag_ not in _TENSES or not (above or (verb.dep_ in {"conj", "parataxis"} and verb.head.i < i)):
        return None
    if i == 0 or doc[i - 1].text not in _BEFORE or i + 1 >= len(doc):
        return None
    speaker: Token | None = None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i < i:
            continue
        if child.dep_ in {"nsubj", "nsubj:pass", "aux", "aux:pass", "cc", "ccomp", "xcomp", "advmod"} or child.i < i:
            if child.pos_ != "PUNCT":
                return None
        elif child.dep_ in _OBJECTS:
            if speaker is not None:
                return None
            speaker = child
    if speaker is None or speaker.left_edge.i != i + 1 or speaker.lemma_.lower() in _LISTENERS:
        return None
    titled = any(c.dep_ in {"det", "amod", "compound", "nmod:poss"} for c in speaker.children)
    if not (speaker.pos_ == "PROPN" or (speaker.pos_ == "NOUN" and titled and speaker.ent_type_ == "")):
        return None
    if speaker.pos_ == "NOUN" and not any(c.dep_ == "appos" for c in speaker.children):
        return None  # "…, claimed the title"
    last = max((c.i for c in speaker.children if c.dep_ == "flat"), default=speaker.i)
    return speaker if last + 1 >= len(doc) or doc[last + 1].text in _BEHIND else None


def _turn_round(verb: Token) -> None:
    """Makes the speaker of inverted speech its subject."""
    speaker = _inverted(verb)
    if speaker is not None:
        speaker.dep_ = "nsubj"
        if verb.dep_ == "conj":
            verb.dep_ = "parataxis"


_HARM = words("kill wound injure hurt maim destroy damage leave trap")
_REPAIRS: tuple[tuple[Callable[[Token], None], Iterable[str]], ...] = (
    (
        _join_to_speaker,
        words(
            "accuse blame demand urge condemn denounce call criticise criticize reject deny dismiss vow pledge insist"
            " appeal praise thank ask tell describe challenge"
        ),
    ),
    (_message_tells, words("tell warn promise threaten order urge read say demand vow call give")),
    (_turn_round, _SAYING),
    (join_to_verb, _HARM),
    (hang_on_the_deed, _HARM),
    (give_its_of, words("accuse suspect convict acquit cleanse")),
    (judge_a_noun, words("call term label brand dub deem")),
    (_called_up, words("call")),
    (keep_to_the_nearest, words("run own operate manage fund administer staff")),
    (take_for_what_it_seems, words("what")),
    (make_attribute, words("oust depose topple jail exile detain slay")),
    (_give_to_verb, words("have be will would do")),
    (_give_to_noun, words("in on at to from into")),
    (_head_sentence, words("cross roll arrive land march advance pour rumble head")),
    (verb_of_participle, PARTICIPLES),
    (upwards_of, words("upwards")),
    (shot_dead, words("shot")),
    (noun_of_action, words("fight shell bomb loot shoot skirmish kill")),
    (_let_go, words("let")),
    (_noun_with_particle, ("-",)),
    (_head_general, words("general")),
)
"""Which repair is tried at which lemma."""
_BY_LEMMA: dict[int, list[Callable[[Token], None]]] = {}
for _repair, _lemmas in _REPAIRS:
    for _lemma in _lemmas:
        _BY_LEMMA.setdefault(get_string_id(_lemma), []).append(_repair)
