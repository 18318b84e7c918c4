"""Rendering a long document, against ``json.dumps`` of the same document."""

from __future__ import annotations

import json

from handlers.render.document import Bold, Document, Heading, Link, ListBlock, Paragraph, Quotation, document_to_json
from handlers.render.html import render_html_parts
from handlers.render.rich import render_rich_parts
from handlers.render.terminal import render_terminal
from tests.benchmarks import Measure, compare


def run() -> list[Measure]:
    """Documents a second, for each of the three renderers."""
    line = "Two rockets <were> fired at the base & fell short of it, the ministry said on Monday. "
    items = [([Bold("high"), " ", line * 2, Link("Meridian Wire", f"https://example.com/{n}")]) for n in range(40)]
    document = Document([Heading("Iraq", 1), Paragraph(line * 5), ListBlock(items), *[Quotation(line)] * 20])
    plain = document_to_json(document)

    def dumps() -> int:
        json.dumps(plain)
        return 1

    def rich() -> int:
        render_rich_parts(document)
        return 1

    def html() -> int:
        render_html_parts(document)
        return 1

    def terminal() -> int:
        render_terminal(document, width=80)
        return 1

    return [
        compare("render rich", "documents", rich, "json.dumps", dumps, seconds=2),
        compare("render HTML", "documents", html, "json.dumps", dumps, seconds=2),
        compare("render for a terminal", "documents", terminal, "json.dumps", dumps, seconds=2),
    ]
