"""Rich messages as the page draws them: every block, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.stage import Call, stage

WHEN = 1_900_000_000  # 17 March 2030, 17:46:40 UTC


@pytest.fixture
def told(browser: Browser) -> Iterator[tuple[Page, Call]]:
    """A page in Baghdad's time zone, and the bot's mouth."""
    with stage() as (address, call):
        context = browser.new_context(timezone_id="Asia/Baghdad", locale="en-GB")
        page = context.new_page()
        page.goto(address)
        page.locator("article.message").first.wait_for()
        yield page, call
        context.close()


def show(told: tuple[Page, Call], *blocks: Any) -> Any:
    """The bubble of a rich message with these blocks."""
    page, call = told
    sent = call("sendRichMessage", rich_message={"blocks": list(blocks)})
    bubble = page.locator(f"[data-id='{sent['message_id']}'] .bubble")
    bubble.wait_for()
    return bubble


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def test_a_table_keeps_its_spans_and_alignment(told: tuple[Page, Call]) -> None:
    cell = {"align": "right", "valign": "top"}
    rows = [
        [{**cell, "text": "Killed", "is_header": True, "colspan": 2}],
        [{**cell, "text": "4"}, {**cell, "text": "9"}],
    ]
    bubble = show(told, {"type": "table", "cells": rows, "is_bordered": True})
    expect(bubble.locator("th")).to_have_attribute("colspan", "2")
    expect(bubble.locator("td").first).to_have_css("text-align", "right")


def test_details_hide_until_they_are_opened(told: tuple[Page, Call]) -> None:
    bubble = show(told, {"type": "details", "summary": "Background", "blocks": [paragraph("In 2019")]})
    expect(bubble.get_by_text("In 2019")).to_be_hidden()
    bubble.get_by_text("Background").click()
    expect(bubble.get_by_text("In 2019")).to_be_visible()


def test_a_footnote_is_jumped_to_even_inside_details(told: tuple[Page, Call]) -> None:
    link = {"type": "reference_link", "text": "1", "reference_name": "n1"}
    note = {"type": "reference", "name": "n1", "text": "The ministry, by telephone"}
    bubble = show(
        told,
        paragraph(["Four were killed", link]),
        {"type": "details", "summary": "Notes", "blocks": [paragraph(note)]},
    )
    bubble.locator("sup a").click()
    expect(bubble.get_by_text("The ministry, by telephone")).to_be_visible()


def test_a_date_is_told_in_the_readers_zone(told: tuple[Page, Call]) -> None:
    date = {"type": "date_time", "unix_time": WHEN, "date_time_format": "dt", "text": "17:46 UTC"}
    expect(show(told, paragraph(date)).locator("time")).to_contain_text("20:46")


def test_a_map_is_drawn_without_tiles(told: tuple[Page, Call]) -> None:
    place = {"latitude": 33.3152, "longitude": 44.3661}
    bubble = show(told, {"type": "map", "location": place, "zoom": 8})
    expect(bubble.get_by_role("img", name="Map of 33.32°N 44.37°E")).to_be_visible()


def test_a_list_keeps_its_labels(told: tuple[Page, Call]) -> None:
    items = [
        {"blocks": [paragraph("Erbil")], "value": 3, "type": "i"},
        {"blocks": [paragraph("Basra")], "has_checkbox": True, "is_checked": True},
    ]
    labels = show(told, {"type": "list", "items": items}).locator(".label")
    expect(labels).to_have_text(["iii.", "☑"])


def test_a_spoiler_is_read_by_keyboard(told: tuple[Page, Call]) -> None:
    bubble = show(told, paragraph({"type": "spoiler", "text": "the convoy's route"}))
    spoiler = bubble.get_by_role("button", name="Hidden text")
    spoiler.focus()
    spoiler.press("Enter")
    expect(bubble.locator(".spoiler.open")).to_have_text("the convoy's route")


def test_a_long_quotation_unfolds(told: tuple[Page, Call]) -> None:
    bubble = show(told, {"type": "expandable_blockquote", "text": "We will answer. " * 80})
    quote = bubble.locator("blockquote")
    folded = quote.bounding_box()
    bubble.get_by_role("button", name="Show all").click()
    unfolded = quote.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > 2 * folded["height"]


def test_a_button_inside_asks_the_bot(told: tuple[Page, Call]) -> None:
    page, call = told
    button = {"text": "Threats", "callback_data": "t"}
    bubble = show(told, {"type": "buttons", "buttons": [button]})
    bubble.get_by_role("button", name="Threats").click()
    query = next(u["callback_query"] for u in call("getUpdates", timeout=5) if "callback_query" in u)
    call("answerCallbackQuery", callback_query_id=query["id"], text="Nothing since noon", show_alert=True)
    expect(page.get_by_role("dialog")).to_contain_text("Nothing since noon")


def test_words_are_never_markup(told: tuple[Page, Call]) -> None:
    words = "<img src=x onerror=alert(1)><b>bold</b>"
    expect(show(told, paragraph(words)).locator("p")).to_have_text(words)


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<b>x</b>", "b"),
        ("<i>x</i>", "i"),
        ("<u>x</u>", "u"),
        ("<s>x</s>", "s"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ('<a href="https://example.org/">x</a>', "a"),
    ],
)
def test_classic_entities_are_drawn(told: tuple[Page, Call], html: str, tag: str) -> None:
    page, call = told
    sent = call("sendMessage", text=html, parse_mode="HTML")
    expect(page.locator(f"[data-id='{sent['message_id']}'] .text {tag}")).to_have_text("x")


def test_typing_is_shown(told: tuple[Page, Call]) -> None:
    page, call = told
    call("sendChatAction", action="typing")
    expect(page.get_by_role("status")).to_have_text("typing…")
