"""Advisory levels: what each authority says of each country now, and which feeds are their registers."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.advisory_tables import AdvisoryLevelRow, AdvisoryRegisterRow
from storage.model.advisory import Advisory, Authority, Level
from storage.model.article import storable

_FIELDS = tuple(field.name for field in dataclasses.fields(Level))
_ORDER = {authority.value: place for place, authority in enumerate(Authority)}


def _level(row: AdvisoryLevelRow) -> Level:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Level(**(values | {"authority": Authority(row.authority)}))


def mark_register(session: Session, feed_id: int, authority: Authority) -> None:
    """Say that a feed (a mirror, say) is an authority's register."""
    session.merge(AdvisoryRegisterRow(feed_id=feed_id, authority=authority.value))


def marked_registers(session: Session) -> dict[int, Authority]:
    """The feeds that were marked as registers, by id."""
    return {row.feed_id: Authority(row.authority) for row in session.scalars(select(AdvisoryRegisterRow))}


def authority_levels(session: Session, authority: Authority) -> dict[str, Level]:
    """The current levels of one authority by country."""
    rows = session.scalars(select(AdvisoryLevelRow).where(AdvisoryLevelRow.authority == authority.value))
    return {row.country: _level(row) for row in rows}


def put_level(
    session: Session,
    advisory: Advisory,
    country: str,
    *,
    now: datetime,
    previous: Level | None = None,
    article_id: int | None = None,
) -> None:
    """Store what a register says of a country now.

    ``previous`` is given where this is a change that is told, with ``article_id``; else an earlier change stays known.
    """
    key = (advisory.authority.value, country)
    row = session.get(AdvisoryLevelRow, key)
    if row is None:
        row = AdvisoryLevelRow(authority=key[0], country=country)
        session.add(row)
    row.level, row.code, row.words = advisory.level, advisory.code[:200], storable(advisory.words)
    row.url, row.stated_at, row.seen_at = advisory.url, advisory.stated_at, now
    if previous is not None:
        row.changed_at, row.previous_words, row.article_id = now, previous.words, article_id


def touch_levels(session: Session, authority: Authority, countries: Collection[str], now: datetime) -> None:
    """Note that the register still lists these countries as it did."""
    session.execute(
        update(AdvisoryLevelRow)
        .where(AdvisoryLevelRow.authority == authority.value, AdvisoryLevelRow.country.in_(sorted(countries)))
        .values(seen_at=now)
    )


def find_levels(session: Session, countries: Collection[str]) -> list[Level]:
    """The current levels of these countries, by country, then in the order of the authorities."""
    rows = session.scalars(select(AdvisoryLevelRow).where(AdvisoryLevelRow.country.in_(sorted(countries))))
    return sorted(map(_level, rows), key=lambda level: (level.country, _ORDER[level.authority.value]))


def known_authorities(session: Session) -> list[Authority]:
    """The authorities whose register has been read at least once, in their order."""
    stored = set(session.scalars(select(AdvisoryLevelRow.authority).distinct()))
    return [authority for authority in Authority if authority.value in stored]
