"""/advisory: what governments advise on travel now, side by side, with dates; the changes are in /posture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.args import parse_scope, scope_heading, suggestions
from handlers.callbacks import Press, encode
from handlers.ports import Answer, Request, Services
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Paragraph,
    Table,
)
from handlers.render.lines import article_link
from storage.advisories import find_levels, known_authorities
from storage.errors import UserError
from storage.model.advisory import Authority, Level
from storage.model.chat import Scope, ScopeKind
from storage.places import countries, regions

MOST_COUNTRIES = 30


def advisory(request: Request, services: Services) -> Answer:
    """The current levels of a country, or of every country of a region. Raises ``UserError``."""
    words = " ".join(request.words.split())
    if not words:
        raise UserError("Which country or region? For example: /advisory iraq")
    try:
        scope = parse_scope(words)
    except UserError as error:
        row = [Button(f"{c.flag} {c.name}", data=encode(Press("advisory", c.code))) for c in suggestions(words)[:3]]
        return Answer(Document([Paragraph([str(error), "\n", "For example: ", Code("/advisory iraq")])], [row]))
    if scope.kind is ScopeKind.ALL:
        raise UserError("Levels are shown for a country or a region. For example: /advisory iraq")
    heading = Heading(f"🧭 Travel advice: {scope_heading(scope)}", 2)
    return Answer(Document([heading, *_blocks(scope, request, services)]))


def advisory_blocks(scope: Scope, request: Request, services: Services) -> list[Block]:
    """The current levels for the end of another answer; nothing where there are none to show."""
    if scope.kind is not ScopeKind.COUNTRY:
        return []
    with services.database.reading() as session:
        levels = find_levels(session, [scope.key])
    return [Heading("🧭 Travel advice now", 4), _country_list(levels, request)] if levels else []


def _blocks(scope: Scope, request: Request, services: Services) -> list[Block]:
    codes = [scope.key] if scope.kind is ScopeKind.COUNTRY else sorted(regions()[scope.key].countries)
    with services.database.reading() as session:
        levels = find_levels(session, codes)
        read = known_authorities(session)
    if not read:
        text: list[Inline | str] = [
            "No register of travel advice has been read yet. The operator adds them with ",
            Code("sitrep feeds add --preset advisories"),
            ".",
        ]
        return [Paragraph(text)]
    if not levels:
        return [Paragraph(f"No level is known here. Registers read: {_names(read)}. That is not the same as “safe”.")]
    foot = Footer(f"Levels as the registers stand; dates are the authorities' own. Times: {request.timezone}.")
    if scope.kind is ScopeKind.COUNTRY:
        missing = [a for a in Authority if a not in {level.authority for level in levels}]
        blocks: list[Block] = [_country_list(levels, request)]
        if missing:
            blocks.append(Paragraph([Italic(f"Not known from: {_names(missing)}.")]))
        return [*blocks, foot]
    return [*_region_blocks(levels, read), foot]


def _names(authorities: Sequence[Authority]) -> str:
    return ", ".join(authority.short_name for authority in authorities)


def _country_list(levels: Sequence[Level], request: Request) -> ListBlock:
    return ListBlock([_line(level, request) for level in levels])


def _line(level: Level, request: Request) -> tuple[Inline | str, ...]:
    words: Inline | str = Link(level.words, level.url) if level.url else level.words
    parts: list[Inline | str] = [f"{level.authority.flag} {level.authority.short_name}: ", Bold(words)]
    parts.append(f" · {_day(level.stated_at, request.timezone)}" if level.stated_at else " · date unknown")
    if level.changed_at is not None and level.previous_words is not None:
        parts.append(f" · before {_day(level.changed_at, request.timezone)}: {level.previous_words}")
    if level.article_id is not None:
        parts += [" · ", article_link(request.bot_username, level.article_id)]
    return tuple(parts)


def _day(at: datetime, timezone: str) -> str:
    # A date without a time is kept as midnight in UTC: another zone would make it the day before.
    local = at if (at.hour, at.minute, at.second) == (0, 0, 0) else at.astimezone(ZoneInfo(timezone))
    return f"{local.day} {local:%b} {local.year}"


def _region_blocks(levels: Sequence[Level], read: Sequence[Authority]) -> list[Block]:
    """A table: a row a country, the gravest first; a column an authority, with its number and a link."""
    rows: dict[str, dict[Authority, Level]] = {}
    for level in levels:
        rows.setdefault(level.country, {})[level.authority] = level
    gravest = sorted(rows, key=lambda code: (-max(lv.level for lv in rows[code].values()), countries()[code].name))
    table = Table(
        ["", *(f"{authority.flag}" for authority in read)],
        [
            [f"{countries()[code].flag} {countries()[code].name}", *(_cell(rows[code].get(a)) for a in read)]
            for code in gravest[:MOST_COUNTRIES]
        ],
        ["left", *("center" for _ in read)],
    )
    legend = f"1 usual care … 4 do not go. {_names(read)}. The FCDO has no numbers: 4 all travel, 3 all but essential, "
    blocks: list[Block] = [table, Paragraph([Italic(legend + "2 parts of the country, 1 no warning.")])]
    if len(gravest) > MOST_COUNTRIES:
        blocks.append(Paragraph(f"{len(gravest) - MOST_COUNTRIES} more countries at lower levels are left out."))
    return blocks


def _cell(level: Level | None) -> Inline | str:
    if level is None:
        return "–"
    return Link(str(level.level), level.url) if level.url else str(level.level)
