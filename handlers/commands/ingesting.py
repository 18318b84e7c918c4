"""/ingest, and what is handed in without it: links, forwarded posts, files. For the bot's admins."""

from __future__ import annotations

import re

from handlers.callbacks import Press, encode
from handlers.ports import Answer, Handed, Request, Services, Taken
from handlers.render.briefing import article_link, cut_around
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    Document,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Quotation,
)
from handlers.render.words import plural
from storage.articles import article_countries, get_article
from storage.errors import UserError
from storage.events import article_events
from storage.languages import is_read, language_name
from storage.places import countries

SHOWN = 5
_STORED = {"new": "Stored", "revision": "Stored as a new version", "duplicate": "Known already", "unread": "Stored"}


def ingest(request: Request, services: Services) -> Answer:
    """Store what was handed in, and show what was found in it. Raises ``UserError``."""
    if services.intake is None:
        where = "Articles can be handed in on Telegram only. In the terminal: "
        return Answer(Document([Paragraph([where, Code("sitrep ingest PATH"), "."])]))
    if request.user_id not in services.admins:
        raise UserError(
            "Only this bot's admins add articles. "
            f"Your id is {request.user_id}: the operator can add it to SITREP_ADMINS."
        )
    handed = request.handed
    links = tuple(re.findall(r"https?://\S+", request.words))
    if links:
        handed = Handed(links=links)
    if handed is None:
        raise UserError("Reply /ingest to a message, send me a link, forward a post, or drop a file.")
    taken = services.intake.take(handed)
    if len(taken) == 1:
        return Answer(_one(taken[0], request, services))
    return Answer(_several(taken, request, services))


def _one(taken: Taken, request: Request, services: Services) -> Document:
    if taken.article_id is None:
        return Document([Paragraph([Bold("Not stored: "), f"{taken.reason}."])])
    with services.database.reading() as session:
        found = get_article(session, taken.article_id)
        places = article_countries(session, taken.article_id)
        events = article_events(session, taken.article_id)
    outlet = found.source.name if found.source is not None else "source unknown"
    line = f"{_STORED[taken.result]}: article {found.id}, {outlet}. "
    if taken.result == "unread":
        line += f"It could not be read yet: {taken.reason}."
    elif not is_read(found.language):
        line += f"Not read: it is in {language_name(found.language or '')}."
    else:
        line += f"{plural(len({record.event.trigger.start for record in events}), 'finding')}."
    blocks: list[Block] = [Heading(found.headline, 2), Paragraph(line)]
    if places:
        blocks.append(Paragraph(", ".join(f"{countries()[code].flag} {countries()[code].name}" for code, _ in places)))
    if found.title and found.text.strip():
        blocks.append(Quotation(cut_around(" ".join(found.text.split()), 0, 300)))
    return Document(blocks, [[Button(f"📄 Article {found.id}", data=encode(Press("article", str(found.id))))]])


def _several(taken: list[Taken], request: Request, services: Services) -> Document:
    stored = [one for one in taken if one.article_id is not None]
    known = sum(one.result == "duplicate" for one in stored)
    blocks: list[Block] = [
        Paragraph([Bold(f"{plural(len(stored) - known, 'article')} stored"), f", {known} known already."])
    ]
    items: list[tuple[Inline | str, ...]] = []
    with services.database.reading() as session:
        for one in stored[:SHOWN]:
            assert one.article_id is not None
            headline = get_article(session, one.article_id).headline
            items.append((article_link(request.bot_username, one.article_id, headline),))
    if items:
        blocks.append(ListBlock(items))
    problems = [one for one in taken if one.reason]
    if problems:
        blocks.append(Heading(f"Not read ({len(problems)})", 4))
        blocks.append(ListBlock([(Code(one.where), f": {one.reason}") for one in problems[:SHOWN]]))
    if not taken:
        blocks = [Paragraph("There is no article in it.")]
    return Document(blocks)
