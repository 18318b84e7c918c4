"""From a request to an answer, with a kind word where something is wrong. Synchronous; no Telegram in it."""

from __future__ import annotations

import contextlib
import logging

from handlers.callbacks import Press, encode
from handlers.commands.intake_switches import parse_switch
from handlers.ports import Answer, ChatKind, Request, Services
from handlers.render.document import Button, Code, Document, Paragraph
from handlers.routes import BY_COMMAND, Route, nearest_command
from storage.errors import SitrepError, UserError

logger = logging.getLogger(__name__)


def needs_admin(request: Request) -> bool:
    """Whether only an admin may ask this: it changes the orders of a chat that several people share."""
    route = BY_COMMAND.get(request.command)
    if route is None or not route.changes or request.chat_kind is ChatKind.PRIVATE:
        return False
    # Asking for the usage or the current zone changes nothing.
    return bool(request.words.strip()) or request.command == "unsubscribe"


def asks_standing(request: Request) -> bool:
    """Whether the answer depends on whether an admin of the chat asks."""
    if needs_admin(request):
        return True
    in_group = request.chat_kind not in (ChatKind.PRIVATE, ChatKind.CHANNEL)
    return request.command == "ingest" and in_group and parse_switch(request.words) is not None


def answer(request: Request, services: Services) -> Answer:
    """The answer to a request. Never raises: what goes wrong becomes a reply, and a log line without any text."""
    route = BY_COMMAND.get(request.command)
    if route is None:
        return _unknown(request)
    if needs_admin(request) and not request.is_admin:
        return _refusal("Only admins of this group change its subscriptions and time zone.", request, None)
    try:
        return route.handler(request, services)
    except UserError as error:
        return _refusal(str(error), request, route if error.usage else None)
    except (SitrepError, Exception):
        logger.exception("command /%s failed (update %s)", request.command, request.update_id)
        sorry = "Something went wrong on my side; nothing was changed. Please try again in a minute."
        return Answer(Document([Paragraph(sorry)]), toast=sorry, alert=request.is_button)


def _refusal(text: str, request: Request, route: Route | None) -> Answer:
    if request.is_button:
        return Answer(toast=text[:200], alert=True)
    if route is None:
        return Answer(Document([Paragraph(text)]))
    return Answer(Document([Paragraph([text, "\nUsage: ", Code(route.usage)])]))


def _unknown(request: Request) -> Answer:
    near = nearest_command(request.command)
    if near is None:
        return Answer(
            Document([Paragraph([f"I know no /{request.command[:32]}. ", Code("/help"), " lists what I know."])])
        )
    row = []
    # Without a button where the command has none, or its words do not fit into one.
    with contextlib.suppress(KeyError, ValueError):
        row.append(Button(f"/{near} {request.words}".strip()[:40], data=encode(Press(near, request.words))))
    return Answer(
        Document([Paragraph([f"I know no /{request.command[:32]}. Did you mean ", Code(f"/{near}"), "?"])], [row])
    )
