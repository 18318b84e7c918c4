"""/ingest, and what is handed in without it: links, forwarded posts, files.

The bot's admins hand in anywhere; everybody in a group where one of them has switched it on (``intake_switches.py``).
What others than admins hand in is never believed to be from where it says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from handlers.callbacks import Press, encode
from handlers.commands.intake_switches import HOW, HOW_IN_GROUPS, on_button, only_admins, overview, parse_switch, switch
from handlers.naming import OWN, group_source
from handlers.ports import Answer, ChatKind, Request, Services, Taken
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
from handlers.render.lines import article_link, cut_around
from handlers.render.words import SEVERITY_MARKS, event_label, plural
from storage.articles import article_countries, get_article
from storage.errors import UserError
from storage.events import article_events
from storage.intake import count_handed_in, find_intake, note_taken, record_articles, was_sent_by_us
from storage.languages import is_read, language_name
from storage.model.briefing import EventRecord
from storage.places import countries

SHOWN = 5
MOST_PROBLEMS = 20
MOST_KINDS = 4
MOST_A_DAY = 200
"""Articles from one group in 24 hours, handed in by others than the bot's admins."""
_STORED = {"new": "Stored", "revision": "Stored as a new version", "duplicate": "Known already", "unread": "Stored"}


def ingest(request: Request, services: Services) -> Answer:
    """Store what was handed in, and show what was found in it; or switch; or list. Raises ``UserError``."""
    if services.intake is None:
        where = "Articles can be handed in on Telegram only. In the terminal: "
        return Answer(Document([Paragraph([where, Code("sitrep ingest PATH"), "."])]))
    asked = parse_switch(request.words)
    if asked is not None:
        return switch(request, services, asked)
    if request.handed is None and not request.words.strip():
        return overview(request, services)
    with services.database.reading() as session:
        trusted = may_hand_in(session, request, services)
    if request.handed is None:
        how = HOW if request.chat_kind is ChatKind.PRIVATE else HOW_IN_GROUPS
        raise UserError(f"I see no link in that. {how}", usage=False)
    handed = request.handed
    with services.database.reading() as session:
        post = int(handed.url.rpartition("/")[2]) if handed.channel_id is not None and handed.url else 0
        if post and was_sent_by_us(session, handed.channel_id or 0, post):
            handed = replace(handed, refusal=OWN)
    if not trusted:
        handed = replace(handed, strict=True)
        if handed.source_name is None:
            handed = replace(handed, source_name=group_source(request.chat_title))
    taken = services.intake.take(handed, progress=request.tell)
    stored = sum(one.is_stored for one in taken)
    new = stored - sum(one.result == "revision" for one in taken)
    with services.database.writing() as session:
        if request.hand_in:
            articles = [(one.article_id, one.is_stored) for one in taken if one.article_id is not None]
            record_articles(session, request.hand_in, articles, now=services.clock())
        if stored:
            note_taken(session, request.target.chat_id, new, now=services.clock())
    if request.is_edit and not stored and not any(one.reason for one in taken):
        return Answer()  # an edit that changed nothing that is stored
    if len(taken) != 1:
        return Answer(_several(taken, request, services))
    document = _one(taken[0], request, services)
    if trusted and request.chat_kind is ChatKind.PRIVATE and taken[0].article_id is not None:
        document = replace(document, buttons=(*document.buttons, *_whole_channel(request, services)))
    return Answer(document)


def _whole_channel(request: Request, services: Services) -> list[tuple[Button, ...]]:
    """A button under a forwarded post, where every post of its channel could be taken in and is not."""
    channel_id = request.handed.channel_id if request.handed is not None else None
    if channel_id is None or services.intake is None:
        return []
    with services.database.reading() as session:
        known = find_intake(session, channel_id)
    if known is not None and known.switched_on_at is not None:
        return []
    try:
        channel = services.intake.find_channel(channel_id)
    except UserError:
        return []
    return [(on_button(channel_id, channel.title),)] if channel.is_ours else []


def may_hand_in(session: Session, request: Request, services: Services) -> bool:
    """Whether what is handed in is believed to be from where it says. Raises ``UserError`` for who may not at all."""
    if request.user_id in services.admins:
        return True
    chat = find_intake(session, request.target.chat_id)
    if chat is None or chat.switched_on_at is None:
        raise only_admins(request)
    if chat.is_channel:
        return True
    since = services.clock() - timedelta(days=1)
    if count_handed_in(session, chat.chat_id, since=since) >= MOST_A_DAY:
        raise UserError(
            f"This group has added {MOST_A_DAY} articles in 24 hours. Please try again tomorrow.", usage=False
        )
    return False


def _one(taken: Taken, request: Request, services: Services) -> Document:
    if taken.article_id is None:
        return Document([Paragraph([Bold("Not stored: "), f"{taken.reason}."])])
    with services.database.reading() as session:
        found = get_article(session, taken.article_id)
        places = article_countries(session, taken.article_id)
        events = article_events(session, taken.article_id)
    outlet = found.source.name if found.source is not None else "source unknown"
    if taken.result == "unread":
        what = f"It could not be read yet: {taken.reason}."
    elif not is_read(found.language):
        what = f"Not read: it is in {language_name(found.language or '')}, and I find events in English only."
    else:
        what = f"Found: {found_words(events)}." if events else "No event was found in it."
    where = ", ".join(f"{countries()[code].flag} {countries()[code].name}" for code, _ in places[:SHOWN])
    if request.chat_kind is not ChatKind.PRIVATE:
        # Short: a text stands above in the message that is answered, a page has its title.
        title = f"“{found.headline}”, " if found.title else ""
        link = article_link(request.bot_username, found.id)
        line = f", {outlet}. {what}" + (f" {where}." if where else "")
        return Document([Paragraph([f"{_STORED[taken.result]}: {title}", link, line])])
    blocks: list[Block] = [Heading(found.headline, 2)]
    blocks.append(Paragraph(f"{_STORED[taken.result]}: article {found.id}, {outlet}. {what}"))
    if where:
        blocks.append(Paragraph(where))
    if found.title and found.text.strip():
        blocks.append(Quotation(cut_around(" ".join(found.text.split()), 0, 300)))
    rows = [[Button(f"📄 Article {found.id}", data=encode(Press("article", str(found.id))))]]
    return Document(blocks, rows)


def found_words(events: list[EventRecord]) -> str:
    """What was found, the gravest first: "🟠 2 × Armed clash, 🟡 Protest"; each trigger counts once."""
    by_trigger = {record.event.trigger.start: record.event for record in events}
    kinds = Counter((event.severity, event_label(event)) for event in by_trigger.values())
    ordered = sorted(kinds.items(), key=lambda item: (-item[0][0], -item[1], item[0][1]))
    shown = [
        f"{SEVERITY_MARKS[severity]} {f'{number} × ' if number > 1 else ''}{label}"
        for (severity, label), number in ordered[:MOST_KINDS]
    ]
    rest = sum(number for _, number in ordered[MOST_KINDS:])
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _several(taken: list[Taken], request: Request, services: Services) -> Document:
    if not taken:
        return Document([Paragraph("There is no article in it.")])
    stored = [one for one in taken if one.article_id is not None]
    known = sum(one.result == "duplicate" for one in stored)
    blocks: list[Block] = []
    if len(stored) > known:
        new = Bold(f"{plural(len(stored) - known, 'article')} stored")
        blocks.append(Paragraph([new, f", {known} known already." if known else "."]))
    elif known:
        blocks.append(Paragraph("All known already:" if len(taken) == known else f"{known} known already:"))
    items: list[tuple[Inline | str, ...]] = []
    with services.database.reading() as session:
        for one in stored[:SHOWN]:
            assert one.article_id is not None
            headline = get_article(session, one.article_id).headline
            events = article_events(session, one.article_id)
            link = article_link(request.bot_username, one.article_id, headline)
            items.append((link, f": {found_words(events)}" if events else ""))
    if len(stored) > SHOWN:
        items.append((f"and {len(stored) - SHOWN} more",))
    if items:
        blocks.append(ListBlock(items))
    for head, problems in (
        ("Not stored", [one for one in taken if one.result == "failed"]),
        ("Stored, not read yet", [one for one in taken if one.result == "unread"]),
    ):
        if problems:
            lines: list[tuple[Inline | str, ...]] = [
                (Code(one.where[:200]), f": {one.reason}") for one in problems[:MOST_PROBLEMS]
            ]
            if len(problems) > MOST_PROBLEMS:
                lines.append((f"and {len(problems) - MOST_PROBLEMS} more",))
            blocks += [Heading(f"{head} ({len(problems)})", 4), ListBlock(lines)]
    return Document(blocks)
