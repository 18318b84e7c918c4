"""A mere claim is not shown as a fact, a fact not as a mere claim."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status


def assaults(text: str) -> set[Status]:
    """The statuses of the assaults of a text."""
    return {e.status for e in analyse(text, gate=False).events if e.type is EventType.ASSAULT}


@pytest.mark.parametrize(
    "text",
    [
        "Anti-government militias say they downed an army helicopter in Kayah on Tuesday.",
        'Mali\'s army said late Tuesday that it had "neutralized" some 20 assailants in retaliatory airstrikes.',
        "The military said it had killed 45 militants in Borno.",
        "The army said it had wiped out a rebel column near Kidal.",
        "The army said its men had come under fire.",
        "Pakistan's military said Indian mortar shells killed a 62-year-old farmer in the Leepa valley.",
        "The Houthis said they had struck a destroyer in the Red Sea.",
        "Boko Haram said in a video that its fighters had killed 30 soldiers.",
        "A spokesman for the rebels said they had ambushed a convoy near Goma.",
        'The junta insisted that the air force had hit only "terrorist camps".',
        "Local authorities reported six beheadings in Chai, a figure OCHA could not confirm independently.",
        "The governor said Ukrainian drones hit a school. The claim could not be independently verified.",
        "Residents said soldiers had shot 12 men. AFP was unable to verify the account.",
        "The rebels said the army shelled a market in Sake on Monday. The army denied it.",
        "A spokesman announced that a drone had struck a target in Eilat. The army denied that anything had landed.",
        "Kyiv's security service alleged that the Kremlin had paid teenagers to burn recruitment offices.",
        "Human Rights Watch pressed for an inquiry into what it described as the systematic torture of detainees.",
    ],
)
def test_what_only_a_party_says_is_claimed(text: str) -> None:
    """Feats of one's own, deeds of the enemy, what nobody could verify and what is contradicted."""
    assert assaults(text) == {Status.CLAIMED}


@pytest.mark.parametrize(
    "text",
    [
        "The Israeli military said it had struck 40 targets in Gaza.",
        "The Israeli military says it has intercepted two drones.",
        "Al-Shabab said via its Andalus radio that it had carried out the bombing.",
        "Police said gunmen killed four people in the market.",
        "Two brothers were shot dead by Israeli troops, the Palestinian health ministry said.",
        "The army said two soldiers were killed in an ambush by militants.",
        "Residents said they had been attacked by soldiers.",
        "The governor could not confirm whether the gunmen who killed four people had left the town.",
        "Police said gunmen killed four people. The Taliban denied involvement.",
        "The junta's air force hit a wedding, not a terrorist camp as it maintains, villagers said.",
    ],
)
def test_what_is_told_of_oneself_or_by_others_is_a_fact(text: str) -> None:
    """An army's own strikes, known deeds, and what police, residents and doctors report."""
    assert assaults(text) == {Status.OCCURRED}


def test_a_joined_verb_of_speech_has_the_speaker_for_its_subject() -> None:
    """ "denied that his men had fired and accused …": the adviser accuses, not his men."""
    text = "Adviser Omar Diallo denied that his men had targeted civilians and accused the army of shelling the camp."
    accused = next(e for e in analyse(text, gate=False).events if e.type is EventType.ACCUSE)
    assert accused.actor is not None
    assert "Diallo" in accused.actor.text
