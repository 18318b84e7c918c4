"""From two articles to one story in Telegram: the real bot, the real analysis, over real HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.analysis.pipeline import analyse
from bot.demo.control import LocalTelegram
from bot.ingest.article import Parsed
from bot.ingest.pipeline import Ingestor
from storage.engine import Database
from storage.model.article import Draft
from tests.conftest import NOON, FrozenClock

pytestmark = pytest.mark.usefixtures("sitrep")

WIRE = (
    "MOSUL, Iraq - A suicide bomber drove a truck into an army checkpoint at Tell Qasab on Wednesday, killing seven "
    "soldiers and wounding eleven, the Iraqi military said. The blast left a crater two metres deep."
)
PAPER = (
    "Seven soldiers died on Wednesday when a truck exploded at the Tell Qasab checkpoint in Iraq, Harbour Agency "
    "reported. A suicide bomber had ignored warning shots, an officer said."
)


@pytest.fixture(autouse=True)
def articles(database: Database, clock: FrozenClock) -> None:
    """A wire's report, and a paper's that passes it on, stored and read as the pipeline does it."""
    ingestor = Ingestor(database, clock=clock, analyse=partial(analyse), version="v1")
    for hours, source, text in ((3, "Harbour Agency", WIRE), (2, "Evening Herald", PAPER)):
        published = NOON - timedelta(hours=hours)
        draft = Draft(text, fetched_at=NOON, title=f"{source}: truck bomb", source_name=source, published_at=published)
        assert ingestor.ingest([Parsed(source, draft)]).ok


async def test_a_reader_goes_from_the_briefing_to_the_story_to_an_article(local_telegram: LocalTelegram) -> None:
    """One item in the briefing; the story by its link's words; the article by its button."""
    anna = local_telegram.person("Anna")
    chat = anna.private_chat()
    await anna.says(chat, "/incidents iraq")
    briefing = (await chat.next_message()).plain
    assert "story 1: 2 articles, 1 origin" in briefing
    await anna.says(chat, "/start story_1")
    story = await chat.next_message()
    assert "2 articles, 1 origin: Harbour Agency." in story.plain
    assert "passes on Harbour Agency" in story.plain
    await anna.presses(story, "📄 Article 1")
    assert "see story 1: 2 articles, 1 origin" in (await chat.next_message()).plain
