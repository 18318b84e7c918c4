"""The chat page in a real browser: a chat of 5,000 messages opened and scrolled, against bare pages of paragraphs.

python -m tests.benchmarks.chat_page        milliseconds a step, and from the demo's address to the first briefing
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import Measure, compare
from tests.browser.browser import MISSING, find_browser, launch, running_demo

MESSAGES = 5_000
SERVER = f"""
import asyncio
from bot.demo import people
from bot.demo.prepared import demo_scene
from bot.demo.server import serve

WORDS = "Two rockets fell short of the base, the ministry said, and nobody was hurt. " * 3

async def main():
    scene = demo_scene()
    for number in range({MESSAGES}):
        people.say(scene.world, scene.you, scene.private, f"{{number}}: {{WORDS}}")
    server = await serve(scene.world)
    print(server.url, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
BARE = "<!doctype html><title>bare</title>" + "".join(
    f"<p>{n}: {'Two rockets fell short of the base, the ministry said. ' * 4}</p>" for n in range(MESSAGES)
)
PAINTED = "new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))"


@contextmanager
def _opened() -> Iterator[tuple[Page, Page, str]]:
    path = find_browser()
    if path is None:
        raise SystemExit(f"chat_page: {MISSING}")
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip()
            with sync_playwright() as playwright:
                browser = launch(playwright, path)
                context = browser.new_context(viewport={"width": 1200, "height": 800})
                yield context.new_page(), context.new_page(), url
                browser.close()
        finally:
            server.terminate()


def _open(page: Page, url: str) -> int:
    page.bring_to_front()  # a page behind another hardly paints
    page.goto(url)
    page.locator("article.message").last.wait_for()
    page.evaluate(PAINTED)
    return 1


def _open_bare(page: Page) -> int:
    page.bring_to_front()
    page.set_content(BARE)
    page.evaluate(PAINTED)
    return 1


def _scroll(page: Page, selector: str) -> int:
    """One screen up, or back to the end from the top, until it is painted."""
    page.bring_to_front()
    page.evaluate(
        """(selector) => {
            const list = document.querySelector(selector);
            if (list.scrollTop > list.clientHeight) list.scrollTop -= list.clientHeight;
            else list.scrollTop = list.scrollHeight;
        }""",
        selector,
    )
    page.evaluate(PAINTED)
    return 1


def run() -> list[Measure]:
    """Openings and scrolled screens a second; nothing without a browser."""
    if find_browser() is None:
        print(f"chat_page: {MISSING}", file=sys.stderr)
        return []
    with _opened() as (page, bare, url):
        opening = compare(
            f"open a chat of {MESSAGES:,}",
            "openings",
            lambda: _open(page, url),
            "a bare page of as many",
            lambda: _open_bare(bare),
        )
        _open(page, url)
        _open_bare(bare)
        scrolling = compare(
            "scroll a screen up",
            "screens",
            lambda: _scroll(page, "#messages"),
            "a bare page of as many",
            lambda: _scroll(bare, "html"),
        )
    return [opening, scrolling]


def _took_ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def main() -> int:
    """Prints what a reader waits for."""
    with _opened() as (page, _, url):
        opening = [_took_ms(lambda: _open(page, url)) for _ in range(5)]
        steps = [_took_ms(lambda: _scroll(page, "#messages")) for _ in range(300)]
        shown = page.locator("article.message").count()
        print(f"open a chat of {MESSAGES:,}: median {statistics.median(opening):.0f} ms, most {max(opening):.0f}")
        print(f"scroll a screen up: median {statistics.median(steps):.0f} ms, most {max(steps):.0f}; {shown:,} loaded")
    path = find_browser()
    assert path is not None
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        began = time.perf_counter()
        page = launch(playwright, path).new_page()
        page.goto(address)
        page.get_by_role("heading", name="Iraq · last 7 days").first.wait_for()
        print(
            f"from the demo's address to a briefing, the browser's start included: {time.perf_counter() - began:.2f} s"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
