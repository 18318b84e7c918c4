"""The trained parser as it ships: what it finds, that it is whole, and that it says the same again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from bot.analysis import extensions
from bot.analysis.parsing import encoder, layout, lemmas
from bot.analysis.parsing.encoder import FILES, FOLDER, Encoder, load_model
from storage.errors import AnalysisError

MODULES = (layout, lemmas)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """Layout, encoder and lemmas."""
    extensions.register()
    made = spacy.blank("en")
    for name in ("sitrep_layout", "sitrep_encoder", "sitrep_lemmas"):
        made.add_pipe(name)
    return made


def arcs(doc: Doc) -> set[tuple[str, str, str]]:
    """(word, relation, head)."""
    return {(t.text, t.dep_, t.head.text) for t in doc}


def test_a_passive_has_its_subject_and_agent(nlp: Language) -> None:
    """Universal Dependencies labels."""
    found = arcs(nlp("Two villages were attacked by gunmen on Monday."))
    assert {("villages", "nsubj:pass", "attacked"), ("gunmen", "obl:agent", "attacked")} <= found


def test_inverted_attribution_has_its_speaker(nlp: Language) -> None:
    """The subject after the verb."""
    assert ("Nasirzadeh", "nsubj", "said") in arcs(nlp("“We will target all their bases,” said Nasirzadeh."))


def test_capitals_are_not_needed(nlp: Language) -> None:
    """Old wire copy in lower case."""
    doc = nlp("the guerrillas of the farabundo marti national liberation front attacked san miguel.")
    assert {t.text for t in doc if t.pos_ == "PROPN"} >= {"farabundo", "san", "miguel"}


def test_names_have_labels(nlp: Language) -> None:
    """Persons and places, statistically."""
    doc = nlp("Boris Johnson met officials in Baghdad.")
    assert {(e.text, e.label_) for e in doc.ents} >= {("Boris Johnson", "PERSON"), ("Baghdad", "LOC")}


def test_sentences_end_at_paragraphs(nlp: Language) -> None:
    """Even without a full stop."""
    doc = nlp("Talks go on in Vienna\n\nThe army moved north.")
    assert [s.text.strip() for s in doc.sents] == ["Talks go on in Vienna", "The army moved north."]


def test_a_dateline_is_not_parsed(nlp: Language) -> None:
    """It hangs on the sentence without a role of its own."""
    doc = nlp("MILAN, Italy – The ministry ordered an evacuation.")
    assert {t.dep_ for t in doc[:4]} == {"dep"}


def test_lemmas_follow_the_part_of_speech(nlp: Language) -> None:
    """Irregular and regular verbs, plural nouns."""
    doc = nlp("The rebels shot down two planes and were bombing cities.")
    assert [t.lemma_ for t in doc][1:10] == ["rebel", "shoot", "down", "two", "plane", "and", "be", "bomb", "city"]


def test_what_is_read_before_changes_nothing(nlp: Language) -> None:
    """The same text gives the same tree, whatever was read in between."""
    text = "Soldiers opened fire on a crowd in the square, killing at least four people, a doctor said."
    first = nlp(text).to_array(["HEAD", "DEP", "TAG", "ENT_TYPE"]).tolist()
    nlp("Something else entirely happened in Peru. " * 30)
    assert nlp(text).to_array(["HEAD", "DEP", "TAG", "ENT_TYPE"]).tolist() == first


def test_a_gated_document_stays_unparsed(nlp: Language) -> None:
    """The gate keeps the parser from what nobody wants to be told."""
    doc = nlp.make_doc("Arsenal attack early and win.")
    doc._.gated = True
    assert not nlp.get_pipe("sitrep_encoder")(doc).has_annotation("DEP")


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_gets_trees(nlp: Language, text: str) -> None:
    """Every sentence has one root, whatever the text."""
    doc = nlp(text)
    assert all(sum(t.head.i == t.i for t in s) == 1 for s in doc.sents)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    """The hash does not agree."""
    for name in (*FILES, "SHA256SUMS"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "vocab.txt").write_text("[UNK]\n")
    with pytest.raises(AnalysisError, match=r"vocab\.txt is damaged"):
        load_model(tmp_path)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    """Named in the message."""
    with pytest.raises(AnalysisError, match="cannot be read"):
        load_model(tmp_path / "nowhere")


def test_a_saved_model_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    """to_disk and from_disk."""
    text = "The army shelled the town."
    component: Encoder = nlp.get_pipe("sitrep_encoder")
    component.to_disk(tmp_path / "model")
    other = Encoder(nlp.vocab).from_disk(tmp_path / "model")
    assert arcs(other(layout.layout(nlp.make_doc(text)))) == arcs(nlp(text))


def test_the_weights_are_small() -> None:
    """At most 30 MB in all."""
    assert sum(f.stat().st_size for f in FOLDER.iterdir()) <= 30_000_000


def test_the_model_is_loaded_once() -> None:
    """A second pipeline shares it."""
    assert encoder.load_model() is encoder.load_model()
