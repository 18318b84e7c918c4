"""Which addresses have an article already."""

from __future__ import annotations

from datetime import timedelta

from storage.articles import add_article, known_addresses, url_key
from storage.engine import Database
from storage.model.article import Draft
from tests.conftest import NOON

URL = "https://Harbour.example/1"


def test_an_address_is_known_by_its_newest_revision(database: Database) -> None:
    later = NOON + timedelta(hours=1)
    with database.writing() as session:
        add_article(session, Draft("One.", fetched_at=NOON, url=URL), now=NOON)
        add_article(session, Draft("Two.", fetched_at=later, url=URL), now=later)
    with database.reading() as session:
        known = known_addresses(session, ["https://harbour.example/1#part", "https://harbour.example/2"])
    assert known == {url_key(URL): later}


def test_thousands_of_addresses_can_be_asked_for(database: Database) -> None:
    with database.writing() as session:
        add_article(session, Draft("One.", fetched_at=NOON, url="https://harbour.example/1777"), now=NOON)
    with database.reading() as session:
        known = known_addresses(session, [f"https://harbour.example/{n}" for n in range(3000)])
    assert list(known) == ["https://harbour.example/1777"]
