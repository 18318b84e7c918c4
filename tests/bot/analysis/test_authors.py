"""Who is said to be behind an act, in the wordings of old and new wire copy."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Event, EventType, Status


def assaults(text: str) -> list[Event]:
    """The assaults of a text."""
    return [e for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("The murder is believed to be the work of drug traffickers.", "traffickers"),
        ("The bombing bears the hallmarks of the Islamic State.", "Islamic State"),
        ("Police said the ambush was the work of Maoist rebels.", "rebels"),
        ("Responsibility for the bombing was claimed by the Manuel Rodriguez Patriotic Front.", "Front"),
        ("A group calling itself the Workers Party took credit for the bombing of the embassy.", "group"),
        ("The minister said the assassination may have been carried out by rebels.", "rebels"),
        ("Police sources said the attacks could have been committed by the Shining Path.", "Shining Path"),
        ("The president condemned the killing of Roberto Garcia in San Salvador and accused the FMLN of the crime.",
         "FMLN"),
        ("A bomb exploded at a bank in Lima. The Shining Path was responsible for the action.", "Shining Path"),
    ],
)  # fmt: skip
def test_who_is_behind_an_act(text: str, author: str) -> None:
    """Work, hallmarks, credit, guesses at the author and "the crime" name the actor."""
    assert any(e.actor is not None and author in e.actor.text for e in assaults(text))


@pytest.mark.parametrize(
    "text",
    [
        "The minister said the assassination may have been carried out by rebels.",
        "Police sources said the attacks could have been committed by the Shining Path.",
    ],
)
def test_a_guess_at_the_author_is_a_claim_about_an_attack_that_took_place(text: str) -> None:
    """The attack is no mere possibility."""
    assert {e.status for e in assaults(text)} == {Status.CLAIMED}


@pytest.mark.parametrize(
    "text", ["An attack could be carried out by rebels.", "Attacks may be staged by the group at any time."]
)
def test_an_attack_that_could_be_carried_out_stays_hypothetical(text: str) -> None:
    """No article points to an attack that took place."""
    assert {e.status for e in assaults(text)} <= {Status.HYPOTHETICAL}


def test_what_was_done_by_taking_a_chance_was_done() -> None:
    """ "took advantage of this to fire": no plan, but what they did."""
    (event,) = assaults("Gunmen took advantage of the darkness to attack the checkpoint in Cali.")
    assert event.status is Status.OCCURRED
