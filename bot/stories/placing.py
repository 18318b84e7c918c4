"""Every article that is read gets its place: its story, and the article that it is a reprint of.

The stories that may be its own are looked at again as a whole, so that the order in which articles come decides little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.ingest.dedupe import SHARED_PRINTS, Copy, are_copies, originals, prints, runs
from bot.stories.grouping import ENOUGH, group, keep_numbers
from bot.stories.likeness import LONGEST_GAP, Compared, comparable, likeness
from bot.stories.origins import Outlets, origin_of, origins
from bot.stories.profile import profile_of
from storage.articles import get_article
from storage.engine import Database
from storage.model.article import Article
from storage.model.findings import Analysis
from storage.model.profile import Profile
from storage.model.story import Origin
from storage.readings import get_analysis
from storage.stories import (
    Placed,
    begin_story,
    close_story,
    find_copies,
    find_related,
    lock_stories,
    move_articles,
    outlets,
    placed_articles,
    put_article,
    set_reprints,
    story_members,
    take_out,
    term_hash,
    texts_of,
    unplaced_articles,
)

MOST_TERMS = 24
"""Telling words that an article is found by."""
SHARED_TERMS = 3
"""Of these, so many are shared by articles that are compared."""
MOST_RELATED = 24
"""Articles that are compared with a new one: those that share most."""
MOST_COPIES = 12
_BATCH = 50
LARGE = 24
"""A story of more articles stays as it is: a new one may join it, none leaves it."""


def place_stored(database: Database, article_id: int, analysis: Analysis, *, now: datetime) -> int | None:
    """Place a stored article in a transaction of its own (see :func:`place_article`); its story. ``now`` is aware."""
    with database.writing() as session:
        return place_article(session, get_article(session, article_id), analysis, now=now)


def place_pending(database: Database, *, now: datetime) -> int:
    """Place every article that was read but has no place: what a crash left, or an older Sitrep. Returns how many."""
    number, last = 0, 0
    while True:
        with database.reading() as session:
            waiting = unplaced_articles(session, after=last, limit=_BATCH)
        for article in waiting:
            with database.reading() as session:
                analysis = get_analysis(session, article.id)
            place_stored(database, article.id, analysis, now=now)
        if not waiting:
            return number
        number, last = number + len(waiting), waiting[-1].id


def place_article(session: Session, article: Article, analysis: Analysis, *, now: datetime) -> int | None:
    """Put an article that has been read into its story, in one transaction; the story's id.

    A second reading and a revision are placed anew. ``None`` for what tells nothing (no event, no claim) and for what
    is no longer current: it is in no story. ``now`` is aware.
    """
    lock_stories(session)
    left = take_out(session, article)
    if article.superseded_by is not None or not (analysis.events or analysis.claims):
        return None
    known = Outlets(sources := outlets(session))
    profile = profile_of(article, analysis, outlets=[source.name for source in sources])
    told = origins(article, known)
    found = runs(article.analysed_text)
    terms = [term_hash(term) for term in terms_of(profile)]
    copies = _copies(session, article, found, told, left.reprints)
    near = find_related(
        session, terms, around=profile.told_at, gap=LONGEST_GAP, shared=SHARED_TERMS, limit=MOST_RELATED
    )
    stories = _candidates(session, article, profile, near, set(copies) - {article.id})
    members = story_members(session, stories, exercise=article.exercise)
    reprints = {placed.article_id: placed.reprint_of for placed in members} | copies
    groups = group(
        {placed.article_id: placed.profile for placed in members} | {article.id: profile},
        _together(members, reprints),
    )
    now_in = _settle(session, groups, members, article.id, left.story_id, now)
    mine = now_in.pop(article.id)
    put_article(session, article, profile, story_id=mine, origins=told, terms=terms, prints=prints(found))
    move_articles(session, now_in)
    set_reprints(session, copies)
    _close(session, members, now_in, left.story_id, mine)
    return mine


def terms_of(profile: Profile) -> list[str]:
    """The words that related articles are found by: the most telling ones, and the countries in focus."""
    telling = sorted(profile.words, key=lambda entry: (-entry[1], entry[0]))[:MOST_TERMS]
    return [stem for stem, _ in telling] + [f"country {code}" for code in sorted(profile.countries)]


def _copies(
    session: Session, article: Article, found: frozenset[int], told: Collection[Origin], left: Collection[int]
) -> dict[int, int | None]:
    """The article and what is a reprint of it or it of that, each with its original; so of those that it ``left``."""
    mine = _copy(article, found, told)
    ids = {*find_copies(session, prints(found), shared=SHARED_PRINTS, limit=MOST_COPIES), *left}
    candidates = texts_of(session, ids, exercise=article.exercise) if ids else []
    others = [_copy(other, runs(other.analysed_text), told_by) for other, told_by in candidates]
    alike = [other for other in others if are_copies(mine, other) or other.id in left]
    alike += [other for other in others if other not in alike and any(are_copies(other, one) for one in alike)]
    return originals([mine, *alike]) if alike else {article.id: None}


def _copy(article: Article, found: frozenset[int], told: Collection[Origin]) -> Copy:
    source = article.source
    outlet = origin_of(source).key if source is not None else None
    wire = source is not None and source.kind == "wire"
    return Copy(article.id, article.effective_at, found, outlet, frozenset(origin.key for origin in told), wire)


def _candidates(
    session: Session, article: Article, profile: Profile, near: Collection[int], copies: Collection[int]
) -> set[int]:
    """The stories that it may belong to: those of its copies, and of articles that seem to tell the same."""
    mine = Compared(profile)
    return {
        placed.story_id
        for placed in placed_articles(session, {*near, *copies}, exercise=article.exercise)
        if placed.article_id in copies
        or (comparable(profile, placed.profile) and likeness(mine, Compared(placed.profile)) >= ENOUGH)
    }


def _together(members: Collection[Placed], reprints: Mapping[int, int | None]) -> list[list[int]]:
    """What is one story whatever speaks against it: reprints and their originals, and large stories."""
    kept = [[article_id, original] for article_id, original in reprints.items() if original is not None]
    by_story = defaultdict(list)
    for placed in members:
        by_story[placed.story_id].append(placed.article_id)
    return kept + [ids for ids in by_story.values() if len(ids) > LARGE]


def _settle(
    session: Session,
    groups: list[list[int]],
    members: Collection[Placed],
    article_id: int,
    former: int | None,
    now: datetime,
) -> dict[int, int]:
    """The story of each article, the new one's among them; a group without a story begins one."""
    before = {placed.article_id: placed.story_id for placed in members}
    if former is not None:
        before[article_id] = former
    numbers = keep_numbers(groups, before)
    chosen = [begin_story(session, now) if number is None else number for number in numbers]
    return {n: story for ids, story in zip(groups, chosen, strict=True) for n in ids}


def _close(
    session: Session, members: Collection[Placed], now_in: Mapping[int, int], former: int | None, mine: int
) -> None:
    """Say of stories that have lost all their articles where they went."""
    went: dict[int, Counter[int]] = defaultdict(Counter)
    for placed in members:
        went[placed.story_id][now_in[placed.article_id]] += 1
    if former is not None:
        went[former][mine] += 1
    for story_id, into in sorted(went.items()):
        target = min(into, key=lambda story: (-into[story], story))
        if target != story_id:
            close_story(session, story_id, target)
