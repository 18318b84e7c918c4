"""Articles of the stories set in a database, read by the whole analysis and placed as the pipeline does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

from bot.analysis.pipeline import analyse
from bot.stories.placing import place_stored
from storage.articles import add_article
from storage.engine import Database
from storage.events import save_analysis
from storage.model.article import Draft
from storage.model.findings import Analysis
from storage.model.story import Story
from storage.sources import ensure_source_id
from storage.stories import get_story, stories_of
from tests.conftest import NOON
from tests.gold.stories import HALVES, Told, read_stories

VERSION = "v1"


@cache
def told() -> dict[str, Told]:
    """Every article of the set, by its id."""
    return {article.id: article for half in HALVES for article in read_stories(half)}


@cache
def findings(article: Told) -> Analysis:
    """What the analysis finds in it."""
    return analyse(article.text, title=article.title, published=article.published, source=article.source)


class Shelf:
    """A database with articles of the set: ``put`` stores, reads and places one."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, name: str, **changes: object) -> int:
        """Store the article of this id of the set (with other fields), read and place it; its id in the database."""
        article = replace(told()[name], **changes)  # type: ignore[arg-type]
        return self.store(article, url=None)

    def store(self, article: Told, *, url: str | None, exercise: bool = False) -> int:
        """The same for any article."""
        draft = Draft(
            text=article.text,
            title=article.title,
            url=url,
            source_name=article.source,
            published_at=article.published,
            fetched_at=article.effective_at,
            exercise=exercise,
        )
        with self.database.writing() as session:
            stored = add_article(session, draft, now=NOON)
            save_analysis(session, stored.article_id, findings(article), version=VERSION, now=NOON)
        place_stored(self.database, stored.article_id, findings(article), now=NOON)
        return stored.article_id

    def story_of(self, article_id: int) -> int | None:
        """The number of its story."""
        with self.database.reading() as session:
            mark = stories_of(session, [article_id]).get(article_id)
        return mark.id if mark is not None else None

    def story(self, number: int) -> Story:
        """The story of this number."""
        with self.database.reading() as session:
            return get_story(session, number)

    def partition(self, article_ids: Iterable[int]) -> set[frozenset[int]]:
        """These articles by story."""
        by_story: dict[int | None, set[int]] = {}
        for article_id in article_ids:
            by_story.setdefault(self.story_of(article_id), set()).add(article_id)
        return {frozenset(ids) for ids in by_story.values()}


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """An empty one that knows every source."""
    with database.writing() as session:
        for name in sorted({article.source for article in told().values() if article.source is not None}):
            ensure_source_id(session, name)
    return Shelf(database)
