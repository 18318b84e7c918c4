"""Reprints are found, and told from what only resembles them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.dedupe import (
    LEAST_RUNS,
    PRINTS,
    Copy,
    are_copies,
    copied,
    originals,
    prints,
    runs,
)
from tests.benchmarks.near_duplicates import articles, sketches, variants
from tests.conftest import NOON

WIRE = " ".join(f"word{n} of the report" for n in range(60))
COPY = Copy(1, NOON, runs(WIRE), outlet="meridian wire")


def test_every_reprint_of_an_exercise_article_is_found_and_nothing_else() -> None:
    """Changed, cut, or with a closing of its own; quoting two sentences is no reprint."""
    texts = articles()
    made = variants(texts)
    for variant, found in zip(made, sketches(texts, made), strict=True):
        whole = variant.of in found and are_copies(
            replace(COPY, runs=runs(variant.text)), replace(COPY, runs=runs(texts[variant.of]))
        )
        assert whole == variant.reprint, variant


def test_case_and_punctuation_count_for_nothing() -> None:
    """As papers change them."""
    assert runs("Two people DIED, near “Mosul”.") == runs("two people died - near Mosul!")


def test_a_short_text_is_a_phrase() -> None:
    """Police said. It is no reprint of whatever says so too."""
    phrase = runs("Four people were killed when shells hit a market road near the town.")
    assert len(phrase) < LEAST_RUNS
    assert (prints(phrase), copied(phrase, phrase)) == ([], 0.0)


def test_the_credited_one_is_the_original() -> None:
    """Though it came later."""
    paper = replace(COPY, id=2, at=NOON - timedelta(hours=1), outlet="herald", names=frozenset({"meridian wire"}))
    assert originals([paper, COPY]) == {1: None, 2: 1}


def test_a_wire_is_the_original_of_what_papers_print() -> None:
    """Without being credited."""
    paper = replace(COPY, id=2, at=NOON - timedelta(hours=1), outlet="herald")
    assert originals([paper, replace(COPY, wire=True)]) == {1: None, 2: 1}


def test_among_papers_the_first_is_the_original() -> None:
    """By time, then by number."""
    later = replace(COPY, id=0, at=NOON + timedelta(hours=1))
    assert originals([later, COPY]) == {0: 1, 1: None}
    assert originals([replace(COPY, id=5), COPY]) == {1: None, 5: 1}


def test_the_whole_is_the_original_of_its_beginning() -> None:
    """Though the beginning came first."""
    beginning = replace(COPY, id=2, at=NOON - timedelta(hours=1), runs=runs(WIRE[: len(WIRE) // 3]))
    assert originals([beginning, COPY]) == {1: None, 2: 1}


def test_a_collection_of_reports_is_no_reprint_of_one_of_them() -> None:
    """Each of its parts is one of it."""
    other = " ".join(f"another{n} line about it" for n in range(90))
    collection = replace(COPY, id=2, runs=runs(f"{other} {WIRE}"))
    assert originals([collection, COPY]) == {1: 2, 2: None}


@given(st.text(max_size=2000))
def test_any_text_has_few_prints(text: str) -> None:
    """In order, of 63 bits; and a text is wholly in itself."""
    found = runs(text)
    kept = prints(found)
    assert kept == sorted(set(kept))
    assert len(kept) <= PRINTS
    assert all(0 <= one < 2**63 for one in kept)
    assert copied(found, found) == (1.0 if len(found) >= LEAST_RUNS else 0.0)
