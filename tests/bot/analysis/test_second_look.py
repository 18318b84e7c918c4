"""Texts whose words leave doubt: the most telling passage is read before the whole."""

from __future__ import annotations

from bot.analysis.pipeline import analyse, pipeline, prepare
from bot.analysis.second_look import SHORTEST

CALM = "The festival opened on Friday with a concert in the park, and families came with games and music. " * 9
SPORT = "Two coaches have written a book about the war, the rebels and the army of fans that fought for every ticket. "
ATTACK = "Gunmen attacked a convoy of soldiers near the town on Friday and killed four of the guards. "


def test_a_doubtful_text_without_events_is_not_parsed() -> None:
    """Its passage holds nothing that would make it told."""
    doc = prepare(SPORT + CALM)
    for name in ("sitrep_layout", "sitrep_gate"):
        doc = pipeline().get_pipe(name)(doc)
    assert len(doc) >= SHORTEST
    assert not doc._.gated
    doc = pipeline()(prepare(SPORT + CALM))
    assert not doc.has_annotation("DEP")
    assert analyse(SPORT + CALM).events == ()


def test_a_text_with_an_attack_in_it_is_read_whole() -> None:
    """However much of it is about a festival."""
    found = analyse(CALM + ATTACK + CALM)
    assert "attacked" in [e.trigger.text for e in found.events]


def test_without_the_gate_every_text_is_read() -> None:
    """The second look is a part of the gate."""
    assert pipeline()(prepare(SPORT + CALM, gate=False)).has_annotation("DEP")


def test_the_passage_leaves_nothing_behind() -> None:
    """What the first reading of a text gave, a second gives too."""
    assert analyse(SPORT + CALM) == analyse(SPORT + CALM)
