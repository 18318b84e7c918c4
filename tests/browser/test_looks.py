"""How the page looks and who can use it: themes, a narrow screen, keyboards, screen readers (axe)."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.browser import suggestions
from tests.browser.conftest import Window

SERIOUS = ("serious", "critical")


def background(page: Page) -> int:
    """How light the page's ground is, from 0 to 255."""
    red: int = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    return red


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or worse, each with the first place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in SERIOUS]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return wider


def test_the_theme_follows_the_system(window: Window) -> None:
    assert background(window(scheme="dark")) < 60 < 200 < background(window(scheme="light"))


def test_the_theme_is_switched_and_stays(page: Page) -> None:
    page.get_by_role("button", name="Dark theme").click()
    page.reload()
    assert background(page) < 60


@pytest.mark.parametrize("width", [320, 375, 768])
def test_nothing_runs_out_of_a_narrow_screen(window: Window, width: int) -> None:
    assert overflow(window(width=width, height=640)) <= 0


def test_on_a_phone_the_list_and_a_chat_take_turns(window: Window) -> None:
    page = window(width=320, height=640)
    page.get_by_role("button", name="Back to the chats").click()
    page.get_by_role("navigation", name="Chats").get_by_role("button").filter(has_text="Gulf Watch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gulf Watch")


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (320, "light"), (320, "dark")])
def test_axe_finds_nothing_serious(window: Window, width: int, scheme: str) -> None:
    assert grave(window(width=width, height=700, scheme=scheme)) == []


@pytest.mark.parametrize("title", ["Erbil office", "Region desk", "Gulf Watch"])
def test_axe_finds_nothing_serious_in_other_chats(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Chats").get_by_role("button").filter(has_text=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert grave(page) == []


def test_axe_finds_nothing_serious_in_menus_and_suggestions(page: Page) -> None:
    page.get_by_role("combobox", name="Message").press_sequentially("/")
    expect(suggestions(page).first).to_be_visible()
    found = grave(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="What to do").last.focus()
    page.keyboard.press("Enter")
    assert found + grave(page) == []


def test_every_control_can_be_reached_by_keyboard(page: Page) -> None:
    page.get_by_label("Who you are").focus()
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    assert {"theme", "messages", "attach", "commands", "text", "send"} <= reached


def test_nothing_jumps_while_the_page_loads(window: Window) -> None:
    """Cumulative Layout Shift (Web Vitals) of the first screen, "good" being at most 0.1."""
    page = window()
    shift: float = page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
            list.getEntries().reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0)
        )).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => resolve(0), 500))"""
    )
    assert shift <= 0.1
