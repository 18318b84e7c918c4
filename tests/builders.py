"""Builders: articles with findings, written the short way. Offsets are looked up in the text, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.analysis.version import ANALYSIS_VERSION
from storage.articles import add_article
from storage.engine import Database
from storage.events import save_analysis
from storage.model.article import Draft, FeedOnly
from storage.model.findings import (
    Analysis,
    Claim,
    CountryFinding,
    Event,
    EventType,
    Location,
    Mention,
    Quantity,
    Severity,
    Span,
    Stance,
    Status,
    SummarySentence,
)
from tests.conftest import NOON


@dataclass
class Story:
    """An article in the making. ``ago`` is how long before noon it was published; ``None`` leaves it undated."""

    text: str
    title: str | None = None
    source: str | None = "Meridian Wire"
    url: str | None = None
    ago: timedelta | None = timedelta(hours=2)
    now: datetime = NOON
    focus: Sequence[str] = ("IQ",)
    mentioned: Sequence[str] = ()
    relevance: float = 0.9
    exercise: bool = False
    author: str | None = None
    feed_only: FeedOnly | None = None
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def span(self, words: str) -> Span:
        """Where these words stand. Raises ``ValueError`` where they do not."""
        start = self.text.index(words)
        return Span(start, start + len(words))

    def mention(self, words: str | None, country: str | None = None) -> Mention | None:
        """The words as a mention."""
        if words is None:
            return None
        span = self.span(words)
        return Mention(words, span.start, span.end, country)

    def sentence_of(self, words: str) -> Span:
        """The sentence around the words: from the full stop before to the one behind."""
        span = self.span(words)
        start = self.text.rfind(". ", 0, span.start) + 2 if ". " in self.text[: span.start] else 0
        end = self.text.find(". ", span.end)
        return Span(start, len(self.text) if end < 0 else end + 1)

    def event(
        self,
        kind: EventType,
        trigger: str,
        *,
        status: Status = Status.OCCURRED,
        severity: Severity = Severity.MODERATE,
        subtype: str | None = None,
        actor: tuple[str, str | None] | None = None,
        target: tuple[str, str | None] | None = None,
        place: tuple[str, str | None] | None = None,
        dead: tuple[str, int, int | None] | None = None,
    ) -> Story:
        """Add an event; every part is named by its words in the text."""
        at = self.mention(trigger)
        assert at is not None
        location = None
        if place is not None:
            span = self.span(place[0])
            location = Location(place[0], span.start, span.end, place[1])
        fatalities = None
        if dead is not None:
            span = self.span(dead[0])
            fatalities = Quantity(dead[0], span.start, span.end, dead[1], dead[2])
        self.events.append(
            Event(
                type=kind,
                status=status,
                severity=severity,
                trigger=at,
                sentence=self.sentence_of(trigger),
                subtype=subtype,
                actor=self.mention(*actor) if actor else None,
                target=self.mention(*target) if target else None,
                location=location,
                fatalities=fatalities,
            )
        )
        return self

    def claim(
        self, content: str, *, speaker: str | None, cue: str, stance: Stance = Stance.ASSERTS, direct: bool = False
    ) -> Story:
        """Add a claim; content, speaker and cue are words of the text."""
        at = self.mention(cue)
        assert at is not None
        self.claims.append(
            Claim(
                speaker=self.mention(speaker),
                cue=at,
                content=self.span(content),
                direct=direct,
                stance=stance,
            )
        )
        return self

    @property
    def analysis(self) -> Analysis:
        """What would have been found in it."""
        summary = (SummarySentence(0, self.sentence_of(self.text[:5]).end, 1.0),) if self.text else ()
        return Analysis(
            countries=tuple(CountryFinding(c, "focus", 0.9, ()) for c in self.focus)
            + tuple(CountryFinding(c, "mentioned", 0.3, ()) for c in self.mentioned),
            events=tuple(self.events),
            claims=tuple(self.claims),
            summary=summary,
            relevance=self.relevance,
        )

    def store(self, database: Database, *, stored_at: datetime | None = None) -> int:
        """Put it in the database; returns the article's id."""
        moment = stored_at or self.now
        draft = Draft(
            text=self.text,
            title=self.title,
            url=self.url,
            source_name=self.source,
            fetched_at=moment,
            published_at=None if self.ago is None else self.now - self.ago,
            exercise=self.exercise,
            author=self.author,
            feed_only=self.feed_only,
        )
        with database.writing() as session:
            stored = add_article(session, draft, now=moment)
            save_analysis(session, stored.article_id, self.analysis, version=ANALYSIS_VERSION, now=moment)
        return stored.article_id


def request(command: str, words: str = "", **changes: Any) -> Any:
    """A request from a private chat at noon."""
    from handlers.ports import ChatKind, Request, Target

    values: dict[str, Any] = {
        "command": command,
        "words": words,
        "target": Target(42),
        "chat_kind": ChatKind.PRIVATE,
        "now": NOON,
        "bot_username": "SitrepBot",
        "user_id": 42,
    }
    return Request(**(values | changes))
