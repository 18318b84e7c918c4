"""/ingest on and off: the groups whose members may hand in, the channels whose posts are taken in; and who is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.callbacks import Press, encode
from handlers.ports import GROUP_ANONYMOUS_BOT, Answer, Channel, ChatKind, Request, Services
from handlers.render.document import (
    Block,
    Bold,
    Button,
    Code,
    Document,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    document_to_json,
)
from handlers.render.words import moment, plural
from storage.deliveries import put_delivery
from storage.errors import UserError
from storage.intake import find_intake, list_intakes, stop_intake, switch_off, switch_on
from storage.model.intake import IntakeChat

_SWITCH = re.compile(r"(?:(@\w{4,32}|(?:https?://)?t\.me/\w{4,32}|-\d{1,20})\s+)?(on|off)", re.IGNORECASE)
_GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP)
HOW_IN_GROUPS = "Reply /ingest to a post or file, or write /ingest with a link."
HOW = "Send me a link, forward a post or drop a file in our private chat, or reply /ingest to a message."


@dataclass(frozen=True, slots=True)
class Switch:
    """``/ingest [channel] on|off``. ``channel`` is an id, an @username, or ``None`` where none was named."""

    on: bool
    channel: str | int | None = None


def parse_switch(words: str) -> Switch | None:
    """Pure: what ``on``, ``@channel off``, ``t.me/channel on`` or ``-1001234 on`` asks for, else ``None``."""
    found = _SWITCH.fullmatch(words.strip())
    if found is None:
        return None
    named: str | int | None = found[1]
    if isinstance(named, str):
        named = int(named) if named.startswith("-") else f"@{named.rsplit('/', 1)[-1].removeprefix('@')}"
    return Switch(found[2].casefold() == "on", named)


def only_admins(request: Request) -> UserError:
    """Why somebody may not, and what can be done about it."""
    if request.user_id == GROUP_ANONYMOUS_BOT:
        return UserError(
            "You write anonymously here, so I cannot see who you are. Write as yourself, or to me alone.", usage=False
        )
    here = " here" if request.chat_kind in _GROUPS else ""
    return UserError(
        f"Only this bot's admins add articles{here}. "
        f"Your id is {request.user_id}: the operator can add it to SITREP_ADMINS.",
        usage=False,
    )


def switch(request: Request, services: Services, asked: Switch) -> Answer:
    """Switch a group or a channel on or off. Raises ``UserError`` where that may not be, or is not clear."""
    forwarded = request.handed.channel_id if request.handed is not None else None
    named = asked.channel or forwarded
    if named is not None:
        return _channel(request, services, named, on=asked.on)
    if request.chat_kind not in _GROUPS:
        on = "on" if asked.on else "off"
        words = f"Which channel? Write /ingest @channel {on}, or reply /ingest {on} to a post forwarded from it."
        raise UserError(words, usage=False)
    return _group(request, services, on=asked.on)


def _group(request: Request, services: Services, *, on: bool) -> Answer:
    chat_id, title = request.target.chat_id, request.chat_title or "this group"
    is_bot_admin = request.user_id in services.admins
    if on:
        if not is_bot_admin:
            raise only_admins(request)
        if not request.is_admin:
            raise UserError(
                "You are an admin of mine, but not of this group. Ask one of its admins to make you one.", usage=False
            )
        with services.database.writing() as session:
            changed = switch_on(
                session, chat_id, kind=str(request.chat_kind), title=title, username=None, by=request.user_id,
                now=request.now,
            )  # fmt: skip
        if changed:
            words = (
                f"Switched on: everybody here may add articles. {HOW_IN_GROUPS} Nothing else that is written here is "
                "stored. Texts are filed under this group, pages under their site; their reliability counts as not "
                "judged, and every reader of this bot can see them. "
            )
        else:
            words = "It is on already: everybody here may add articles. "
        return Answer(Document([Paragraph([words, Code("/ingest off"), " ends it."])]))
    if not (is_bot_admin or request.is_admin):
        raise UserError("Only admins of this group switch it off.", usage=False)
    with services.database.writing() as session:
        changed = switch_off(session, chat_id, by=request.user_id, now=request.now)
    words = "Switched off: only this bot's admins add articles here now." if changed else "It is off already."
    return Answer(Document([Paragraph(words)]), toast="Switched off")


def _channel(request: Request, services: Services, named: str | int, *, on: bool) -> Answer:
    if request.user_id not in services.admins:
        raise only_admins(request)
    assert services.intake is not None
    if not on:
        return _channel_off(request, services, named)
    channel = services.intake.find_channel(named)
    if not channel.is_ours:
        raise UserError(
            f"I am no administrator of {channel.title}, so I do not see its posts. Make me one there (I need none of "
            "the rights), then ask again.",
            usage=False,
        )
    with services.database.writing() as session:
        changed = switch_on_channel(session, channel, by=request.user_id, now=request.now)
    name = _named(channel.title, channel.username)
    words = f"Switched on: every post of {name} is stored from now on, with the channel as its source, not judged. "
    if not changed:
        words = f"The posts of {name} are taken in already. "
    document = Document(
        [Paragraph([words, "An edited post becomes a new version of its article."])], [[_off_button(channel.chat_id)]]
    )
    return Answer(document, toast="Switched on" if changed else "It is on already")


def _channel_off(request: Request, services: Services, named: str | int) -> Answer:
    assert services.intake is not None
    with services.database.reading() as session:
        known = next((one for one in list_intakes(session) if named in (one.chat_id, f"@{one.username}")), None)
    # A channel that is gone, or threw the bot out, is not asked: what is known of it is enough.
    chat_id = known.chat_id if known is not None else services.intake.find_channel(named).chat_id
    name = known.name if known is not None else str(named)
    with services.database.writing() as session:
        changed = switch_off(session, chat_id, by=request.user_id, now=request.now)
    words = f"Switched off: nothing more is taken in from {name}. What is stored stays."
    return Answer(Document([Paragraph(words if changed else f"{name} is off already.")]), toast="Switched off")


def switch_on_channel(session: Session, channel: Channel, *, by: int | None, now: datetime) -> bool:
    """Take in a channel's posts from now on; whether they were not before."""
    return switch_on(
        session, channel.chat_id, kind="channel", title=channel.title, username=channel.username, by=by, now=now
    )


def overview(request: Request, services: Services) -> Answer:
    """``/ingest`` alone: what is taken in, from where, and how to add. Raises ``UserError``."""
    trusted = request.user_id in services.admins
    if request.chat_kind in _GROUPS:
        with services.database.reading() as session:
            here = find_intake(session, request.target.chat_id)
        if here is None or here.switched_on_at is None:
            if not trusted:
                raise only_admins(request)
            words = "Off in this group: only this bot's admins add articles here. "
            return Answer(Document([Paragraph([words, Code("/ingest on"), " lets everybody here."])]))
        since = moment(here.switched_on_at, request.timezone, now=request.now)
        words = f"Taking in what is handed in here, since {since}: {plural(here.taken, 'article')} so far. "
        return Answer(Document([Paragraph(words + HOW_IN_GROUPS)]))
    if not trusted:
        raise only_admins(request)
    with services.database.reading() as session:
        chats = list_intakes(session)
    on = [chat for chat in chats if chat.switched_on_at is not None]
    off = [chat for chat in chats if chat.switched_on_at is None]
    blocks: list[Block] = [Heading("📥 Articles from Telegram", 2)]
    blocks.append(Paragraph([Bold("Taking in: "), "what you hand in here" + (", and:" if on else ".")]))
    if on:
        blocks.append(ListBlock([_on_line(chat, request) for chat in on]))
    if off:
        blocks.append(Paragraph([Bold("Off: ")]))
        blocks.append(ListBlock([_off_line(chat, request) for chat in off]))
    blocks.append(
        Paragraph(
            [HOW + " ", Code("/ingest @channel on"), " takes in every post of a channel where I am an administrator; ",
             Code("/ingest on"), " in a group lets its members hand in."]
        )
    )  # fmt: skip
    rows = [[Button(f"⏹ Stop {chat.title}"[:60], data=_press(chat.chat_id, on=False))] for chat in on]
    return Answer(Document(blocks, rows[:20]))


def _on_line(chat: IntakeChat, request: Request) -> tuple[Inline | str, ...]:
    assert chat.switched_on_at is not None
    what = "every post" if chat.is_channel else "what its members hand in"
    line = f": {what}, since {moment(chat.switched_on_at, request.timezone, now=request.now)}. "
    if chat.last_taken_at is None:
        return (Bold(chat.name), line + "Nothing came yet.")
    last = moment(chat.last_taken_at, request.timezone, now=request.now)
    return (Bold(chat.name), line + f"{plural(chat.taken, 'article')}, the last {last}.")


def _off_line(chat: IntakeChat, request: Request) -> tuple[Inline | str, ...]:
    when = f", since {moment(chat.stopped_at, request.timezone, now=request.now)}" if chat.stopped_at else ""
    return (Bold(chat.name), when + (f": {chat.stopped_reason}." if chat.stopped_reason else "."))


# Telling the admins


def end_intake(services: Services, chat_id: int, *, reason: str) -> bool:
    """The bot cannot take in from this chat any longer: stop, and tell the admins, once. Whether it was on."""
    now = services.clock()
    with services.database.writing() as session:
        chat = stop_intake(session, chat_id, reason=reason, now=now)
        if chat is None or chat.switched_on_at is None:
            return False
        again = "Make me an administrator there, then: " if chat.is_channel else "Add me again, then write there: "
        command = f"/ingest {'@' + chat.username if chat.username else chat.chat_id} on"
        document = Document(
            [
                Heading(f"⚠️ Nothing more comes from {chat.name}", 3),
                Paragraph(
                    [f"{reason[0].upper()}{reason[1:]}. What is stored stays. {again}",
                     Code(command if chat.is_channel else "/ingest on"), "."]
                ),
            ]
        )  # fmt: skip
        key = f"intake-ended:{chat_id}:{chat.switched_on_at.isoformat()}"
        tell(session, services.admins, document, key=key, now=now)
    services.wake_sender()
    return True


def offer(services: Services, channel: Channel, people: Iterable[int], *, key: str) -> None:
    """Ask admins of the bot whether a channel's posts are to be taken in, with a button. ``key`` asks once."""
    now = services.clock()
    document = Document(
        [
            Paragraph(
                [f"I am an administrator of the channel {_named(channel.title, channel.username)}. ",
                 "Shall every post of it be stored, with the channel as its source?"]
            )
        ],
        [[Button("📥 Take in its posts", data=_press(channel.chat_id, on=True))]],
    )  # fmt: skip
    with services.database.writing() as session:
        tell(session, people, document, key=key, now=now)
    services.wake_sender()


def tell(session: Session, people: Iterable[int], document: Document, *, key: str, now: datetime) -> None:
    """Put a notice for each of these chats in the outbox; one with the same key is put once."""
    values = document_to_json(document)
    for chat_id in people:
        put_delivery(session, key=f"{key}:{chat_id}", chat_id=chat_id, thread_id=0, document=values, now=now)


def _named(title: str, username: str | None) -> str:
    return f"{title} (@{username})" if username else title


def _press(chat_id: int, *, on: bool) -> str:
    return encode(Press("ingest", f"{chat_id} {'on' if on else 'off'}"))


def _off_button(chat_id: int) -> Button:
    return Button("⏹ Stop", data=_press(chat_id, on=False))


def on_button(channel_id: int, title: str) -> Button:
    """A button that takes in every post of a channel."""
    return Button(f"📥 Take in every post of {title}"[:60], data=_press(channel_id, on=True))
