"""Travel advice as governments keep it: a register of levels, one a country. State, not news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Authority(StrEnum):
    """Whose register. The values are stored."""

    US = "us"
    UK = "uk"
    CANADA = "ca"
    AUSTRALIA = "au"

    @property
    def source_name(self) -> str:
        """The name of the source in ``seeds/sources.toml``."""
        return _SOURCES[self]

    @property
    def short_name(self) -> str:
        """What a reader of a list needs: who says so."""
        return _SHORT[self]

    @property
    def flag(self) -> str:
        """The flag of the country whose government it is."""
        code = "gb" if self is Authority.UK else self.value
        return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in code)


_SOURCES = {
    Authority.US: "US Department of State travel advisories",
    Authority.UK: "UK FCDO travel advice",
    Authority.CANADA: "Global Affairs Canada travel advice",
    Authority.AUSTRALIA: "Smartraveller",
}
_SHORT = {
    Authority.US: "US State Department",
    Authority.UK: "UK FCDO",
    Authority.CANADA: "Canada",
    Authority.AUSTRALIA: "Australia",
}


@dataclass(frozen=True, slots=True)
class Advisory:
    """One entry of a register as it stands now.

    ``countries`` are ISO 3166-1 alpha-2 codes, several where one entry speaks for several. ``level`` runs from 1 (the
    usual care) to 4 (do not go). ``code`` is what a change is measured by: two entries with the same code say the same.
    ``words`` are the authority's own for the level. ``stated_at`` is the entry's own date, aware UTC, ``None`` where it
    has none. ``lines`` is what the entry says, as it stands there: they become the article of a change.
    """

    authority: Authority
    countries: tuple[str, ...]
    name: str
    level: int
    code: str
    words: str
    url: str | None = None
    stated_at: datetime | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """The current level of a country at an authority, as stored. Times are aware UTC.

    ``seen_at`` is when the register last listed it. ``changed_at`` is when Sitrep saw the last change, ``None`` where
    it has seen none; then ``previous_words`` is what stood before, and ``article_id`` the article that tells it.
    """

    authority: Authority
    country: str
    level: int
    code: str
    words: str
    seen_at: datetime
    url: str | None = None
    stated_at: datetime | None = None
    changed_at: datetime | None = None
    previous_words: str | None = None
    article_id: int | None = None
