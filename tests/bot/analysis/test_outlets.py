"""The outlet that carries what somebody says."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse

THROUGH = [
    ("The army had withdrawn, the governor said in a Facebook post.", "Facebook"),
    ("The militia boasted on Telegram that it had shot down a drone.", "Telegram"),
    ("“They will pay,” the general wrote on X.", "X"),
    ("The group denied in a post on X that it had fired rockets.", "X"),
    ("The militia said via its Freedom radio that they had taken the bridge.", "its Freedom radio"),
    ("In a statement carried by state media, the general threatened “merciless” retaliation.", "state media"),
    ("The curfew will be lifted, the ministry announced in a statement read out on state television.",
     "state television"),
    ("In a call to Radio Nacional, a man said the group had planted the bomb.", "Radio Nacional"),
    ("The cell, in a video circulated on Telegram, said it would answer.", "Telegram"),
    ("The strike killed nine, according to a document obtained by the newspaper Le Temps.", "the newspaper Le Temps"),
    ("The strike killed nine, according to a letter seen by Reuters.", "Reuters"),
    ("The talks had failed, Yonhap quoted an unnamed official as saying.", "Yonhap"),
    ("The talks had failed, local officials told the Associated Press on condition of anonymity.",
     "the Associated Press"),
    ("Speaking to CNN, the envoy said the talks had failed.", "CNN"),
    ("The minister told the BBC's Newshour programme that talks had failed.", "the BBC"),
    ("Talks had failed, the envoy told a Reuters reporter.", "Reuters"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outlet"), THROUGH)
def test_the_outlet_stays_attached(text: str, outlet: str) -> None:
    """Told to, posted on, seen by, carried by: the outlet is named beside the speaker."""
    assert outlet in [c.via.text for c in analyse(text, gate=False).claims if c.via]


@pytest.mark.parametrize(
    "text",
    [
        "In a call with NATO, the premier said the border was shut.",
        "The general blamed the delay on the Sandinist Army.",
        "The union protested to the Security Council that its members had been beaten.",
        "The envoy told President Vladimir Putin that the talks had failed.",
        "The minister said on Monday that the border was shut.",
        "The ministry said in a statement that the border was shut.",
    ],
)
def test_who_is_addressed_or_blamed_is_no_outlet(text: str) -> None:
    """Days, addressees and the accused carry nothing."""
    assert [c.via for c in analyse(text, gate=False).claims] == [None] * len(analyse(text, gate=False).claims)
