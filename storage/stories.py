"""Stories: where each article belongs, and what a story is made of. Only articles that are current count."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage.articles import article_noun
from storage.errors import NotFound
from storage.model.article import Article, Source
from storage.model.briefing import StoryMark
from storage.model.profile import Profile, profile_from_json
from storage.model.story import Origin, Story, Telling, independent
from storage.story_tables import StoryArticleRow, StoryRow, StoryTermRow, TextPrintRow
from storage.tables import AnalysisRow, ArticleRow, ClaimRow, EventRow, SourceRow

_LOCK = 7483648
_AT_ONCE = 500  # SQLite takes 32,766 parameters at most


@dataclass(frozen=True, slots=True)
class Placed:
    """An article that has a place: its story, and what it is compared by."""

    article_id: int
    story_id: int
    profile: Profile
    reprint_of: int | None = None


def lock_stories(session: Session) -> None:
    """Let no other transaction place an article until this one ends. On SQLite there is one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def term_hash(word: str) -> int:
    """63 bits that stand for a word."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def outlets(session: Session) -> list[Source]:
    """The wires and outlets that are known, by name."""
    columns = (SourceRow.key, SourceRow.name, SourceRow.family, SourceRow.kind)
    rows = session.execute(select(*columns).where(SourceRow.kind.in_(("wire", "outlet"))).order_by(SourceRow.name))
    return [Source(key, name, family=family, kind=kind) for key, name, family, kind in rows]


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What an article left behind: the story that it was in, and the articles that were reprints of it."""

    story_id: int | None = None
    reprints: tuple[int, ...] = ()


def take_out(session: Session, article: Article) -> TakenOut:
    """Remove the article and the older revisions of its address from their stories; their reprints stand alone then."""
    same = select(ArticleRow.url_key).where(ArticleRow.id == article.id).scalar_subquery()
    older = (ArticleRow.url_key == same) & ArticleRow.superseded_by.is_not(None)
    mine = select(ArticleRow.id).where(or_(ArticleRow.id == article.id, older))
    rows = session.execute(
        select(StoryArticleRow.article_id, StoryArticleRow.story_id)
        .where(StoryArticleRow.article_id.in_(mine))
        .order_by(StoryArticleRow.article_id.desc())
    ).all()
    if not rows:
        return TakenOut()
    gone = StoryArticleRow.article_id.in_([article_id for article_id, _ in rows])
    pointing = StoryArticleRow.reprint_of.in_([article_id for article_id, _ in rows])
    reprints = session.scalars(select(StoryArticleRow.article_id).where(pointing, ~gone)).all()
    session.execute(update(StoryArticleRow).where(pointing).values(reprint_of=None))
    session.execute(delete(StoryArticleRow).where(gone))
    return TakenOut(rows[0].story_id, tuple(sorted(reprints)))


def find_copies(session: Session, prints: Collection[int], *, shared: int, limit: int) -> list[int]:
    """Articles that share at least ``shared`` of these hashes of runs of words, those that share most first."""
    if not prints:
        return []
    number = func.count()
    rows = session.execute(
        select(TextPrintRow.article_id)
        .where(TextPrintRow.print.in_(prints))
        .group_by(TextPrintRow.article_id)
        .having(number >= shared)
        .order_by(number.desc(), TextPrintRow.article_id)
        .limit(limit)
    )
    return list(rows.scalars())


def find_related(
    session: Session, terms: Collection[int], *, around: datetime, gap: timedelta, shared: int, limit: int
) -> list[int]:
    """Articles told within ``gap`` of ``around`` (aware) that share so many of these terms, the most first."""
    if not terms:
        return []
    number = func.count()
    rows = session.execute(
        select(StoryTermRow.article_id)
        .where(StoryTermRow.term.in_(terms), StoryTermRow.told_at.between(around - gap, around + gap))
        .group_by(StoryTermRow.article_id)
        .having(number >= shared)
        .order_by(number.desc(), StoryTermRow.article_id)
        .limit(limit)
    )
    return list(rows.scalars())


def placed_articles(session: Session, article_ids: Collection[int], *, exercise: bool) -> list[Placed]:
    """Those of these articles that are current and have a place, by id; only exercises, or none."""
    return _placed(session, StoryArticleRow.article_id, article_ids, exercise)


def story_members(session: Session, story_ids: Collection[int], *, exercise: bool) -> list[Placed]:
    """The current articles of these stories, by id; only exercises, or none."""
    return _placed(session, StoryArticleRow.story_id, story_ids, exercise)


def _placed(session: Session, column: Any, wanted: Collection[int], exercise: bool) -> list[Placed]:
    found = []
    row = StoryArticleRow
    columns = (row.article_id, row.story_id, row.profile, row.told_at, row.reprint_of)
    ordered = sorted(wanted)
    for first in range(0, len(ordered), _AT_ONCE):
        rows = session.execute(
            select(*columns)
            .join(ArticleRow, ArticleRow.id == StoryArticleRow.article_id)
            .where(column.in_(ordered[first : first + _AT_ONCE]), ArticleRow.superseded_by.is_(None))
            .where(StoryArticleRow.exercise.is_(exercise))
        )
        found += [
            Placed(article_id, story_id, profile_from_json(profile, told_at), reprint_of)
            for article_id, story_id, profile, told_at, reprint_of in rows
        ]
    return sorted(found, key=lambda placed: placed.article_id)


def texts_of(session: Session, article_ids: Collection[int], *, exercise: bool) -> list[tuple[Article, list[Origin]]]:
    """Current articles with their origins, and the originals of the reprints among them; only exercises, or none."""
    wanted = sorted(article_ids)
    originals = select(StoryArticleRow.reprint_of).where(StoryArticleRow.article_id.in_(wanted))
    rows = session.execute(
        select(ArticleRow, StoryArticleRow.origins)
        .join(StoryArticleRow, ArticleRow.id == StoryArticleRow.article_id)
        .where(or_(ArticleRow.id.in_(wanted), ArticleRow.id.in_(originals)), ArticleRow.superseded_by.is_(None))
        .where(ArticleRow.exercise.is_(exercise))
        .order_by(ArticleRow.id)
    )
    return [(article_noun(row), _origins(origins)) for row, origins in rows]


def _origins(stored: Iterable[Sequence[str]]) -> list[Origin]:
    return [Origin(key, name) for key, name in stored]


def begin_story(session: Session, now: datetime) -> int:
    """The id of a new story. ``now`` is aware."""
    row = StoryRow(created_at=now)
    session.add(row)
    session.flush()
    return row.id


def put_article(
    session: Session,
    article: Article,
    profile: Profile,
    *,
    story_id: int,
    origins: Iterable[Origin],
    terms: Collection[int],
    prints: Collection[int],
) -> None:
    """Give an article that has no place one, with all that it is found by."""
    session.add(
        StoryArticleRow(
            article_id=article.id,
            story_id=story_id,
            told_at=article.effective_at,
            exercise=article.exercise,
            profile=profile.to_json(),
            origins=[[origin.key, origin.name] for origin in origins],
        )
    )
    session.flush()
    if terms:
        rows: list[dict[str, Any]] = [
            {"article_id": article.id, "term": term, "told_at": article.effective_at} for term in sorted(set(terms))
        ]
        session.execute(insert(StoryTermRow), rows)
    if prints:
        session.execute(insert(TextPrintRow), [{"article_id": article.id, "print": p} for p in sorted(set(prints))])


def move_articles(session: Session, stories: Mapping[int, int]) -> None:
    """Put each article (key) into its story (value)."""
    by_story = defaultdict(list)
    for article_id, story_id in stories.items():
        by_story[story_id].append(article_id)
    for story_id, article_ids in by_story.items():
        session.execute(
            update(StoryArticleRow).where(StoryArticleRow.article_id.in_(article_ids)).values(story_id=story_id)
        )


def set_reprints(session: Session, reprints: Mapping[int, int | None]) -> None:
    """Say of each article (key) which one it is a reprint of; what was a reprint of it is one of that one then."""
    for article_id, original in reprints.items():
        mine = StoryArticleRow.article_id == article_id
        if original is not None:
            mine = or_(mine, StoryArticleRow.reprint_of == article_id)
        session.execute(update(StoryArticleRow).where(mine).values(reprint_of=original))


def close_story(session: Session, story_id: int, into: int) -> None:
    """Where a story has no article left, say which one took them over; so do those that pointed to it."""
    if session.scalar(select(exists().where(StoryArticleRow.story_id == story_id))):
        return
    session.execute(
        update(StoryRow)
        .where(or_(StoryRow.id == story_id, StoryRow.merged_into == story_id), StoryRow.id != into)
        .values(merged_into=into)
    )
    session.execute(update(StoryRow).where(StoryRow.id == into).values(merged_into=None))


def unplaced_articles(session: Session, *, after: int, limit: int) -> list[Article]:
    """Current articles with findings that have no place yet, by id, from the one behind ``after``."""
    told = or_(
        exists().where(EventRow.article_id == ArticleRow.id), exists().where(ClaimRow.article_id == ArticleRow.id)
    )
    rows = session.scalars(
        select(ArticleRow)
        .join(AnalysisRow, AnalysisRow.article_id == ArticleRow.id)
        .outerjoin(StoryArticleRow, StoryArticleRow.article_id == ArticleRow.id)
        .where(StoryArticleRow.article_id.is_(None), ArticleRow.superseded_by.is_(None), ArticleRow.id > after, told)
        .order_by(ArticleRow.id)
        .limit(limit)
    )
    return [article_noun(row) for row in rows]


def get_story(session: Session, story_id: int) -> Story:
    """The story with its current articles. Raises ``NotFound``."""
    row = session.get(StoryRow, story_id) if 0 < story_id < 2**31 else None
    if row is None:
        raise NotFound(f"there is no story {story_id}")
    rows = session.execute(
        select(ArticleRow, StoryArticleRow.origins, StoryArticleRow.reprint_of)
        .join(StoryArticleRow, StoryArticleRow.article_id == ArticleRow.id)
        .where(StoryArticleRow.story_id == story_id, ArticleRow.superseded_by.is_(None))
        .order_by(ArticleRow.effective_at, ArticleRow.id)
    )
    tellings = tuple(Telling(article_noun(a), tuple(_origins(origins)), reprint) for a, origins, reprint in rows)
    return Story(story_id, tellings, row.merged_into)


def stories_of(session: Session, article_ids: Collection[int]) -> dict[int, StoryMark]:
    """For each of these articles that has a place its story in a few words."""
    mine: dict[int, tuple[int, bool]] = {}
    ordered = sorted(article_ids)
    for first in range(0, len(ordered), _AT_ONCE):
        chosen = StoryArticleRow.article_id.in_(ordered[first : first + _AT_ONCE])
        columns = (StoryArticleRow.article_id, StoryArticleRow.story_id, StoryArticleRow.reprint_of)
        found = session.execute(select(*columns).where(chosen))
        mine |= {row.article_id: (row.story_id, row.reprint_of is not None) for row in found}
    told: dict[int, list[tuple[int | None, list[Origin]]]] = defaultdict(list)
    stories = sorted({story_id for story_id, _ in mine.values()})
    for first in range(0, len(stories), _AT_ONCE):
        rows = session.execute(
            select(StoryArticleRow.story_id, StoryArticleRow.reprint_of, StoryArticleRow.origins)
            .join(ArticleRow, ArticleRow.id == StoryArticleRow.article_id)
            .where(StoryArticleRow.story_id.in_(stories[first : first + _AT_ONCE]), ArticleRow.superseded_by.is_(None))
        )
        for story_id, reprint_of, origins in rows:
            told[story_id].append((reprint_of, _origins(origins)))
    marks = {story_id: StoryMark(story_id, len(all_), len(independent(all_))) for story_id, all_ in told.items()}
    return {
        article_id: replace(marks[story_id], reprint=reprint)
        for article_id, (story_id, reprint) in mine.items()
        if story_id in marks
    }


def find_reprint(session: Session, article_id: int) -> int | None:
    """The article that this one is a reprint of."""
    return session.scalar(select(StoryArticleRow.reprint_of).where(StoryArticleRow.article_id == article_id))
