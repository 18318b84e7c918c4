"""Whose name a page may carry."""

from __future__ import annotations

import pytest

from bot.ingest.provenance import filed_under, host_of, is_site_of, telegram_source, vouched
from storage.model.article import Draft, Source
from tests.conftest import NOON

REUTERS = Source("reuters", "Reuters", homepage="https://www.reuters.com/")
CHANNEL = telegram_source("Gulf Watch (Telegram, @gulf_watch)", "gulf watch (telegram, @gulf_watch)")
UNKNOWN = Source("the harbour post", "The Harbour Post")


def name_of(page: str, known: Source | None, *, strict: bool = False, said: str | None = None) -> str | None:
    """What a page fetched from there is filed under."""
    draft = Draft("Text.", NOON, url=page, source_name=said or (known.name if known else "Anybody"))
    return vouched(draft, page, known, strict=strict).source_name


@pytest.mark.parametrize(
    "page", ["https://www.reuters.com/world/1", "https://reuters.com/1", "https://uk.reuters.com/1"]
)
def test_an_outlet_is_believed_on_its_own_site(page: str) -> None:
    """Also when a member of a group hands it in."""
    assert name_of(page, REUTERS, strict=True) == "Reuters"


@pytest.mark.parametrize(
    "page", ["https://evil.example/1", "https://notreuters.com/1", "https://reuters.com.evil.example/"]
)
def test_an_outlet_is_not_believed_elsewhere(page: str) -> None:
    """Its host stands for the page."""
    assert name_of(page, REUTERS) == host_of(page)


def test_a_page_does_not_pass_for_a_channel() -> None:
    """Those are on Telegram only."""
    assert name_of("https://evil.example/1", CHANNEL) == "evil.example"


def test_an_admin_may_bring_an_outlet_that_nobody_knows_by_its_site() -> None:
    """By the name it gives itself."""
    assert name_of("https://harbour.example/1", UNKNOWN) == "The Harbour Post"
    assert name_of("https://harbour.example/1", None, said="New Paper") == "New Paper"


@pytest.mark.parametrize("known", [None, UNKNOWN])
def test_a_stranger_may_not(known: Source | None) -> None:
    """Whatever the page calls itself."""
    assert name_of("https://www.harbour.example/1", known, strict=True) == "harbour.example"


@pytest.mark.parametrize(("strict", "kept"), [(True, "https://evil.example/1"), (False, "https://reuters.com/1")])
def test_a_strangers_page_does_not_give_another_sites_address(strict: bool, kept: str) -> None:
    """It would become a revision of what is there."""
    draft = Draft("Text.", NOON, url="https://reuters.com/1", source_name="Anybody")
    assert vouched(draft, "https://evil.example/1", None, strict=strict).url == kept


def test_a_strangers_file_is_filed_under_the_group() -> None:
    """And has no address."""
    draft = Draft("Text.", NOON, url="https://reuters.com/1", source_name="Reuters", title="Title")
    filed = filed_under(draft, "Desk (Telegram group)")
    assert (filed.source_name, filed.url, filed.title) == ("Desk (Telegram group)", None, "Title")


def test_nothing_is_the_site_of_no_homepage() -> None:
    """Nor of one that is no address."""
    assert not is_site_of("example.org", None)
    assert not is_site_of("example.org", "http://[")
