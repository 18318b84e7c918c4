"""A story as a document: what is told, by whom, in which articles, and what in it contradicts. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.callbacks import Press, encode
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Paragraph,
)
from handlers.render.lines import LineView, article_link, story_size
from handlers.render.words import article_moment, moment
from storage.model.briefing import StoryMark
from storage.model.story import Story, StoryReport, Telling

PAGE = 10
"""Articles on a page."""
MOST_LINES = 4
MOST_CONTRADICTIONS = 3


def story_document(report: StoryReport, *, now: datetime, timezone: str, bot_username: str, page: int = 0) -> Document:
    """The document of a story that has articles; ``now`` is aware, ``timezone`` IANA, pages count from 0.

    The first page has the lines and the contradictions, each page its part of the articles.
    """
    story = report.story
    lines = LineView(timezone, now, bot_username)
    last = (len(story.tellings) - 1) // PAGE
    page = max(0, min(page, last))
    mark = StoryMark(story.id, len(story.tellings), len(story.origins))
    names = ", ".join(origin.name for origin in story.origins)
    seen = f"First seen {moment(story.first_seen_at, timezone, now=now)}"
    if len(story.tellings) > 1:
        seen += f", last {moment(story.last_seen_at, timezone, now=now)}"
    blocks: list[Block] = [
        Heading(story.headline, 2),
        Paragraph([Bold(story_size(mark)), f": {names}. {seen}." if names else f". {seen}."]),
    ]
    if page == 0:
        blocks += [lines.quotation(line) for line in report.lines[:MOST_LINES]]
        if report.contradictions:
            blocks.append(Heading("⚖️ Contested", 4))
        for pair in report.contradictions[:MOST_CONTRADICTIONS]:
            blocks += lines.contradiction(pair)
    shown = story.tellings[page * PAGE : (page + 1) * PAGE]
    part = f" ({page * PAGE + 1}–{page * PAGE + len(shown)} of {len(story.tellings)})" if last else ""
    blocks += [
        Heading(f"Articles, oldest first{part}", 4),
        ListBlock([_item(telling, story, now, timezone, bot_username) for telling in shown]),
        Footer(f"Story {story.id}, put together by Sitrep from what the articles share. Times: {timezone}."),
    ]
    return Document(blocks, _buttons(story, page, last))


def _item(telling: Telling, story: Story, now: datetime, timezone: str, bot_username: str) -> tuple[Inline | str, ...]:
    article = telling.article
    outlet = article.source.name if article.source is not None else "source unknown"
    parts: list[Inline | str] = [
        f"{article_moment(article, timezone, now=now)} · ",
        Link(outlet, article.url) if article.url else outlet,
        ": ",
        article.headline,
        " · ",
        article_link(bot_username, article.id),
    ]
    if telling.reprint_of is not None:
        parts += [" · ", Italic(["reprint of ", article_link(bot_username, telling.reprint_of)])]
    elif passed_on := [origin.name for origin in telling.origins if origin.name != outlet]:
        parts += [" · ", Italic(f"passes on {', '.join(passed_on)}")]
    return tuple(parts)


def _buttons(story: Story, page: int, last: int) -> list[list[Button]]:
    pages = [
        Button(label, data=encode(Press("story", str(story.id), number, edits=True)))
        for label, number in (("◂ Back", page - 1), ("More ▸", page + 1))
        if 0 <= number <= last
    ]
    shown = story.tellings[page * PAGE : (page + 1) * PAGE]
    articles = [
        Button(f"📄 Article {telling.article.id}", data=encode(Press("article", str(telling.article.id))))
        for telling in shown
        if telling.reprint_of is None
    ][:4]
    return [row for row in (pages, articles[:2], articles[2:]) if row]
