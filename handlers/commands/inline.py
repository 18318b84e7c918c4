"""Inline mode: ``@bot iraq`` in any chat offers its briefing."""

from __future__ import annotations

from dataclasses import replace

from handlers.args import parse_scope_and_window, parse_window, scope_heading
from handlers.ports import InlineResult, Request, Services
from handlers.render.briefing import briefing_document
from handlers.render.document import Document
from handlers.render.words import count_of, plural
from storage.errors import UserError
from storage.places import suggest_countries

_OFFERED = ("", "24h", "30d")


def inline(request: Request, services: Services) -> list[InlineResult]:
    """Results for what was typed: the briefing in up to three windows; near names for a typo; nothing for nothing."""
    words = request.words.strip()
    if not words:
        return []
    try:
        scope, window = parse_scope_and_window(words, now=request.now, timezone=request.timezone, scope_needed=True)
    except UserError:
        near = suggest_countries(words)
        return [result for country in near for result in inline(_of(request, country.code), services)[:1]]
    results = []
    for code in _OFFERED if window.code == "7d" else ("",):
        chosen = window
        if code:
            chosen = parse_window(code, now=request.now, timezone=request.timezone)
        briefing = services.briefer.compose(scope, chosen, now=request.now)
        document = briefing_document(
            briefing, command="country", timezone=request.timezone, bot_username=request.bot_username
        )
        counts = ", ".join(count_of(c.now.type, c.now.number) for c in briefing.changes if c.now.number)
        results.append(
            InlineResult(
                id=f"{scope.kind.value}-{scope.key}-{chosen.code}".replace("*", "all").replace(" ", "-")[:64],
                title=f"{scope_heading(scope)} · {chosen.label}",
                description=counts or f"nothing found; {plural(briefing.articles, 'article')} read",
                # A message sent inline lives in somebody else's chat: buttons that answer there would confuse it.
                document=Document(document.blocks),
            )
        )
    return results


def _of(request: Request, code: str) -> Request:

    return replace(request, words=code)
