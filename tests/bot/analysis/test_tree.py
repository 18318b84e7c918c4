"""Questions to a dependency tree, on trees built by hand."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc, Token

from bot.analysis import tree

VOCAB = English().vocab


def parsed(*rows: str) -> Doc:
    """A Doc from rows "word lemma POS TAG dep head", heads counted from 1, 0 for the root."""
    fields = [row.split() for row in rows]
    return Doc(
        VOCAB,
        words=[f[0] for f in fields],
        lemmas=[f[1] for f in fields],
        pos=[f[2] for f in fields],
        tags=[f[3] for f in fields],
        deps=[f[4] for f in fields],
        heads=[int(f[5]) - 1 if f[5] != "0" else i for i, f in enumerate(fields)],
        sent_starts=[i == 0 for i in range(len(fields))],
    )


@pytest.fixture(scope="module")
def control() -> Doc:
    """ "The gunmen who tried to storm the base were killed by troops ." """
    return parsed(
        "The the DET DT det 2",
        "gunmen gunman NOUN NNS nsubj:pass 9",
        "who who PRON WP nsubj 4",
        "tried try VERB VBD acl:relcl 2",
        "to to PART TO mark 6",
        "storm storm VERB VB xcomp 4",
        "the the DET DT det 8",
        "base base NOUN NN obj 6",
        "killed kill VERB VBN root 0",
        "by by ADP IN case 11",
        "troops troop NOUN NNS obl:agent 9",
    )


@pytest.fixture(scope="module")
def reduced() -> Doc:
    """ "Two villages attacked by bandits burned and the army has accused rebels of shelling them" """
    return parsed(
        "Two two NUM CD nummod 2",
        "villages village NOUN NNS nsubj 6",
        "attacked attack VERB VBN acl 2",
        "by by ADP IN case 5",
        "bandits bandit NOUN NNS obl:agent 3",
        "burned burn VERB VBD root 0",
        "and and CCONJ CC cc 11",
        "the the DET DT det 9",
        "army army NOUN NN nsubj 11",
        "has have AUX VBZ aux 11",
        "accused accuse VERB VBN conj 6",
        "rebels rebel NOUN NNS obj 11",
        "of of SCONJ IN mark 14",
        "shelling shell VERB VBG advcl 11",
        "them they PRON PRP obj 14",
    )


def at(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


def test_subject_through_relative_and_infinitive(control: Doc) -> None:
    """The subject of "who tried to storm" is the antecedent."""
    assert tree.subject(at(control, "storm")) == at(control, "gunmen")


def test_passive_has_no_active_subject(control: Doc) -> None:
    """A passive verb has a passive subject and an agent, and no active subject."""
    killed = at(control, "killed")
    assert tree.subject(killed) is None
    assert tree.passive_subject(killed) == at(control, "gunmen")
    assert tree.agent(killed) == at(control, "troops")


def test_objects_of_a_passive_are_its_subject(control: Doc) -> None:
    """What a passive verb is done to is its subject."""
    assert tree.objects(at(control, "killed")) == [at(control, "gunmen")]


def test_reduced_relative_is_passive(reduced: Doc) -> None:
    """ "villages attacked by bandits": the villages are attacked."""
    attacked = at(reduced, "attacked")
    assert tree.is_passive(attacked)
    assert tree.passive_subject(attacked) == at(reduced, "villages")


def test_the_accused_is_subject_of_the_deed(reduced: Doc) -> None:
    """ "accused rebels of shelling": the rebels shell."""
    assert tree.subject(at(reduced, "shelling")) == at(reduced, "rebels")


def test_conjunct_with_its_own_subject_keeps_it(reduced: Doc) -> None:
    """A joined verb does not borrow a subject when it has one."""
    assert tree.subject(at(reduced, "accused")) == at(reduced, "army")


def test_perfect_is_no_passive() -> None:
    """ "troops have massed" is active whatever its subject is called."""
    doc = parsed("troops troop NOUN NNS nsubj:pass 3", "have have AUX VBP aux 3", "massed mass VERB VBN root 0")
    assert not tree.is_passive(doc[2])
    assert tree.subject(doc[2]) == doc[0]


def test_bare_adverbial_is_the_object() -> None:
    """A noun without preposition behind a verb is its object even where the parser says otherwise."""
    doc = parsed(
        "terrorists terrorist NOUN NNS nsubj:pass 2",
        "kidnapped kidnap VERB VBN root 0",
        "peasants peasant NOUN NNS obl 2",
    )
    assert not tree.is_passive(doc[1])
    assert tree.objects(doc[1]) == [doc[2]]


@pytest.fixture(scope="module")
def noun_phrase() -> Doc:
    """ "at least 12 members of the Salt Front near Homs , who fled" """
    return parsed(
        "at at ADP IN case 2",
        "least least ADJ JJS nmod 3",
        "12 12 NUM CD nummod 4",
        "members member NOUN NNS root 0",
        "of of ADP IN case 8",
        "the the DET DT det 8",
        "Salt Salt PROPN NNP compound 8",
        "Front Front PROPN NNP nmod 4",
        "near near ADP IN case 10",
        "Homs Homs PROPN NNP nmod 4",
        ", , PUNCT , punct 13",
        "who who PRON WP nsubj 13",
        "fled flee VERB VBD acl:relcl 4",
    )


def test_phrase_ends_before_clauses_and_places(noun_phrase: Doc) -> None:
    """A phrase has its number and of-complement, no other prepositional phrase and no clause."""
    start, end = tree.phrase(at(noun_phrase, "members"))
    assert noun_phrase[start:end].text == "at least 12 members of the Salt Front"


def test_light_nouns_lead_to_what_counts(noun_phrase: Doc) -> None:
    """ "members of the Front" is the Front."""
    assert tree.light(at(noun_phrase, "members")) == at(noun_phrase, "Front")


def test_obliques_by_preposition(noun_phrase: Doc) -> None:
    """Prepositional dependents are found by their preposition, in order."""
    assert [(p, n.text) for p, n in tree.obliques(at(noun_phrase, "members"))] == [("of", "Front"), ("near", "Homs")]
    assert tree.oblique(at(noun_phrase, "members"), "in", "near") == at(noun_phrase, "Homs")


def test_governors_end_at_the_root(control: Doc) -> None:
    """Heads are listed upwards, the root last."""
    assert [t.text for t in tree.governors(at(control, "base"))] == ["storm", "tried", "gunmen", "killed"]


def test_negation_by_determiner() -> None:
    """ "no attack" is negated, "the attack" is not."""
    doc = parsed(
        "no no DET DT det 2", "attack attack NOUN NN root 0", "the the DET DT det 4", "raid raid NOUN NN conj 2"
    )
    assert tree.negated(doc[1])
    assert not tree.negated(doc[3])


def test_index_is_renewed_on_demand() -> None:
    """A text whose tree has changed is read anew when asked to."""
    doc = parsed("Rebels rebel NOUN NNS nsubj 2", "fled flee VERB VBD root 0")
    assert tree.children(doc[1]) == [doc[0]]
    doc[0].head = doc[0]
    assert tree.index(doc, fresh=True).dependents[1] == []
