"""Single lines as their reader sees them: the verbatim words, who said them, where, when, in which story. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.render.document import Block, Bold, Inline, Italic, Link, Paragraph, Quotation, Text
from handlers.render.words import SEVERITY_MARKS, article_moment, event_label, plural, says
from storage.model.article import TELEGRAM
from storage.model.briefing import Contradiction, Line, StoryMark
from storage.places import countries

LONGEST_LINE = 450
CUT = "[…]"


def article_link(bot_username: str, article_id: int, words: str | None = None) -> Inline:
    """A deep link that opens an article in a private chat with the bot (Telegram, Deep links).

    Where there is no bot to open it (the terminal), the words alone.
    """
    shown = words or f"article {article_id}"
    if not bot_username:
        return Text(shown)
    return Link(shown, f"https://t.me/{bot_username}?start=article_{article_id}")


def cut_around(text: str, at: int = 0, longest: int = LONGEST_LINE) -> str:
    """At most about ``longest`` characters of ``text``, cut between words, every cut marked; ``at`` stays inside."""
    if len(text) <= longest:
        return text
    start = 0 if at < longest - 60 else text.rfind(" ", 0, at - longest // 3) + 1
    if start <= at - longest:
        start = at - longest // 3  # no blank to cut at
    end = text.rfind(" ", start, start + longest)
    if start + longest >= len(text):
        end = len(text)
    if end <= start:
        end = start + longest
    return (CUT + " " if start else "") + text[start:end] + (" " + CUT if end < len(text) else "")


def story_link(bot_username: str, story_id: int) -> Inline:
    """A deep link that opens a story in a private chat with the bot; the words alone where there is no bot."""
    shown = f"story {story_id}"
    return Link(shown, f"https://t.me/{bot_username}?start=story_{story_id}") if bot_username else Text(shown)


def story_size(mark: StoryMark) -> str:
    """How much stands behind a story: "3 articles, 2 independent origins"."""
    articles = plural(mark.articles, "article")
    if not mark.origins:
        return f"{articles}, origin unknown"
    return f"{articles}, " + ("1 origin" if mark.origins == 1 else f"{mark.origins} independent origins")


class LineView:
    """How lines are shown to one reader: ``timezone`` is IANA, ``now`` aware UTC.

    Flags are left out where the line touches the country ``scope_key``, which the reader has asked for.
    """

    def __init__(self, timezone: str, now: datetime, bot_username: str, *, scope_key: str | None = None) -> None:
        self.timezone = timezone
        self.now = now
        self.bot_username = bot_username
        self.scope_key = scope_key

    def quotation(self, line: Line) -> Quotation:
        """The line and its credit."""
        return Quotation(self.line(line), self.credit(line))

    def line(self, line: Line) -> list[Inline | str]:
        """Mark and label, then the verbatim words."""
        parts: list[Inline | str] = []
        at = 0
        if line.records:
            event = line.records[0].event
            labels = dict.fromkeys(event_label(record.event) for record in line.records)
            parts.append(Bold(f"{SEVERITY_MARKS[event.severity]} {' / '.join(list(labels)[:3])}. "))
            at = max(0, line.text.casefold().find(event.trigger.text.casefold()))
            named = {code for record in line.records for code in record.event.countries}
            if self.scope_key not in named:
                flags = sorted(named)
                parts.append("".join(countries()[code].flag for code in flags[:3]) + " " if flags else "")
            parts.append(cut_around(line.text, at))
        elif line.claim is not None:
            parts.append(Bold(f"{line.speaker or 'Unnamed'} {says(line.claim.claim, line.speaker)}: "))
            parts.append(_in_marks(cut_around(line.text), quoted=line.quoted))
        return parts

    def credit(self, line: Line) -> list[Inline | str]:
        """Who said it, through which outlet, when, and the article."""
        article = line.article
        parts: list[Inline | str] = []
        if line.records and line.speaker is not None:
            parts.append(f"{line.speaker}{', quoted' if line.quoted else ''} · ")
        outlet = article.source.name if article.source is not None else "source unknown"
        parts.append(Link(outlet, article.url) if article.url else outlet)
        if article.source is not None and article.source.kind == TELEGRAM and article.source.reliability == "F":
            parts.append(", not judged")  # there anybody can be anything: readers must not have to look it up
        if line.via is not None and line.via.casefold() not in outlet.casefold():
            parts.append(f", told {line.via}")
        if line.also_in:
            more = f" and {len(line.also_in) - 2} more" if len(line.also_in) > 2 else ""
            parts.append(f" (also in {', '.join(line.also_in[:2])}{more})")
        when = article_moment(article, self.timezone, now=self.now)
        parts += [f" · {when} · ", article_link(self.bot_username, article.id)]
        if line.story is not None:
            more = f", {plural(line.more, 'more line')} there" if line.more else ""
            parts += [" · ", story_link(self.bot_username, line.story.id), f": {story_size(line.story)}{more}"]
        return parts

    def contradiction(self, pair: Contradiction) -> list[Block]:
        """Both sides, and what they differ on."""
        return [
            Paragraph([Italic(f"They differ on {pair.about}:" if pair.about else "Said by one, denied by another:")]),
            Quotation(self.side(pair.first), self.credit(pair.first)),
            Quotation(self.side(pair.second), self.credit(pair.second)),
        ]

    def side(self, line: Line) -> list[Inline | str]:
        """One side of a contradiction: a claim with its speaker, or the words of an event."""
        if line.claim is None:
            return [cut_around(line.text)]
        who = f"{line.speaker or 'Unnamed'} {says(line.claim.claim, line.speaker)}: "
        return [Bold(who), _in_marks(cut_around(line.text), quoted=line.quoted)]


def _in_marks(text: str, *, quoted: bool) -> str:
    # Direct speech stands in quotation marks; a paraphrase does not, or it would look like one.
    return f"“{text}”" if quoted and not text.startswith(("“", '"')) else text
