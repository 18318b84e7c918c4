"""The table of commands: one row each, for dispatch, menus and help alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process

from handlers.commands import advisories, articles, briefings, ingesting, start, stories, subscriptions
from handlers.ports import Answer, Request, Services

Handler = Callable[[Request, Services], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A command. ``changes``: it changes the chat's orders, so that in groups only admins may use it."""

    command: str
    handler: Handler
    usage: str
    description: str
    changes: bool = False


ROUTES = (
    Route("country", briefings.country, "/country iraq [7d]", "briefing on a country or region"),
    Route("threats", briefings.threats, "/threats [iraq] [7d]", "threats, everywhere or in one place"),
    Route("incidents", briefings.incidents, "/incidents [iraq] [24h]", "attacks, protests, arrests and the like"),
    Route("posture", briefings.posture, "/posture [iraq] [7d]", "embassies and missions: departures, closures"),
    Route("advisory", advisories.advisory, "/advisory iraq", "travel advice of governments, side by side"),
    Route("claims", briefings.claims, "/claims [iraq] [7d]", "who said what, and what contradicts it"),
    Route("search", articles.search, "/search embassy evacuation", "articles that hold these words"),
    Route("article", articles.article, "/article 12", "one article with its source"),
    Route("story", stories.story, "/story 4", "one happening, and every article on it"),
    Route(
        "ingest", ingesting.ingest, "/ingest https://…", "add articles, see where they are taken in (admins of the bot)"
    ),
    Route("sources", articles.sources, "/sources", "where articles come from"),
    Route(
        "subscribe", subscriptions.subscribe, "/subscribe iraq daily 07:00", "digests on your schedule", changes=True
    ),
    Route("subscriptions", subscriptions.subscriptions, "/subscriptions", "what this chat gets"),
    Route("unsubscribe", subscriptions.unsubscribe, "/unsubscribe iraq", "end a subscription", changes=True),
    Route("timezone", subscriptions.timezone, "/timezone Europe/Rome", "the zone times are shown in", changes=True),
    Route("help", start.help_, "/help", "all commands"),
    Route("start", start.start, "/start", "what this is"),
)
BY_COMMAND = {route.command: route for route in ROUTES}


def nearest_command(command: str) -> str | None:
    """The known command that a mistyped one was probably meant to be."""
    found = process.extractOne(command.casefold(), list(BY_COMMAND), score_cutoff=70)
    return found[0] if found is not None else None
