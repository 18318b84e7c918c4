"""The data that ships."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import seed
from storage.articles import add_article, count_articles
from storage.engine import Database
from storage.intake import put_hand_in, unanswered_hand_ins
from storage.model.article import Draft
from storage.seed import forget_telegram, load_sources, read_exercise, read_seed_article, read_sources
from storage.sources import list_sources
from tests.conftest import NOON


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own seeds folder."""
    (tmp_path / "exercise").mkdir()
    monkeypatch.setattr(seed, "_folder", lambda: tmp_path)
    return tmp_path


def exercise(folder: Path, name: str, published: str | None, title: str = "EXERCISE: a", text: str = "Text.") -> None:
    lines = [f"title: {title}", "source: EXERCISE Wire", "url: https://x.example/a", "language: en"]
    lines += [f"published: {published}"] if published else []
    (folder / "exercise" / name).write_text("---\n" + "\n".join(lines) + f"\n---\n\n{text}\n", "utf-8")


def test_the_seed_article_is_unchanged_and_has_neither_title_nor_date() -> None:
    draft = read_seed_article(NOON)
    assert hashlib.sha256(draft.text.encode()).hexdigest() == (
        "00e016c2d397721d83dcc83030f6bf1e2d5dff788feaf2cd1bbbff871fa975e8"
    )
    assert (draft.title, draft.published_at, draft.source_name, draft.fetched_at) == (None, None, None, NOON)
    assert not draft.exercise


def test_an_exercise_article_is_dated_back_from_the_start(folder: Path) -> None:
    exercise(folder, "a.md", "-2d 06:30")
    (draft,) = read_exercise(NOON)
    assert draft.published_at == datetime(2026, 6, 8, 6, 30, tzinfo=UTC)
    assert (draft.title, draft.text, draft.source_name) == ("EXERCISE: a", "Text.", "EXERCISE Wire")
    assert (draft.url, draft.language, draft.exercise, draft.fetched_at) == ("https://x.example/a", "en", True, NOON)


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_no_exercise_article_comes_from_the_future(folder: Path, hour: int) -> None:
    start = NOON.replace(hour=hour)
    for minute in ("00:00", "11:59", "12:00", "23:59"):
        exercise(folder, f"{minute.replace(':', '')}.md", f"-0d {minute}", title=minute)
    for draft in read_exercise(start):
        assert draft.published_at is not None
        assert start - timedelta(days=1) <= draft.published_at <= start


def test_exercise_articles_come_oldest_first_and_may_be_undated(folder: Path) -> None:
    exercise(folder, "a.md", "-1d 06:30", title="second")
    exercise(folder, "b.md", "-3d 06:30", title="first")
    exercise(folder, "c.md", None, title="undated")
    (folder / "exercise" / "README.txt").write_text("not an article")
    assert [draft.title for draft in read_exercise(NOON)] == ["first", "second", "undated"]


@pytest.mark.parametrize(("published", "title", "text"), [("soon", "a", "b"), (None, "", "b"), (None, "a", "")])
def test_a_broken_exercise_article_is_named(folder: Path, published: str | None, title: str, text: str) -> None:
    exercise(folder, "broken.md", published, title, text)
    with pytest.raises(ValueError, match=r"broken\.md"):
        read_exercise(NOON)


SOURCES = """
[[source]]
name = "Harbour Wire"
kind = "wire"
home_country = "GB"
language = "en"
family = "Harbour Group"
reliability = "B"
reliability_reason = "usually right"
homepage = "https://harbour.example"

[[source]]
name = "EXERCISE Wire"
exercise = true
"""


def test_exercise_sources_are_loaded_for_exercises_only(folder: Path, database: Database) -> None:
    (folder / "sources.toml").write_text(SOURCES)
    with database.writing() as session:
        assert load_sources(session) == 1
    with database.reading() as session:
        ((source, _, _),) = list_sources(session)
    assert (source.name, source.kind, source.home_country, source.reliability) == ("Harbour Wire", "wire", "GB", "B")
    with database.writing() as session:
        assert load_sources(session, exercise=True) == 2


def test_loading_again_brings_up_to_date_and_doubles_nothing(folder: Path, database: Database) -> None:
    for reliability in ("B", "C"):
        (folder / "sources.toml").write_text(SOURCES.replace('"B"', f'"{reliability}"'))
        with database.writing() as session:
            load_sources(session)
    with database.reading() as session:
        assert [source.reliability for source, _, _ in list_sources(session)] == ["C"]


@pytest.mark.parametrize("entry", ['kind = "wire"', 'name = "X"\nreliabilty = "B"'])
def test_a_wrong_source_is_refused(folder: Path, entry: str) -> None:
    (folder / "sources.toml").write_text("[[source]]\n" + entry)
    with pytest.raises(ValueError, match=r"sources\.toml"):
        read_sources()


def test_exercises_keep_their_order_at_any_hour() -> None:
    """A denial never comes before what it denies: dates that lie ahead move all dates alike."""
    late, early = (read_exercise(datetime(2026, 6, 10, hour, 55, tzinfo=UTC)) for hour in (23, 3))
    assert [draft.title for draft in early] == [draft.title for draft in late]
    assert all(
        draft.published_at is None or draft.published_at <= datetime(2026, 6, 10, 3, 55, tzinfo=UTC) for draft in early
    )


def test_what_was_written_in_an_earlier_demo_is_forgotten(database: Database) -> None:
    """Posts, messages and what was handed in; nothing else."""
    drafts = [
        Draft("A post.", NOON, url="https://t.me/harbour_watch_demo/1"),
        Draft("A message.", NOON, known_as="telegram:-5:1"),
        Draft("An article.", NOON, url="https://example.org/1"),
        Draft("A text.", NOON),
    ]
    with database.writing() as session:
        for draft in drafts:
            add_article(session, draft, now=NOON)
        put_hand_in(
            session, chat_id=-5, thread_id=0, message_id=1, reply_to=1, user_id=1, request={}, handed={}, now=NOON
        )
        assert forget_telegram(session) == 2
        assert (count_articles(session), unanswered_hand_ins(session)) == (2, [])
