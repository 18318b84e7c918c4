"""A briefing as a document: heading, bottom line, sections of verbatim lines, provenance. Pure.

Nothing here is a sentence about the world: numbers, labels, and slices of stored text with their origin.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime

from handlers.args import scope_heading, scope_name, scope_words
from handlers.callbacks import Press, encode
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Details,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    ListBlock,
    Paragraph,
)
from handlers.render.lines import LineView, article_link
from handlers.render.words import (
    SECTION_NAMES,
    SEVERITY_MARKS,
    article_moment,
    count_of,
    moment,
    plural,
)
from storage.languages import language_name
from storage.model.briefing import Briefing, Change, Section, SectionKind
from storage.places import countries

MOST_TYPES = 5
_FOLDED = frozenset({SectionKind.OTHER, SectionKind.BACKGROUND})
_VIEWS = {
    "threats": SectionKind.THREATS,
    "incidents": SectionKind.INCIDENTS,
    "posture": SectionKind.POSTURE,
    "claims": SectionKind.CLAIMS,
}
_NOTHING = {
    "threats": "threats",
    "incidents": "incidents",
    "posture": "changes of missions or travel advice",
    "claims": "claims",
}
_BUTTON_NAMES = {"threats": "⚠️ Threats", "incidents": "💥 Incidents", "posture": "🏛 Posture", "claims": "💬 Claims"}


def briefing_document(briefing: Briefing, *, command: str, timezone: str, bot_username: str) -> Document:
    """The document of a briefing as ``command`` shows it ("country", "threats", ...; "digest" for a digest)."""
    view = _View(briefing, timezone, bot_username)
    blocks: list[Block] = [Heading(view.title(command), 2)]
    blocks += view.opening()
    if briefing.is_empty:
        blocks += view.nothing(command)
    else:
        if command in ("country", "digest"):
            blocks.append(Paragraph(view.bottom_line()))
        for section in briefing.sections:
            blocks += view.section(section, alone=command in _VIEWS)
    if command in ("country", "digest"):
        blocks += view.other_languages()
    blocks.append(Footer(view.provenance()))
    return Document(blocks, buttons(briefing, command))


class _View:
    """One rendering: the briefing, and who reads it."""

    def __init__(self, briefing: Briefing, timezone: str, bot_username: str) -> None:
        self.briefing = briefing
        self.timezone = timezone
        self.bot_username = bot_username
        self.lines = LineView(timezone, briefing.composed_at, bot_username, scope_key=briefing.scope.key)

    def at(self, when: datetime) -> str:
        return moment(when, self.timezone, now=self.briefing.composed_at)

    def title(self, command: str) -> str:
        name = scope_heading(self.briefing.scope)
        if command == "digest":
            return f"🔔 {name}: digest"
        what = f": {_VIEWS[command].value}" if command in _VIEWS else ""
        return f"{name}{what} · {self.briefing.window.label}"

    def opening(self) -> list[Block]:
        briefing = self.briefing
        if not briefing.is_digest:
            return []
        since = self.at(briefing.window.since)
        if briefing.first:
            return [Paragraph([Italic(f"Your first digest. It covers the time since {since}.")])]
        return [Paragraph([Italic(f"New since your last digest, {since}.")])]

    def bottom_line(self) -> list[Inline | str]:
        briefing = self.briefing
        if briefing.highest is None:
            return [Bold("Bottom line: "), "no new event counted; see below."]
        present = [change for change in briefing.changes if change.now.number]
        counts = " · ".join(_change(change) for change in present[:MOST_TYPES])
        if len(present) > MOST_TYPES:
            rest = present[MOST_TYPES:]
            counts += f" · {sum(change.now.number for change in rest)} of other kinds"
        highest = f"{SEVERITY_MARKS[briefing.highest]} {briefing.highest.label}"
        return [
            Bold("Bottom line: "),
            f"{counts}. Highest severity: {highest}. ",
            Italic(f"In brackets: change from the {_before(briefing)}."),
        ]

    def section(self, section: Section, *, alone: bool) -> list[Block]:
        if not section.total or not (section.lines or section.contradictions):
            return []
        blocks: list[Block] = []
        blocks += [self.lines.quotation(line) for line in section.lines]
        for pair in section.contradictions:
            blocks += self.lines.contradiction(pair)
        shown = len(section.lines) + len(section.contradictions)
        name = SECTION_NAMES[section.kind] + (f" ({shown} of {section.total})" if shown < section.total else "")
        if alone:
            return [
                *blocks,
                *([Paragraph([Italic(f"{shown} of {section.total} shown.")])] if shown < section.total else []),
            ]
        if section.kind in _FOLDED:
            return [Details(name, blocks)]
        return [Heading(name, 4), *blocks]

    def nothing_of(self, command: str) -> str:
        """ "No threats found", where only threats were asked for."""
        return f"No {_NOTHING[command]} found" if command in _NOTHING else "Nothing found"

    def nothing(self, command: str) -> list[Block]:
        briefing = self.briefing
        name = scope_name(briefing.scope)
        if not_checked(briefing):
            coverage = briefing.coverage
            if coverage.total:
                why = f"only {coverage.read} of {plural(coverage.total, 'source')} could be read"
            else:
                why = "no article has come in"
            since = self.at(briefing.window.since)
            return [Paragraph([Bold("Not checked: "), f"{why} since {since}. This is no all-clear."])]
        nothing = "Nothing new" if briefing.is_digest else self.nothing_of(command)
        least = f" of severity {briefing.min_severity.label} or higher" if briefing.min_severity else ""
        blocks: list[Block] = [Paragraph([Bold(f"{nothing} on {name}{least}"), f" ({self.briefing.window.label})."])]
        others = [count_of(c.now.type, c.now.number) for c in briefing.changes if c.now.number]
        if others:
            blocks.append(Paragraph(f"Of other kinds: {', '.join(others[:MOST_TYPES])}. See the briefing."))
        elif briefing.last_known_at is not None:
            blocks.append(Paragraph(f"The last stored event is of {self.at(briefing.last_known_at)}."))
        if briefing.nearby:
            near = ", ".join(f"{countries()[code].name} ({number})" for code, number in briefing.nearby)
            blocks.append(Paragraph(f"Events stored for this time elsewhere: {near}."))
        elif not briefing.stored_articles:
            blocks.append(Paragraph("No article is stored yet."))
        return blocks

    def other_languages(self) -> list[Block]:
        """Headlines that the analysis could not read, on whose country the headline itself decides."""
        briefing = self.briefing
        if not briefing.other_languages:
            return []
        shown = len(briefing.other_languages)
        name = "In other languages, not read" + (f" ({shown} of {briefing.unread})" if shown < briefing.unread else "")
        items = []
        for article in briefing.other_languages:
            outlet = article.source.name if article.source is not None else "source unknown"
            when = article_moment(article, self.timezone, now=briefing.composed_at)
            language = language_name(article.language or "")
            items.append(
                (article_link(self.bot_username, article.id, article.headline), f" · {language} · {outlet} · {when}")
            )
        return [Heading(name, 4), ListBlock(items)]

    def provenance(self) -> list[Inline | str]:
        briefing = self.briefing
        parts = [
            f"Verbatim extracts; {plural(briefing.articles, 'article')} of "
            f"{plural(briefing.sources, 'source')} read for this."
        ]
        if briefing.coverage.total:
            read = f"Feeds: {briefing.coverage.read} of {briefing.coverage.total} read"
            oldest = briefing.coverage.oldest_at
            parts.append(read + (f", the oldest {self.at(oldest)}." if oldest is not None else "."))
        elif briefing.newest_fetch_at is not None:
            parts.append(f"No feed is set up; newest article fetched {self.at(briefing.newest_fetch_at)}.")
        if briefing.late:
            parts.append(f"{plural(briefing.late, 'older report')} came in late and not shown as new.")
        if briefing.undated:
            parts.append(f"{plural(briefing.undated, 'article')} without a date.")
        if briefing.unread:
            language = "another language" if briefing.unread == 1 else "other languages"
            parts.append(f"{plural(briefing.unread, 'article')} in {language} not read.")
        if briefing.exercise:
            parts.append("EXERCISE material.")
        return [" ".join(parts), f" Times: {self.timezone}."]


def _change(change: Change) -> str:
    step = change.now.number - change.before
    return f"{count_of(change.now.type, change.now.number)} ({f'{step:+d}'.replace('-', '−') if step else '='})"


def _before(briefing: Briefing) -> str:
    hours = round((briefing.window.until - briefing.window.since).total_seconds() / 3600)
    return f"{hours} hours before" if hours <= 48 else f"{round(hours / 24)} days before"


def not_checked(briefing: Briefing) -> bool:
    """Whether too little was read to say "nothing": under half of the feeds, or no article at all in the window."""
    coverage = briefing.coverage
    if coverage.total:
        return coverage.read * 2 < coverage.total
    newest = briefing.newest_fetch_at
    return newest is None or newest < briefing.window.since


def buttons(briefing: Briefing, command: str) -> list[list[Button]]:
    """Under an answer: other views of the same scope and window, pages, subscribe, open the first article."""
    words = f"{scope_words(briefing.scope)} {_window_code(briefing)}"
    rows: list[list[Button]] = []
    pages: list[Button] = []
    if command != "digest" and briefing.page > 0:
        pages.append(_button("◂ Back", Press(command, words, briefing.page - 1, edits=True)))
    if command != "digest" and briefing.page + 1 < briefing.pages:
        pages.append(_button("More ▸", Press(command, words, briefing.page + 1, edits=True)))
    rows.append(pages)
    totals = {section.kind: section.total for section in briefing.sections}
    views = []
    for view in ("threats", "incidents", "posture", "claims"):
        if view != command:
            number = totals.get(_VIEWS[view])
            views.append(_button(_BUTTON_NAMES[view] + (f" {number}" if number else ""), Press(view, words)))
    rows += [views[:2], views[2:]]
    last: list[Button] = []
    if command in _VIEWS:
        last.append(_button("📋 Briefing", Press("country", words)))
    if command != "digest":
        last.append(_button("🔔 Subscribe", Press("subscribe", scope_words(briefing.scope))))
    first = next(_shown_articles(briefing.sections), None)
    if first is not None:
        last.append(_button(f"📄 Article {first}", Press("article", str(first))))
    if briefing.is_empty and briefing.nearby:
        near = briefing.nearby[:3]
        rows.insert(0, [_button(countries()[code].name, Press("country", code)) for code, _ in near])
    return [row for row in (*rows, last) if row]


def _window_code(briefing: Briefing) -> str:
    """The window that the buttons open: for a digest one that holds everything the digest shows."""
    if not briefing.is_digest:
        return briefing.window.code
    shown = [line.article.effective_at for section in briefing.sections for line in section.lines]
    oldest = min([briefing.window.since, *shown])
    return f"{max(24, math.ceil((briefing.composed_at - oldest).total_seconds() / 3600) + 1)}h"


def _shown_articles(sections: Iterable[Section]) -> Iterator[int]:
    for section in sections:
        for line in section.lines:
            yield line.article.id


def _button(text: str, press: Press) -> Button:
    return Button(text, data=encode(press))
