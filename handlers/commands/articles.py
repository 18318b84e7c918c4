"""/article, /search, /sources: the stored texts themselves, and where they come from."""

from __future__ import annotations

from dataclasses import replace

from handlers.args import parse_number
from handlers.callbacks import MOST_BYTES, Press, encode
from handlers.ports import Answer, Request, Services
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    Details,
    Document,
    Footer,
    Heading,
    Inline,
    Italic,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
)
from handlers.render.lines import article_link, cut_around, story_link, story_size
from handlers.render.words import FEED_ONLY, SEVERITY_MARKS, article_moment, event_label, moment, plural
from storage.articles import article_countries, get_article, get_summary, is_analysed
from storage.errors import NotFound, UserError
from storage.events import article_events
from storage.intake import find_intake, handed_in_at
from storage.languages import is_read, language_name
from storage.model.article import Article
from storage.places import countries
from storage.revisions import Withdrawal, withdrawn_events
from storage.search import parse_words, recall_words, remember_words, search_articles
from storage.sources import list_feeds, list_sources
from storage.stories import find_reprint, stories_of

KEPT = "§"
"""Marks the number of kept search words in button data; no search word begins with it."""
FULL_TEXT = 6000
PAGE = 5
SOURCES_PAGE = 12


def article(request: Request, services: Services) -> Answer:
    """One article: its origin, its extracted summary, what was found in it, its text. Raises ``UserError``."""
    number = parse_number(request.words, "article")
    with services.database.reading() as session:
        try:
            found = get_article(session, number)
        except NotFound:
            raise UserError(f"There is no article {number}. Try /search words.") from None
        summary = get_summary(session, number)
        places = article_countries(session, number)
        events = article_events(session, number)
        withdrawn = withdrawn_events(session, number)
        mark = stories_of(session, [number]).get(number)
        original = find_reprint(session, number)
        analysed = is_analysed(session, number)
        handed = handed_in_at(session, number)
        group = find_intake(session, handed[0]) if handed is not None else None
    blocks: list[Block] = [Heading(found.headline, 2), Paragraph(_origin(found, request))]
    if found.author is not None:
        blocks.append(Paragraph(f"By {found.author.removeprefix('By ').removeprefix('by ')}."))
    if handed is not None:
        kind = "channel" if group is not None and group.is_channel else "group"
        through = f"by the {kind} {group.title}" if group is not None else "by an admin of this bot"
        blocks.append(Paragraph(f"Handed in {through}, {moment(handed[1], request.timezone, now=request.now)}."))
    if found.superseded_by is not None:
        newer = article_link(request.bot_username, found.superseded_by)
        blocks.append(Paragraph([Bold("A newer version is stored: "), newer, "."]))
    if original is not None:
        blocks.append(Paragraph(["A reprint of ", article_link(request.bot_username, original), "."]))
    if mark is not None and mark.articles > 1:
        link = story_link(request.bot_username, mark.id)
        rest = plural(mark.articles - 1, "other article")
        blocks.append(Paragraph([f"{rest} on the same, see ", link, f": {story_size(mark)}."]))
    if found.feed_only is not None:
        blocks.append(Paragraph([Bold("Only the feed's text: "), f"{FEED_ONLY[found.feed_only]}."]))
    text = found.analysed_text
    if not is_read(found.language):
        language = language_name(found.language or "")
        blocks.append(Paragraph([Bold("Not read: "), f"it is in {language}, and Sitrep finds events in English only."]))
    elif not analysed:
        blocks.append(Paragraph([Bold("Not read yet: "), "what it tells shows here soon. Its text is below."]))
    elif not events:
        blocks.append(Paragraph("No event was found in it."))
    if summary:
        lines = [" ".join(text[s.start : s.end].split()) for s in summary]
        blocks += [Heading("Summary, in its own words", 4), *(Quotation(line) for line in lines)]
    if events:
        items: list[list[Inline | str]] = []
        for record in events:
            event = record.event
            items.append(
                [
                    f"{SEVERITY_MARKS[event.severity]} {event_label(event)}",
                    *(
                        [f" · {_parties(record.event.actor, record.event.target)}"]
                        if event.actor or event.target
                        else []
                    ),
                    *_withdrawal(withdrawn.get(record.id), request),
                ]
            )
        blocks += [Heading(f"Found in it ({len(events)})", 4), ListBlock([tuple(item) for item in items])]
    if places:
        named = [f"{countries()[c].flag} {countries()[c].name}" for c, role in places if role == "focus"]
        others = [countries()[c].name for c, role in places if role != "focus"]
        line = "About: " + (", ".join(named) or "no country in particular")
        blocks.append(Paragraph(line + (f". Names: {', '.join(others)}." if others else ".")))
    if found.text.strip():
        body = cut_around(found.text.strip(), 0, FULL_TEXT)
        blocks.append(Details("Full text", [Paragraph(p) for p in body.splitlines() if p.strip()]))
    blocks.append(Footer(f"Article {found.id}, revision {found.revision}. Times: {request.timezone}."))
    row = [Button("🔗 Open the source", url=found.url)] if found.url else []
    if mark is not None and mark.articles > 1:
        row.append(Button(f"🧵 Story {mark.id}", data=encode(Press("story", str(mark.id)))))
    focus = [code for code, role in places if role == "focus"][:2]
    row2 = [
        Button(f"{countries()[code].flag} {countries()[code].name}", data=encode(Press("country", code)))
        for code in focus
    ]
    return Answer(Document(blocks, [row, row2], link_preview=False))


def _withdrawal(mark: Withdrawal | None, request: Request) -> list[Inline | str]:
    if mark is None:
        return []
    at = moment(mark.at, request.timezone, now=request.now)
    words: list[Inline | str] = [" · ", Bold("withdrawn"), f" by the article's revision of {at}"]
    if mark.revision_id is not None:
        words += [", ", article_link(request.bot_username, mark.revision_id)]
    return words


def _parties(actor: object, target: object) -> str:
    names = [" ".join(str(getattr(part, "text", "?")).split()) if part is not None else "?" for part in (actor, target)]
    return " → ".join(names)


def _origin(found: Article, request: Request, *, judged: bool = True) -> list[Inline | str]:
    outlet = found.source.name if found.source is not None else "Source unknown"
    parts: list[Inline | str] = [Link(outlet, found.url) if found.url else outlet]
    if judged and found.source is not None:
        grade = found.source.reliability
        parts.append(" (reliability not judged)" if grade == "F" else f" (reliability {grade})")
    parts.append(f" · {article_moment(found, request.timezone, now=request.now)}")
    return parts


def search(request: Request, services: Services) -> Answer:
    """Articles that hold every word. Raises ``UserError`` without words."""
    words = " ".join(request.words.split())[:200]
    number = words.removeprefix(KEPT)
    if request.is_button and words.startswith(KEPT) and number.isdecimal() and len(number) < 10:
        with services.database.reading() as session:
            kept = recall_words(session, int(number)) or ""
        # Button data can be forged: what another chat looked for is nobody's business.
        owner, _, words = kept.partition(" ")
        words = words if owner == str(request.target.chat_id) else ""
    words = words.lstrip(KEPT)
    if not parse_words(words):
        raise UserError("What shall I look for? For example: /search embassy evacuation")
    with services.database.reading() as session:
        found = search_articles(session, words, limit=PAGE, offset=request.page * PAGE)
    if not found.total:
        hint = " Fewer or other words may find more." if len(parse_words(words)) > 1 else ""
        return Answer(Document([Paragraph(f"No stored article holds “{words}”.{hint}")]))
    blocks: list[Block] = [Heading(f"🔎 {words} · {plural(found.total, 'article')}", 2)]
    first = parse_words(words)[0][0].casefold()
    for hit in found.articles:
        at = max(0, hit.text.casefold().find(first))
        body = " ".join(hit.text.split())
        place = max(0, min(at, body.casefold().find(first)))
        title = Bold(article_link(request.bot_username, hit.id, hit.headline))
        credit = [*_origin(hit, request, judged=False), f" · article {hit.id}"]
        blocks.append(Paragraph(title))
        blocks.append(Quotation(cut_around(body, place, 200), credit) if hit.title else Paragraph(credit))
    return Answer(Document(blocks, [_pages(request, services, words, found.total)]))


def _pages(request: Request, services: Services, words: str, total: int) -> list[Button]:
    row = []
    for label, page in (("◂ Back", request.page - 1), ("More ▸", request.page + 1)):
        if page >= 0 and page * PAGE < total:
            press = Press("search", words, page, edits=True)
            if len(words.encode()) > MOST_BYTES - 12:
                with services.database.writing() as session:
                    kept = remember_words(session, f"{request.target.chat_id} {words}")
                press = replace(press, words=f"{KEPT}{kept}")
            row.append(Button(label, data=encode(press)))
    return row


def sources(request: Request, services: Services) -> Answer:
    """Every source with its reliability and articles, and the health of the feeds."""
    with services.database.reading() as session:
        known = [entry for entry in list_sources(session) if entry[1]]
        feeds = list_feeds(session)
    if not known and not feeds:
        return Answer(
            Document(
                [Paragraph(["No source has sent an article yet. ", Code("sitrep feeds add URL"), " adds a feed."])]
            )
        )
    page = known[request.page * SOURCES_PAGE : (request.page + 1) * SOURCES_PAGE]
    items: list[tuple[Inline | str, ...]] = []
    for source, number, newest in page:
        when = f", newest {moment(newest, request.timezone, now=request.now)}" if newest is not None else ""
        name: Inline | str = Link(source.name, source.homepage) if source.homepage else source.name
        items.append(
            (Bold(name), f" · {source.kind}, reliability {source.reliability} · {plural(number, 'article')}{when}")
        )
    blocks: list[Block] = [Heading(f"🗞 {plural(len(known), 'source')}", 2)]
    if items:
        blocks.append(ListBlock(items))
    if feeds:
        lines = [(f"{feed.title or feed.url}: {feed.health_at(request.now)}",) for feed in feeds[:SOURCES_PAGE]]
        blocks += [Heading(f"Feeds ({len(feeds)})", 4), ListBlock(lines)]
    blocks.append(
        Paragraph(
            [Italic("Reliability is the Admiralty scale: A completely reliable … F cannot be judged (not judged yet).")]
        )
    )
    row = []
    for label, number in (("◂ Back", request.page - 1), ("More ▸", request.page + 1)):
        if number >= 0 and number * SOURCES_PAGE < len(known):
            row.append(Button(label, data=encode(Press("sources", "", number, edits=True))))
    return Answer(Document(blocks, [row]))
