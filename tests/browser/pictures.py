"""Pictures of the page for the papers, from the real demo: `make pictures` (python -m tests.browser.pictures)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.browser import MISSING, find_browser, launch, running_demo

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures"
VIEWS = (
    ("light", 1100, 720, "light", ""),
    ("dark", 1100, 720, "dark", "Region desk"),
    ("phone", 360, 720, "light", ""),
)


def main() -> int:
    """Write one PNG for each view; exit status 2 without a browser."""
    path = find_browser()
    if path is None:
        print(f"pictures: {MISSING}", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running_demo(Path(folder)) as address,
    ):
        browser = launch(playwright, path)
        for name, width, height, scheme, chat in VIEWS:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,  # type: ignore[arg-type]
                locale="en-GB",
                timezone_id="UTC",
            )
            page = context.new_page()
            page.goto(address)
            page.locator("article.message").last.wait_for()
            if chat:
                _topic(page, chat)
            page.locator("#chats").get_by_text("Gulf Watch").wait_for(state="attached")
            page.evaluate("document.fonts.ready")
            page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
            context.close()
        browser.close()
    return 0


def _topic(page: Page, chat: str) -> None:
    page.get_by_role("navigation", name="Chats").get_by_role("button").filter(has_text=chat).click()
    page.get_by_role("navigation", name="Topics").get_by_role("button", name="Iraq").click()
    page.locator("article.message:not(.own)").last.wait_for()


if __name__ == "__main__":
    raise SystemExit(main())
