"""Countries and regions, as the rest of Sitrep speaks of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """One country. ``code`` is ISO 3166-1 alpha-2 (XK for Kosovo, PS for Palestine).

    ``names`` are further names and abbreviations ("UK", "Ivory Coast"), ``demonyms`` nationalities and adjectives
    ("Iraqi", "Iraqis"), ``capital`` the seat people name for the government ("Baghdad"), ``governments`` other
    metonyms ("the Kremlin"). ``lat``/``lon`` are the capital's, WGS 84 degrees. ``iso3`` is ISO 3166-1 alpha-3.
    ``ambiguous`` repeats those of all these words which as often mean something else ("Jordan", "Georgian",
    "Kingston"): in running text they need support nearby.
    """

    code: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None
    governments: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    iso3: str = ""
    ambiguous: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The flag as two regional indicator symbols (Unicode TR 51)."""
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in self.code)


@dataclass(frozen=True, slots=True)
class Region:
    """A named group of countries, for subscriptions and digests."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    countries: frozenset[str]
