"""A Chromium of this machine and a demo of its own for it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "no Chromium or Chrome was found: install one (Debian, Ubuntu: apt install chromium), "
    "or name it in SITREP_TEST_BROWSER"
)
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_WITHIN_S = 120


def find_browser() -> str | None:
    """The path of a Chromium or Chrome: SITREP_TEST_BROWSER, else the first on the PATH, else ``None``."""
    named = os.environ.get("SITREP_TEST_BROWSER")
    if named:
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


def launch(playwright: Playwright, path: str) -> Browser:
    """Start the browser at PATH without a window. Root may use it only without its own sandbox."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """The address of `sitrep demo`, unmodified, in a process of its own with its data in FOLDER."""
    environment = {**os.environ, "SITREP_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(START_WITHIN_S)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("the demo ended before it told its address")


def suggestions(page: Page) -> Locator:
    """What the page suggests for what is typed."""
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")
