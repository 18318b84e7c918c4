"""Names that a treebank does not label: where they begin and end by its trees, their kinds from a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.analysis.parsing.tokens import english
from bot.analysis.train.conversion import UNKNOWN, Word, read_conllu, treebank, widened
from bot.analysis.train.proper_nouns import capital_pairs, names, phrases, table

NLP = english()

CONLLU = """\
# newdoc id = one
# text = He told President Omar Said that the Supreme Court of Chad met near Lake Fitri.
1	He	he	PRON	PRP	_	2	nsubj	_	_
2	told	tell	VERB	VBD	_	0	root	_	_
3	President	President	PROPN	NNP	_	4	nmod:desc	_	_
4	Omar	Omar	PROPN	NNP	_	2	obj	_	_
5	Said	Said	PROPN	NNP	_	4	flat	_	_
6	that	that	SCONJ	IN	_	12	mark	_	_
7	the	the	DET	DT	_	9	det	_	_
8	Supreme	Supreme	ADJ	NNP	_	9	amod	_	_
9	Court	Court	PROPN	NNP	_	12	nsubj	_	_
10	of	of	ADP	IN	_	11	case	_	_
11	Chad	Chad	PROPN	NNP	_	9	nmod	_	_
12	met	meet	VERB	VBD	_	2	ccomp	_	_
13	near	near	ADP	IN	_	14	case	_	_
14	Lake	Lake	PROPN	NNP	_	12	obl	_	_
15	Fitri	Fitri	PROPN	NNP	_	14	flat	_	SpaceAfter=No
16	.	.	PUNCT	.	_	2	punct	_	_

"""
KINDS = {"Omar Said": "PERSON", "Supreme Court of Chad": "ORG"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A treebank of one sentence."""
    file = tmp_path / "one.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    return file


@pytest.fixture
def sentence(path: Path) -> tuple[str, list[Word]]:
    """Its text and words."""
    _, _, text, words = next(read_conllu(path))
    return text, words


def test_phrases_of_proper_nouns_are_without_titles_and_with_what_hangs_on_them(
    sentence: tuple[str, list[Word]],
) -> None:
    """The person begins behind the president; the court goes on to its country."""
    words = sentence[1]
    found = [" ".join(w.form for w in words[a:b]) for a, b in phrases(words)]
    assert found == ["Omar Said", "Court of Chad", "Lake Fitri"]


def test_a_capitalised_adjective_belongs_to_the_name(sentence: tuple[str, list[Word]]) -> None:
    """It is tagged as an adjective, and is part of what the court is called."""
    words = sentence[1]
    assert widened(words, 8, 11, set()) == (7, 11)


def test_at_the_start_of_a_sentence_only_known_pairs_count(sentence: tuple[str, list[Word]]) -> None:
    """Every first word has a capital."""
    words = sentence[1][7:]
    moved = [Word(w.form, w.upos, w.xpos, w.morph, w.head - 7, w.dep, w.misc) for w in words]
    assert widened(moved, 1, 4, set()) == (1, 4)
    assert widened(moved, 1, 4, {("Supreme", "Court")}) == (0, 4)


def test_kinds_come_from_the_list_and_what_is_not_on_it_is_unknown(sentence: tuple[str, list[Word]]) -> None:
    """Nobody said what Lake Fitri is."""
    text, words = sentence
    assert names(text, words, KINDS, set()) == [(3, 5, "PERSON"), (7, 11, "ORG"), (13, 15, UNKNOWN)]


def test_unknown_words_have_no_tag_to_learn(path: Path) -> None:
    """Their tag is the one that training leaves out."""
    made = treebank(path, names=lambda t, w: names(t, w, KINDS, set()), corpus="ewt", nlp=NLP)[0]
    assert (made.names or [])[-3:] == [UNKNOWN, UNKNOWN, "O"]


def test_pairs_with_capitals_inside_a_sentence_are_names(path: Path) -> None:
    """Behind a word in lower case."""
    assert capital_pairs([path]) == {("President", "Omar"), ("Supreme", "Court"), ("Lake", "Fitri")}


def test_the_list_that_ships_knows_these_kinds_and_no_others() -> None:
    """A slip of the pen would teach nonsense."""
    assert set(table().values()) == {"PERSON", "ORG", "LOC", "NORP", "O", UNKNOWN}
