"""The exercise articles are marked, complete, varied and harmless."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from storage.frontmatter import parse_offset, split_front_matter
from storage.seed import read_exercise
from tests.seeds.exercise import FOLDER, Exercise, exercises, parse

MARK = "EXERCISE EXERCISE EXERCISE. This is training material; nothing described here happened."
OFFSET = re.compile(r"-(\d{1,3})d ([01]\d|2[0-3]):[0-5]\d")
each = pytest.mark.parametrize("article", exercises(), ids=lambda article: article.stem)


def age_days(article: Exercise) -> int | None:
    """Whole days before the start; None where the article has no date."""
    published = article.fields.get("published")
    if published is None:
        return None
    found = OFFSET.fullmatch(published)
    assert found, f"{article.stem}: {published!r}"
    return int(found[1])


def test_there_are_many() -> None:
    assert len(exercises()) >= 48


def test_every_file_of_the_folder_is_a_numbered_article() -> None:
    names = [file.name for file in (FOLDER / "exercise").iterdir()]
    assert [name for name in names if not re.fullmatch(r"\d{3}-[a-z0-9-]+\.md", name)] == []
    assert len({name[:3] for name in names}) == len(names)


@each
def test_it_has_the_fields_of_an_article_and_no_others(article: Exercise) -> None:
    assert {"title", "source", "url", "language"} <= set(article.fields)
    assert set(article.fields) <= {"title", "source", "url", "published", "language"}
    assert article.fields["language"] == "en"


@each
def test_it_is_marked_in_title_source_and_text(article: Exercise) -> None:
    assert article.fields["title"].startswith("EXERCISE: ")
    assert article.fields["source"].startswith("EXERCISE ")
    lines = article.body.splitlines()
    assert MARK in (lines[0], lines[-1])


@each
def test_it_is_as_long_as_a_short_news_item(article: Exercise) -> None:
    assert 90 <= len(article.body.split()) <= 260


@each
def test_its_date_is_an_offset_or_absent(article: Exercise) -> None:
    days = age_days(article)
    assert days is None or 0 <= days <= 60


@each
def test_it_leads_nowhere_real(article: Exercise) -> None:
    assert re.fullmatch(r"https://exercise\.example/[a-zA-Z0-9/-]+", article.fields["url"])
    assert not re.search(r"https?:|www\.|@|\.(com|org|net)\b", article.body)


@each
def test_program_and_test_read_the_same(article: Exercise) -> None:
    text = (FOLDER / "exercise" / f"{article.stem}.md").read_text("utf-8")
    assert split_front_matter(text) == (article.fields, article.body)


def test_addresses_titles_and_texts_are_unique() -> None:
    for values in (
        [article.fields["url"] for article in exercises()],
        [article.fields["title"] for article in exercises()],
        [article.body for article in exercises()],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_the_dates_fill_the_windows_of_a_briefing_and_those_before() -> None:
    ages = [age_days(article) for article in exercises()]
    known = [days for days in ages if days is not None]
    assert ages.count(None) >= 3
    assert sum(days == 0 for days in known) >= 8
    assert sum(1 <= days <= 6 for days in known) >= 15
    assert sum(7 < days <= 13 for days in known) >= 6
    assert sum(days > 30 for days in known) >= 2


def test_the_loader_dates_them_back_from_the_start() -> None:
    start = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
    written = {article.fields["title"]: article.fields.get("published") for article in exercises()}
    drafts = read_exercise(start)
    assert len(drafts) == len(written)
    for draft in drafts:
        offset = written[draft.title or ""]
        assert draft.published_at == (None if offset is None else parse_offset(offset, start))


@pytest.mark.parametrize("broken", ["title: a\n---\nx", "no\n---\ntitle: a\n---\nx", "---\ntitle: a\ntitle: b\n---\nx"])
def test_the_reader_of_these_tests_refuses_a_broken_head(broken: str) -> None:
    with pytest.raises(ValueError, match=r"broken|unpack"):
        parse("broken", broken)
