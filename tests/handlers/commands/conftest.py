"""The services that handlers use, on a real database, without Telegram."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.briefing.compose import DatabaseBriefer
from bot.delivery.due import next_due
from handlers.dispatch import answer
from handlers.ports import Answer, Services
from handlers.render.document import plain_text
from storage.engine import Database
from storage.model.findings import EventType, Severity, Stance, Status
from tests.builders import Story, request
from tests.conftest import FrozenClock

Ask = Callable[..., Answer]


@pytest.fixture
def services(database: Database, clock: FrozenClock) -> Services:
    """As the composition root makes them."""
    return Services(
        database=database, clock=clock, briefer=DatabaseBriefer(database, exercises=True), next_due=next_due
    )


@pytest.fixture
def ask(services: Services) -> Ask:
    """``ask("country", "iraq")`` is the answer to that command."""

    def _ask(command: str, words: str = "", **changes: object) -> Answer:
        return answer(request(command, words, **changes), services)

    return _ask


def text_of(answer: Answer) -> str:
    """All that a reader sees of an answer."""
    return plain_text(answer.document) if answer.document is not None else ""


def buttons_of(answer: Answer) -> dict[str, str]:
    """The buttons: words to data (or address)."""
    if answer.document is None:
        return {}
    return {b.text: b.data or b.url or "" for row in answer.document.buttons for b in row}


@pytest.fixture
def iraq(database: Database) -> int:
    """One article on Iraq with a threat, a raid, an evacuation and a denial; its id."""
    story = Story(
        "Gunmen raided a post near Mosul, the army said. Iran threatened to strike Iraq if talks fail. "
        "The embassy in Baghdad was evacuated over security threats, Reuters reported. "
        "A government source denied that any security threats led to an evacuated embassy. ",
        title="EXERCISE: A raid near Mosul",
        url="https://exercise.example/mosul",
        source="EXERCISE Meridian Wire",
        mentioned=["IR"],
        exercise=True,
        ago=timedelta(hours=3),
    )
    story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH, subtype="Armed clash", place=("Mosul", "IQ"))
    story.event(
        EventType.THREATEN, "threatened to strike", status=Status.THREATENED, severity=Severity.HIGH,
        actor=("Iran", "IR"), target=("Iraq", "IQ"),
    )  # fmt: skip
    story.event(EventType.POSTURE, "evacuated", subtype="evacuation", place=("Baghdad", "IQ"))
    story.claim("Gunmen raided a post near Mosul", speaker="the army", cue="said")
    story.claim("The embassy in Baghdad was evacuated over security threats", speaker="Reuters", cue="reported")
    story.claim(
        "any security threats led to an evacuated embassy",
        speaker="A government source",
        cue="denied",
        stance=Stance.DENIES,
    )
    return story.store(database)
