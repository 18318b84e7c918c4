"""Attributions beside "X said that": verbs with a sense of their own, figures, names given, a few quoted words."""

from __future__ import annotations

from functools import cache

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Claim


@cache
def claims(text: str) -> tuple[Claim, ...]:
    return analyse(text, gate=False).claims


def said(text: str) -> list[tuple[str, str]]:
    return [(c.speaker.text if c.speaker else "", c.content.of(text)) for c in claims(text)]


FORMS = [
    ("Hospital officials counted 23 wounded on Sunday.", "Hospital officials", "23 wounded"),
    (
        "The rights group documented at least 40 cases of torture since March.",
        "The rights group",
        "at least 40 cases of torture",
    ),
    ("Kashmir police logged 14 grenade attacks last month.", "Kashmir police", "14 grenade attacks"),
    (
        "Monitors recorded dozens of violations of the ceasefire on Friday.",
        "Monitors",
        "dozens of violations of the ceasefire",
    ),
    (
        "Prosecutors charged that the general had ordered the killings.",
        "Prosecutors",
        "the general had ordered the killings",
    ),
    (
        "The union protested to the governor that its members had been beaten.",
        "The union",
        "its members had been beaten",
    ),
    (
        "Witnesses recounted how soldiers had burned the granaries.",
        "Witnesses",
        "how soldiers had burned the granaries",
    ),
    ("A nurse told how the ward was shelled twice.", "A nurse", "how the ward was shelled twice"),
    ("Ankara rejected what it described as interference.", "Ankara", "interference"),
    (
        "In what the army billed as a precision strike, 14 people were killed.",
        "the army",
        "a precision strike",
    ),
    (
        "The rebels accused Chad of arming bandits, a charge that Chad's government dismissed as nonsense.",
        "Chad's government",
        "nonsense",
    ),
    ("The governor deplored “a night of shame”.", "The governor", "a night of shame"),
    ("The mayor voiced “grave concern” over the raids.", "The mayor", "grave concern"),
    (
        "The junta, which the UN accuses of bombing monasteries, held elections.",
        "the UN",
        "bombing monasteries",
    ),
    (
        "The rebels vowed revenge unless their leader is freed.",
        "The rebels",
        "revenge unless their leader is freed",
    ),
    ("The colonel promised over the radio to free the hostages.", "The colonel", "to free the hostages"),
    (
        "The town, residents said, had been empty for days.",
        "residents",
        "The town, residents said, had been empty for days",
    ),
    (
        "If the bridge falls, the general said, the town is lost.",
        "the general",
        "If the bridge falls, the general said, the town is lost",
    ),
    ("The village, whose men, the mayor said, had fled, was burned.", "the mayor", "had fled"),
    ("“The war is over,” quipped Jordanian deputy premier Rami Odeh.", "Jordanian deputy premier Rami Odeh",
     "The war is over"),
    ('"Leave at once," reads a leaflet dropped over the town.', "a leaflet", "Leave at once"),
    ("“The road is mined,” one notice read.", "one notice", "The road is mined"),
    (
        "Not a single shell was fired, a statement issued in Juba read.",
        "a statement",
        "Not a single shell was fired",
    ),
    ('"Outrageous," was how the premier described the verdict.', "the premier", "Outrageous"),
    ("The army let it be known that it would not retreat.", "The army", "it would not retreat"),
    (
        "Police say three gunmen dressed as soldiers entered the bank.",
        "Police",
        "three gunmen dressed as soldiers entered the bank",
    ),
    ("The ministry dismissed army allegations that it had sold arms.", "army", "it had sold arms"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "content"), FORMS)
def test_a_form_of_attribution_gives_speaker_and_words(text: str, speaker: str, content: str) -> None:
    """Figures, charges, names given, quoted words and inserted cues attribute as "said that" does."""
    assert (speaker, content) in said(text)


SPEAKERS = [
    ("The UN said nine people had been killed, and called for an inquiry.", "The UN", "an inquiry"),
    (
        "A spokeswoman said the firm “will not bargain under threat” and demanded access to two engineers.",
        "A spokeswoman",
        "access to two engineers",
    ),
    ("Doctors Without Borders has closed the clinic, it said.", "Doctors Without Borders", "Doctors Without Borders has"
     " closed the clinic"),
    ("Rebels ambushed a convoy near the dam; they say nine soldiers died.", "Rebels", "nine soldiers died"),
    (
        "“Provocations must end,” said Li Mei, a presidential spokeswoman, who urged Beijing to stop.",
        "Li Mei",
        "Beijing to stop",
    ),
    (
        "Envoy Erik Lund flew to Oslo for what an aide called “polite talks”. He said: “No deal was struck.”",
        "Erik Lund",
        "No deal was struck",
    ),
    ("It demanded that the group free the hostages.", "It", "the group free the hostages"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "content"), SPEAKERS)
def test_the_speaker_is_who_spoke(text: str, speaker: str, content: str) -> None:
    """A second cue, a pronoun or a clause of its own keeps the speaker whom a reader would name."""
    assert (speaker, content) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thousands of workers protested when the plant closed.",
        "Police charged the crowd with batons.",
        "The company recorded 5 percent growth.",
        "The museum listed 300 paintings in its catalogue.",
        "The coach described how to build a defence.",
        'He ate a "full breakfast" at the hotel.',
        "Soldiers calling themselves a committee took power.",
        "The envoy stopped short of admitting fault.",
        "Mediators hope to prolong the truce.",
        "Armed men hold nearly all the roads out of the town.",
        "The heavy rain went on, and the river rose.",
    ],
)
def test_deeds_are_no_sayings(text: str) -> None:
    """Verbs that also attribute say nothing in their other senses."""
    assert said(text) == []
