"""The documents of the four registers, restated by us: the same elements, keys and nesting, words of our own."""

from __future__ import annotations

import json
from html import escape
from typing import Any

US_WORDS = {
    1: "Exercise Normal Precautions",
    2: "Exercise Increased Caution",
    3: "Reconsider Travel",
    4: "Do Not Travel",
}
CANADA_WORDS = (
    "Take normal security precautions",
    "Exercise a high degree of caution",
    "Avoid non-essential travel",
    "Avoid all travel",
)


def us_item(name: str, level: int, date: str = "Mon, 02 Mar 2026", why: str = "Reasons of our own.") -> str:
    """An entry of the State Department's RSS: level in the title and in a category, the text as escaped HTML."""
    slug = name.lower().replace(" ", "-").replace(",", "")
    return f"""<item><title>{escape(name)} - Level {level}: {US_WORDS[level]}</title><pubDate>{date}</pubDate>
<category domain="Threat-Level">Level {level}: {US_WORDS[level]}</category><category domain="Country-Tag">XX</category>
<category domain="Keyword">advisory</category>
<link>https://travel.state.example/{escape(slug)}-travel-advisory.html</link>
<description>{escape(f"<p>{why}</p>")}</description></item>"""


def us_rss(*items: str) -> str:
    """The State Department's RSS document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">'
        f"<channel><title>Travel Advisories</title><link>https://travel.state.example</link>{''.join(items)}"
        "</channel></rss>"
    )


def us_json(*entries: tuple[str, int, str]) -> str:
    """The same register as JSON: (name, level, updated)."""
    return json.dumps(
        [
            {
                "Title": f"{name} - Level {level}: {US_WORDS[level]}",
                "Link": f"https://travel.state.example/{number}",
                "Category": ["XX"],
                "Summary": "<p>Reasons of our own.</p>",
                "id": str(number),
                "Published": "2026-01-01T00:00:00-05:00",
                "Updated": updated,
            }
            for number, (name, level, updated) in enumerate(entries)
        ]
    )


def canada(**states: tuple[str, int, bool, str]) -> str:
    """Canada's JSON document: code=(name, state 0 to 3, regional, date)."""
    return json.dumps(
        {
            "metadata": {"generated": {"timestamp": 1}},
            "data": {
                code: {
                    "country-id": 1000,
                    "country-iso": code,
                    "country-eng": name,
                    "advisory-state": state,
                    "date-published": {"timestamp": None, "date": date, "asp": date},
                    "has-advisory-warning": 1,
                    "has-regional-advisory": int(regional),
                    "eng": {
                        "name": name,
                        "url-slug": name.lower().replace(" ", "-"),
                        "friendly-date": f"dated {date}",
                        "advisory-text": CANADA_WORDS[state] + (" (with regional advisories)" if regional else ""),
                        "recent-updates": "The text was changed.",
                    },
                }
                for code, (name, state, regional, date) in states.items()
            },
        }
    )


def australia_item(name: str, level: str, date: str = "02 Mar 2026 00:00:00 GMT", says: str | None = None) -> str:
    """An entry of Smartraveller's RSS: the level in an element of its own."""
    said = f"<dc:description>{says}</dc:description>" if says else ""
    return f"""<item><title>{escape(name)}</title><description>Advice of our own for {escape(name)}.</description>
<link>https://www.smartraveller.example/{escape(name.lower().replace(" ", "-"))}</link><pubDate>{date}</pubDate>
<ta:warnings><dc:coverage>{escape(name)}</dc:coverage><ta:level>{level}</ta:level>{said}</ta:warnings></item>"""


def australia(*items: str) -> str:
    """Smartraveller's RSS document."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:ta="http://www.smartraveller.gov.au/schema/rss/travel_advisories/"><channel>'
        f"<title>Travel advice</title>{''.join(items)}</channel></rss>"
    )


def uk_index(**dates: str) -> str:
    """The FCDO's index in the Content API: slug=date."""
    return json.dumps(
        {
            "base_path": "/foreign-travel-advice",
            "links": {
                "children": [
                    {
                        "title": f"{slug.title()} travel advice",
                        "api_path": f"/api/content/foreign-travel-advice/{slug}",
                        "base_path": f"/foreign-travel-advice/{slug}",
                        "public_updated_at": date,
                        "details": {"country": {"name": slug.title(), "slug": slug}},
                    }
                    for slug, date in dates.items()
                ]
            },
        }
    )


def uk_page(slug: str, *status: str, date: str, change: str = "The advice was changed.") -> str:
    """A country's page in the Content API."""
    details: dict[str, Any] = {
        "country": {"name": slug.title(), "slug": slug},
        "alert_status": list(status),
        "change_description": change,
        "parts": [
            {
                "slug": "warnings-and-insurance",
                "title": "Warnings and insurance",
                "body": [{"content_type": "text/html", "content": f"<h2>Advice of our own for {slug}</h2>"}],
            }
        ],
    }
    return json.dumps(
        {
            "title": f"{slug.title()} travel advice",
            "base_path": f"/foreign-travel-advice/{slug}",
            "public_updated_at": date,
            "details": details,
        }
    )


def uk_atom(*entries: tuple[str, str]) -> str:
    """The FCDO's Atom feed of the latest changes: (name, updated)."""
    items = "".join(
        f"<entry><title>{name}</title><updated>{date}</updated>"
        f'<link rel="alternate" href="https://www.gov.example/foreign-travel-advice/{name.lower()}"/>'
        "<summary>Changed.</summary></entry>"
        for name, date in entries
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Travel advice</title>{items}</feed>'
