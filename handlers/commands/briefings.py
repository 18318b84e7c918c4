"""/country, /threats, /incidents, /posture, /claims: what is stored on a place in a window."""

from __future__ import annotations

from dataclasses import replace

from handlers.args import parse_scope_and_window, suggestions
from handlers.callbacks import Press, encode
from handlers.commands.advisories import advisory_blocks
from handlers.ports import Answer, Request, Services
from handlers.render.briefing import briefing_document
from handlers.render.document import Button, Code, Document, Paragraph
from storage.errors import UserError
from storage.model.briefing import SectionKind

LIST_LINES = 6
_SECTIONS = {
    "threats": (SectionKind.THREATS,),
    "incidents": (SectionKind.INCIDENTS,),
    "posture": (SectionKind.POSTURE,),
    "claims": (SectionKind.CLAIMS, SectionKind.CONTESTED),
}


def country(request: Request, services: Services) -> Answer:
    """The whole briefing on one country, region or everything. Raises ``UserError``."""
    return _brief(request, services, None)


def threats(request: Request, services: Services) -> Answer:
    """Threats only; without a place, everywhere."""
    return _brief(request, services, _SECTIONS["threats"])


def incidents(request: Request, services: Services) -> Answer:
    """What was done on the ground: attacks, coercion, protests, mobilisation, sanctions."""
    return _brief(request, services, _SECTIONS["incidents"])


def posture(request: Request, services: Services) -> Answer:
    """What embassies and missions do: departures, evacuations, closures; at the end the current travel advice."""
    return _brief(request, services, _SECTIONS["posture"])


def claims(request: Request, services: Services) -> Answer:
    """Who said what, and what contradicts it."""
    return _brief(request, services, _SECTIONS["claims"])


def _brief(request: Request, services: Services, kinds: tuple[SectionKind, ...] | None) -> Answer:
    try:
        scope, window = parse_scope_and_window(
            request.words, now=request.now, timezone=request.timezone, scope_needed=kinds is None
        )
    except UserError as error:
        return _which(request, error)
    briefing = services.briefer.compose(
        scope,
        window,
        now=request.now,
        kinds=kinds,
        page=request.page,
        page_size=LIST_LINES if kinds is not None else None,
    )
    document = briefing_document(
        briefing, command=request.command, timezone=request.timezone, bot_username=request.bot_username
    )
    if request.command == "posture" and request.page == 0 and (levels := advisory_blocks(scope, request, services)):
        document = replace(document, blocks=(*document.blocks, *levels))
    return Answer(document)


def _which(request: Request, error: UserError) -> Answer:
    """The kind answer to a place that is not understood: the nearest names as buttons, and how to ask."""
    near = suggestions(request.words)
    row = [Button(f"{c.flag} {c.name}", data=encode(Press(request.command, c.code))) for c in near[:3]]
    example = f"/{request.command} iraq 7d"
    return Answer(Document([Paragraph([str(error), "\n", "For example: ", Code(example)])], [row]))
