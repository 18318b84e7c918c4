"""One demo and one browser a test process; a fresh window for every test, which must stay without errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.browser import MISSING, find_browser, launch, running_demo

WAIT_MS = 15_000
Window = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_path() -> str:
    path = find_browser()
    if path is None and "SITREP_TEST_BROWSER" in os.environ:
        pytest.fail("the browser that SITREP_TEST_BROWSER names is not there")
    if path is None:
        pytest.skip(MISSING)
    return path


@pytest.fixture
def browser(browser_path: str) -> Iterator[Browser]:
    """A browser for one test: Playwright keeps an event loop running, beside which no asynchronous test can run."""
    with sync_playwright() as playwright:
        opened = launch(playwright, browser_path)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_demo(tmp_path_factory.mktemp("demo")) as url:
        yield url


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    """Opens the page in a window of a given size and colour scheme; fails the test on any error or foreign request."""
    problems: list[str] = []
    contexts = []

    def opened(*, width: int = 1200, height: int = 800, scheme: Any = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("console", lambda said: problems.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        own = urlsplit(address).netloc
        page.on("request", lambda asked: problems.append(asked.url) if _foreign(asked.url, own) else None)
        page.goto(address)
        page.locator("article.message").first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def _foreign(url: str, own: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.netloc != own


@pytest.fixture
def page(window: Window) -> Page:
    return window()
