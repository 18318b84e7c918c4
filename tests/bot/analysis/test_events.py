"""Events put together: one act is one event, with its toll, place, date, sub-type and reasons."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import analyse, read
from storage.model.findings import Event, EventType, Severity, Status

TODAY = date(2026, 3, 10)


def of_type(text: str, type_: EventType = EventType.ASSAULT) -> list[Event]:
    """The events of a class."""
    return [e for e in analyse(text, published=TODAY, gate=False).events if e.type is type_]


def bounds(quantity: object) -> tuple[int, int | None] | None:
    """The range of a quantity."""
    return None if quantity is None else (quantity.low, quantity.high)  # type: ignore[attr-defined]


def test_the_toll_of_an_attack_is_no_second_event() -> None:
    """ "killing 12" beside the attack is its toll."""
    (event,) = of_type(
        "Gunmen ambushed an army patrol near Kirkuk, killing at least 12 soldiers and wounding 30 others."
    )
    assert (event.trigger.text, bounds(event.fatalities), bounds(event.injured)) == ("ambushed", (12, None), (30, 30))


def test_killing_alone_is_an_event() -> None:
    """Without a word for the attack the killing is the event."""
    (event,) = of_type("Soldiers killed five farmers in Ituri.")
    assert (event.trigger.text, bounds(event.fatalities)) == ("killed", (5, 5))


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("A bomb exploded in Kano, leaving 12 dead.", (12, 12), None),
        ("Four people were killed and nine wounded when shells hit a village.", (4, 4), (9, 9)),
        ("The attack on the base killed a judge and wounded two clerks.", (1, 1), (2, 2)),
        ("A bomb exploded in a court. Six clerks and a judge died.", (7, 7), None),
        ("A bomb exploded in a court. The death toll rose to five on Monday.", (5, 5), None),
    ],
)
def test_numbers_go_to_the_attack(text: str, dead: tuple[int, int] | None, hurt: tuple[int, int] | None) -> None:
    """Dead and injured are tied to the attack by the tree, also from the sentence behind it."""
    found = of_type(text)
    assert {(bounds(e.fatalities), bounds(e.injured)) for e in found} == {(dead, hurt)}


def test_an_attack_told_again_is_one_event() -> None:
    """ "The attack" with nothing new speaks of the attack before."""
    found = of_type("Gunmen stormed a hotel in Mogadishu. The attack lasted three hours.")
    assert {e.trigger.text for e in found} == {"stormed"}


def test_another_attack_is_another_event() -> None:
    """ "A second attack" is new."""
    found = of_type("Gunmen stormed a hotel in Mogadishu. A second attack hit a market in Baidoa.")
    assert len({e.trigger.start for e in found}) == 2


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("A suicide bomber attacked a mosque in Kano.", "Suicide bomb"),
        ("Warplanes bombed a village in Rakhine.", "Air/drone strike"),
        ("The army shelled a village in Rakhine.", "Shelling/artillery/missile attack"),
        ("A car bomb exploded outside a bank in Mogadishu.", "Remote explosive/landmine/IED"),
        ("Rebels clashed with soldiers near Goma.", "Armed clash"),
        ("Gunmen attacked a school in Kano.", "Attack"),
        ("Gunmen kidnapped ten pupils in Kano.", "Abduction/forced disappearance"),
        ("Militants torched a school in Kano.", "Looting/property destruction"),
    ],
)
def test_acled_subtypes_by_their_label(text: str, subtype: str) -> None:
    """The sub-type comes from the word, the means and the sides."""
    assert subtype in {e.subtype for e in of_type(text)}


def test_police_who_fire_at_protesters_are_at_a_protest() -> None:
    """Force against a crowd is told as part of the protest."""
    found = of_type("Police opened fire on protesters in Lome.", EventType.PROTEST)
    assert {e.subtype for e in found} == {"Excessive force against protesters"}


def test_the_date_nearest_in_the_tree() -> None:
    """Each clause has its own date."""
    found = of_type("Rebels attacked a village on Monday and an army base was shelled on Sunday.")
    assert {e.date for e in found} == {date(2026, 3, 9), date(2026, 3, 8)}


def test_a_noun_that_acts_is_no_event() -> None:
    """The patrol that is ambushed is no mobilisation."""
    assert not of_type("Gunmen ambushed an army patrol near Kirkuk.", EventType.MOBILIZE)


def test_a_bare_word_tells_nothing() -> None:
    """ "violence" without anybody, anything or any place is no event."""
    assert not of_type("He deplored violence and called for calm.")


@pytest.mark.parametrize(
    "text",
    [
        "The two companies struck a deal.",
        "The bank must strike a balance.",
        "The coach fired home from twenty yards.",
        "He suffered a heart attack on Monday.",
        "They hit the road at dawn.",
    ],
)
def test_figures_of_speech_are_no_assaults(text: str) -> None:
    """A trigger's word in another sense is no event."""
    assert not of_type(text)


def test_mentions_are_the_words_of_the_text() -> None:
    """Every span of an event is evidence."""
    text = "BAGHDAD (Wire) — Two gunmen attacked the army's base in Basra on Sunday, killing “at least” three soldiers."
    for event in analyse(text, published=TODAY, gate=False).events:
        for mention in (event.trigger, event.actor, event.target, event.location, event.weapon):
            assert mention is None or text[mention.start : mention.end] == mention.text
        assert event.actor is None or event.actor.text == "Two gunmen"


def test_each_event_tells_its_rule_arguments_and_path() -> None:
    """``--explain`` has the frame, what fills it and the way to the status."""
    notes = read("Rebels will attack the base in Goma.", gate=False, explain=True).notes
    (note,) = [n for n in notes if n.what == "event ASSAULT"]
    assert note.rule.startswith("assault.")
    assert "actor Rebels" in note.arguments
    assert any(step.startswith("future") for step in note.path)


def test_what_is_only_open_is_told_for_deeds_alone() -> None:
    """A possible attack is told as hypothetical, a possible meeting is not told."""
    assert {e.status for e in of_type("Rebels could attack the base.")} == {Status.HYPOTHETICAL}
    assert not of_type("Zandia could meet Quorvia.", EventType.CONSULT)


def test_denied_and_open_attacks_are_never_grave() -> None:
    """Severity follows the status."""
    found = of_type("The army denied that it had bombed a hospital in Goma, killing 30 people.")
    assert found
    assert all(e.severity <= Severity.LOW for e in found)
