"""From treebanks and name corpora to training sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy

from bot.analysis.train import lemma_table, name_data
from bot.analysis.train.conversion import Sentence, bio, curly, gum_names, read_conllu, treebank

NLP = spacy.blank("en")

CONLLU = """# newdoc id = GUM_news_one
# newpar
# text = Abu Said didn't leave al-Hilla.
1	Abu	Abu	PROPN	NNP	Number=Sing|Typo=No	5	nsubj	_	Entity=(1-person-new
2	Said	Said	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
3-4	didn't	_	_	_	_	_	_	_	_
3	did	do	AUX	VBD	Mood=Ind|Tense=Past	5	aux	_	_
4	n't	not	PART	RB	Polarity=Neg	5	advmod	_	_
5	leave	leave	VERB	VB	VerbForm=Inf	0	root	_	_
6	al	al	PROPN	NNP	_	8	compound	_	Entity=(2-place-new|SpaceAfter=No
7	-	-	PUNCT	HYPH	_	6	punct	_	SpaceAfter=No
8	Hilla	Hilla	PROPN	NNP	_	5	obj	_	Entity=2)|SpaceAfter=No
9	.	.	PUNCT	.	_	5	punct	_	_

# text = She fled
1	She	she	PRON	PRP	Case=Nom	2	nsubj	_	_
2	fled	flee	VERB	VBD	Tense=Past	0	root	_	_

"""


@pytest.fixture
def conllu(tmp_path: Path) -> Path:
    """A treebank of two sentences."""
    path = tmp_path / "one.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


def first(conllu: Path, **options: Any) -> Sentence:
    """The first sentence, converted."""
    return treebank(conllu, names=lambda _, words: gum_names(words), corpus="gum", nlp=NLP, **options)[0]


def test_multiword_tokens_are_syntactic_words(conllu: Path) -> None:
    """The range line itself is none."""
    assert [w.form for w in next(read_conllu(conllu))[3]][2:4] == ["did", "n't"]


def test_tokens_are_spacys_and_the_tree_stays_one(conllu: Path) -> None:
    """One root, which is its own head."""
    sentence = first(conllu)
    assert sentence.words == [t.text for t in NLP.make_doc("Abu Said didn't leave al-Hilla.")]
    assert [n for n, head in enumerate(sentence.heads) if n == head] == [sentence.words.index("leave")]


def test_morphology_keeps_what_the_rules_use(conllu: Path) -> None:
    """Number stays, Typo goes."""
    assert first(conllu).morph[0] == "Number=Sing"


def test_mentions_headed_by_proper_nouns_are_names(conllu: Path) -> None:
    """Persons and places of GUM's entity column."""
    words = next(read_conllu(conllu))[3]
    assert gum_names(words) == [(0, 2, "PERSON"), (5, 8, "LOC")]


def test_names_are_tags_on_the_tokens(conllu: Path) -> None:
    """BIO."""
    assert (first(conllu).names or [])[:2] == ["B-PERSON", "I-PERSON"]


def test_newspapers_quotation_marks_keep_every_place() -> None:
    """The length does not change."""
    text = 'He said "go" and it\'s done - now.'
    assert curly(text) == "He said “go” and it’s done – now."
    assert len(curly(text)) == len(text)


def test_bio_tags_of_neighbours_begin_anew() -> None:
    """Two names side by side are two."""
    assert bio(3, [(0, 1, "LOC"), (1, 3, "LOC")]) == ["B-LOC", "B-LOC", "I-LOC"]


TEXT = "Foreign Secretary Boris Johnson met the Syrian Democratic Forces in Raqqah, Syria. He left on Jan. 9."


def entity(kind: str, value: str, **more: Any) -> dict[str, Any]:
    """One annotation of re3d."""
    begin = TEXT.index(value)
    return {"type": kind, "begin": begin, "end": begin + len(value), "value": value, "documentId": "9A"} | more


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (entity("Person", "Foreign Secretary Boris Johnson"), ["Boris Johnson"]),
        (entity("Person", "Foreign Secretary"), []),
        (entity("Organisation", "the Syrian Democratic Forces"), ["Syrian Democratic Forces"]),
        (entity("Location", "Raqqah, Syria"), ["Raqqah", "Syria"]),
        (entity("Person", "He"), []),
        (entity("Person", "Jan."), []),
        (entity("Location", "Syria", end=9999), []),
    ],
)
def test_annotations_are_cut_to_names(given: dict[str, Any], names: list[str]) -> None:
    """No articles, titles, pronouns and months; what is not the text is left out."""
    assert [TEXT[a:b] for a, b, _ in name_data.re3d_spans(TEXT, [given])] == names


def test_a_quarter_of_the_documents_is_kept_out() -> None:
    """By the first digit of the id."""
    assert [d for d in "0123456789ABCDEF" if name_data.held_out(d + "77")] == ["0", "1", "2", "3"]


def test_documents_become_sentences_with_names_only(tmp_path: Path) -> None:
    """Concatenated JSON, as it is exported."""
    folder = tmp_path / "Source"
    folder.mkdir()
    (folder / "documents.json").write_text(
        json.dumps({"_id": "9A", "text": TEXT}) + "\n" + json.dumps({"_id": "0B", "text": "X."})
    )
    (folder / "entities.json").write_text(json.dumps(entity("Location", "Raqqah")))
    found = name_data.re3d(
        tmp_path, nlp=NLP, keep=lambda i: not name_data.held_out(i), starts=lambda text: [0, text.index("He")]
    )
    assert [(s.parsed, [w for w, t in zip(s.words, s.names or [], strict=True) if t != "O"]) for s in found] == [
        (False, ["Raqqah"]),
        (False, []),
    ]


def test_tags_are_read_by_the_text_of_their_sentence(tmp_path: Path) -> None:
    """PER is PERSON here."""
    path = tmp_path / "x.iob2"
    path.write_text("# text = Ann left\n1\tAnn\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n\n")
    assert name_data.uner_names(path) == {"Ann left": ["B-PERSON", "O"]}


def test_the_lemma_table_holds_what_no_rule_gives(conllu: Path, tmp_path: Path) -> None:
    """Irregular verbs of the treebank and of the field."""
    lemma_table.build([conllu], tmp_path / "lemmas.json")
    data = json.loads((tmp_path / "lemmas.json").read_text())
    assert data["irregular"]["VERB"]["fled"] == "flee"
    assert "ambush" in data["verbs"]
