"""What a briefing holds before anybody renders it: windows, lines, sections, coverage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.article import Article
from storage.model.chat import Scope
from storage.model.findings import Claim, Event, EventType, Severity


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A stored event with its permanent id and its article."""

    id: int
    event: Event
    article: Article

    @property
    def sentence(self) -> str:
        """The sentence that proves the event, verbatim."""
        return self.event.sentence.of(self.article.analysed_text)


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A stored claim with its permanent id and its article."""

    id: int
    claim: Claim
    article: Article

    @property
    def content(self) -> str:
        """What was said, verbatim."""
        return self.claim.content.of(self.article.analysed_text)


@dataclass(frozen=True, slots=True)
class TypeCount:
    """``number`` distinct triggers of one type, the gravest of ``highest`` severity."""

    type: EventType
    number: int
    highest: Severity


@dataclass(frozen=True, slots=True)
class Coverage:
    """``read`` of ``total`` feeds succeeded in the window; ``oldest_at`` is the least recent success of those."""

    read: int
    total: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Window:
    """The time a briefing speaks of: ``since`` inclusive, ``until`` exclusive, aware UTC.

    ``label`` is for readers ("last 7 days"), ``code`` for callback data ("7d", "24h", "y" for since yesterday).
    """

    since: datetime
    until: datetime
    label: str
    code: str

    @property
    def before(self) -> tuple[datetime, datetime]:
        """The window of the same length right before this one."""
        return self.since - (self.until - self.since), self.since


class SectionKind(StrEnum):
    """The parts of a briefing, in their order."""

    THREATS = "threats"
    INCIDENTS = "incidents"
    POSTURE = "posture"
    CONTESTED = "contested"
    CLAIMS = "claims"
    OTHER = "other"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class StoryMark:
    """The story of an article in a few words: its id, how many current articles and independent origins it has.

    ``reprint``: the article is a reprint.
    """

    id: int
    articles: int
    origins: int
    reprint: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One verbatim line: an event's sentence, or a claim, with who said it and where it stands.

    ``text`` is a slice of the stored text (white space folded); ``speaker`` who said it where the sentence is
    somebody's words. Several findings of one sentence share a line: ``records`` are theirs, gravest first.
    ``also_in`` names the other sources whose articles hold the very same sentence. ``story`` is that of the article;
    ``more`` is how many further lines of it are not shown beside this one.
    """

    text: str
    records: tuple[EventRecord, ...] = ()
    claim: ClaimRecord | None = None
    speaker: str | None = None
    via: str | None = None
    quoted: bool = False
    also_in: tuple[str, ...] = ()
    story: StoryMark | None = None
    more: int = 0

    @property
    def article(self) -> Article:
        """The article the line is a slice of."""
        record = self.records[0] if self.records else self.claim
        assert record is not None
        return record.article


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two lines that cannot both be so, side by side.

    ``about`` is the number they disagree on, in their own words; empty where the second denies the first.
    """

    first: Line
    second: Line
    about: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part: the lines shown, and how many there are in all."""

    kind: SectionKind
    lines: tuple[Line, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """How one type of event moved from the window before: ``now`` against ``before`` distinct triggers."""

    now: TypeCount
    before: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """A briefing on a scope in a window, complete and in order, ready to be rendered.

    ``first`` and ``since_last`` are for digests: the first one says so, later ones say since when they tell.
    ``nearby`` is what else is stored, for when nothing was found: ``(country code, events)``.
    ``late`` counts older reports that came in since the last digest and are not shown as new.
    ``other_languages`` are the newest articles that the analysis cannot read, ``unread`` how many of them there are.
    """

    scope: Scope
    window: Window
    sections: tuple[Section, ...]
    changes: tuple[Change, ...]
    highest: Severity | None
    articles: int
    sources: int
    coverage: Coverage
    composed_at: datetime
    page: int = 0
    pages: int = 1
    undated: int = 0
    late: int = 0
    is_digest: bool = False
    first: bool = False
    min_severity: Severity = Severity.INFORMATIONAL
    nearby: tuple[tuple[str, int], ...] = ()
    last_known_at: datetime | None = None
    stored_articles: int = 0
    exercise: bool = False
    newest_fetch_at: datetime | None = None
    other_languages: tuple[Article, ...] = ()
    unread: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return all(section.total == 0 for section in self.sections)
