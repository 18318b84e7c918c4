"""/ingest without a Telegram: words, permissions and limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.commands import ingesting
from handlers.commands.ingesting import found_words, may_hand_in
from handlers.commands.intake_switches import Switch, parse_switch
from handlers.ports import ChatKind, Services, Target
from storage.articles import get_article
from storage.engine import Database
from storage.errors import UserError
from storage.intake import put_hand_in, record_articles, switch_on
from storage.model.briefing import EventRecord
from storage.model.findings import EventType, Severity
from tests.builders import Story, request
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, text_of

GROUP = -1_000_000_000_005


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("on", Switch(True)),
        (" OFF ", Switch(False)),
        ("@gulf_watch on", Switch(True, "@gulf_watch")),
        ("https://t.me/gulf_watch off", Switch(False, "@gulf_watch")),
        ("t.me/gulf_watch on", Switch(True, "@gulf_watch")),
        ("-1000004000004 off", Switch(False, -1000004000004)),
        ("", None),
        ("@gulf_watch", None),
        ("gulf_watch on", None),
        ("on https://example.org/1", None),
    ],
)
def test_a_switch_is_read(words: str, asked: Switch | None) -> None:
    """With a channel, by name, address or id, or without."""
    assert parse_switch(words) == asked


def test_the_terminal_hands_in_by_a_command_of_its_own(ask: Ask) -> None:
    """There is no Telegram."""
    assert "sitrep ingest PATH" in text_of(ask("ingest", "https://example.org/1"))


def _open_group(database: Database, stored: int) -> None:
    with database.writing() as session:
        switch_on(session, GROUP, kind="supergroup", title="Desk", username=None, by=1, now=NOON)
        number = put_hand_in(
            session, chat_id=GROUP, thread_id=0, message_id=3, reply_to=3, user_id=2, request={}, handed={}, now=NOON
        )
    for count in range(stored):
        article_id = Story(f"Story {count}.").store(database)
        with database.writing() as session:
            record_articles(session, number, [(article_id, True)], now=NOON)


def test_a_group_adds_so_many_a_day(database: Database, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member must not flood the others' briefings; an admin of the bot is not held up."""
    monkeypatch.setattr(ingesting, "MOST_A_DAY", 3)
    _open_group(database, 3)
    member = request("ingest", target=Target(GROUP), chat_kind=ChatKind.SUPERGROUP, user_id=2)
    now = replace(services, admins=(1,))
    with database.reading() as session:
        with pytest.raises(UserError, match="has added 3 articles in 24 hours"):
            may_hand_in(session, member, now)
        assert may_hand_in(session, replace(member, user_id=1), now)
        tomorrow = replace(now, clock=lambda: NOON + timedelta(days=1, seconds=1))
        assert not may_hand_in(session, member, tomorrow)


def test_what_was_found_is_told_by_kind_the_gravest_first(database: Database) -> None:
    """Each trigger once, however many it touches."""
    story = Story("Gunmen raided a post, burned a shop, hit a bank and marched on Basra.")
    story.event(EventType.PROTEST, "marched", severity=Severity.LOW)
    for trigger in ("raided", "burned", "hit"):
        story.event(EventType.ASSAULT, trigger, severity=Severity.HIGH)
    story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH)
    number = story.store(database)
    with database.reading() as session:
        article = get_article(session, number)
    records = [EventRecord(place, event, article) for place, event in enumerate(story.events)]
    assert found_words(records) == "🟠 3 × Attack, 🔵 Protest"
