"""/start and /help: what this is, what it is not, and what to type."""

from __future__ import annotations

from dataclasses import replace

from handlers.callbacks import Press, encode
from handlers.commands.articles import article
from handlers.commands.briefings import country
from handlers.commands.stories import story
from handlers.ports import Answer, ChatKind, Request, Services
from handlers.render.document import Block, Bold, Button, Code, Document, Heading, Inline, Italic, ListBlock, Paragraph

NO_EMERGENCY = "Sitrep is no emergency service: in danger, call your local emergency number or your security office."


def start(request: Request, services: Services) -> Answer:
    """Welcome; a deep link (``/start article_12``, ``story_4``, ``country_IQ``) opens what it names."""
    kind, _, value = request.words.strip().partition("_")
    if kind == "article" and value.isdigit():
        return article(replace(request, command="article", words=value), services)
    if kind == "story" and value.isdigit():
        return story(replace(request, command="story", words=value), services)
    if kind == "country" and value:
        return country(replace(request, command="country", words=value.replace("_", " ")), services)
    blocks: list[Block] = [
        Heading("Sitrep", 1),
        Paragraph(
            "Security briefings by country: who did, threatened, said or ordered what, in the words of the sources, "
            "every line linked to its article."
        ),
    ]
    if services.demo:
        blocks.append(Paragraph([Bold("This is a demo. "), "Articles marked EXERCISE are invented training material."]))
    blocks += [
        ListBlock(
            [
                (Code("/country iraq"), " what is known, last 7 days"),
                (Code("/threats"), " threats everywhere"),
                (Code("/subscribe iraq daily 07:00"), " a digest every morning"),
                (Code("/help"), " everything else"),
            ]
        ),
        Paragraph([Italic(NO_EMERGENCY)]),
    ]
    rows = [
        [
            Button("🇮🇶 Iraq", data=encode(Press("country", "IQ"))),
            Button("⚠️ Threats", data=encode(Press("threats", ""))),
            Button("❔ Help", data=encode(Press("help", ""))),
        ]
    ]
    return Answer(Document(blocks, rows))


def help_(request: Request, services: Services) -> Answer:
    """Every command with its usage, in the order of the menu."""
    from handlers.routes import ROUTES

    items: list[tuple[Inline | str, ...]] = [
        (Code(route.usage), f" {route.description}") for route in ROUTES if route.command not in ("start", "help")
    ]
    blocks: list[Block] = [
        Heading("Commands", 2),
        ListBlock(items),
        Paragraph(
            "A country can be a name in any language, a code or a nationality: iraq, IQ, iraqi, العراق. "
            "A window can be 24h, 7d, 2w, today, since yesterday, since mon."
        ),
    ]
    if request.chat_kind is not ChatKind.PRIVATE:
        blocks.append(Paragraph("In groups only admins change subscriptions and the time zone."))
    else:
        blocks.append(Paragraph(["In any chat: type ", Code(f"@{request.bot_username} iraq"), " to share a briefing."]))
    blocks.append(Paragraph([Italic(NO_EMERGENCY)]))
    return Answer(Document(blocks))
