"""/story: one happening, as all articles on it tell it."""

from __future__ import annotations

from handlers.args import parse_number
from handlers.callbacks import Press, encode
from handlers.ports import Answer, Request, Services
from handlers.render.document import Button, Document, Paragraph
from handlers.render.story import story_document
from storage.errors import NotFound, UserError


def story(request: Request, services: Services) -> Answer:
    """A story: headline, lines, contradictions, its articles in order, its origins. Raises ``UserError``."""
    number = parse_number(request.words, "story")
    try:
        report = services.briefer.compose_story(number)
    except NotFound:
        raise UserError(f"There is no story {number}. Stories are named under the lines of a briefing.") from None
    merged_into = report.story.merged_into
    if not report.story.tellings:
        if merged_into is None:
            raise UserError(f"The articles of story {number} are no longer stored.")
        press = Button(f"🧵 Story {merged_into}", data=encode(Press("story", str(merged_into))))
        return Answer(Document([Paragraph(f"Story {number} is part of story {merged_into} now.")], [[press]]))
    return Answer(
        story_document(
            report,
            now=request.now,
            timezone=request.timezone,
            bot_username=request.bot_username,
            page=request.page,
        ),
    )
