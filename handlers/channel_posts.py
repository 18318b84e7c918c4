"""The Telegram edge of channels: their posts, what is ordered in them, and the bot's place there, gained or lost."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from telegram import ChatMemberUpdated, Message, Update

from handlers.commands.intake_switches import end_intake, offer, parse_switch, tell
from handlers.handed import post_of
from handlers.ports import Channel, ChatKind, Handed, Messenger, Request, Services, Target
from handlers.receiving import Receiving
from handlers.render.document import Document, Paragraph
from storage.articles import known_addresses
from storage.chats import claim_update, is_handled, migrate_chat
from storage.errors import Blocked, DeliveryError, Migrated, Refused
from storage.intake import find_intake, list_intakes, note_taken, switch_off, switch_on
from storage.model.intake import IntakeChat

logger = logging.getLogger(__name__)

_GONE = ("left", "kicked")
_DEMOTED = "I am no longer an administrator there"


class ChannelPosts:
    """Takes in the posts of channels that are switched on. What takes a while goes through ``receiving``."""

    def __init__(self, services: Services, messenger: Messenger, receiving: Receiving) -> None:
        self._services = services
        self._messenger = messenger
        self._receiving = receiving

    async def on_post(self, update: Update, message: Message, *, bot_id: int, bot_username: str) -> None:
        """A post of a channel, new or edited: stored at once where the channel is switched on."""
        words = _own_command(message, bot_username)
        if words is not None:
            if update.channel_post is not None:
                await self._channel_asks(update, message, words)
            return
        handed = post_of(message, bot_id=bot_id)
        if handed is None:
            return
        if handed.links:
            await self._links_of_post(update, message, handed)
        else:
            await asyncio.to_thread(self._store_post, update, message, handed)

    def _switched_on(self, update: Update, message: Message, handed: Handed) -> IntakeChat | None:
        """The channel, where this update of it is to be taken in: it is on, and this was not handled before."""
        with self._services.database.reading() as session:
            channel = find_intake(session, message.chat.id)
            if channel is None or channel.switched_on_at is None or is_handled(session, update.update_id):
                return None
            # Telegram tells seconds. A post from before is not taken in because somebody corrects it now, nor because
            # the bot hears of it late.
            before = message.date < channel.switched_on_at.replace(microsecond=0)
            if before and update.edited_channel_post is None:
                return None
            if before and handed.url:
                return channel if known_addresses(session, [handed.url]) else None
        return channel

    def _store_post(self, update: Update, message: Message, handed: Handed) -> None:
        # Stored before the update is marked: a crash between both repeats it, which changes nothing.
        channel, intake = self._switched_on(update, message, handed), self._services.intake
        if channel is None or intake is None:
            return
        taken = intake.take_post(handed)
        if taken.reason:
            logger.warning("post %s of channel %s: %s", message.message_id, channel.chat_id, taken.reason)
        now = self._services.clock()
        with self._services.database.writing() as session:
            first = claim_update(session, update.update_id, now=now)
            if first and taken.is_stored:
                note_taken(session, channel.chat_id, int(taken.result != "revision"), now=now)
            named = (message.chat.title or channel.title, message.chat.username)
            if named != (channel.title, channel.username):
                title, username = named
                switch_on(
                    session, channel.chat_id, kind="channel", title=title, username=username, by=None, now=now
                )  # it is on: only its names change

    async def _links_of_post(self, update: Update, message: Message, handed: Handed) -> None:
        """A post of nothing but links: the pages are taken in, which takes a while. Nobody is answered."""
        if await asyncio.to_thread(self._switched_on, update, message, handed) is None:
            return
        request = Request(
            command="ingest",
            words="",
            target=Target(message.chat.id),
            chat_kind=ChatKind.CHANNEL,
            now=self._services.clock(),
            bot_username="",
            handed=replace(handed, strict=True),
            update_id=update.update_id,
        )
        await self._receiving.hand_in(update, request, message_id=message.message_id, reply_to=message.message_id)

    async def _channel_asks(self, update: Update, message: Message, words: str) -> None:
        """``/ingest on`` or ``off`` in the channel itself: who posted it is unknown. Off is done; on needs an admin."""
        asked, chat = parse_switch(words), message.chat
        if asked is None or asked.channel is not None:
            return
        if not asked.on:
            await asyncio.to_thread(self._channel_ends, update, message)
            return
        people = [
            user_id for user_id in self._services.admins if user_id > 0 and await self._administers(chat.id, user_id)
        ]
        channel = Channel(chat.id, chat.title or "", chat.username, is_ours=True)
        key = f"intake-offer:{chat.id}:{message.message_id}"
        await asyncio.to_thread(offer, self._services, channel, people, key=key)

    def _channel_ends(self, update: Update, message: Message) -> None:
        now, chat = self._services.clock(), message.chat
        with self._services.database.writing() as session:
            if claim_update(session, update.update_id, now=now) and switch_off(session, chat.id, by=None, now=now):
                words = f"Somebody wrote /ingest off in {chat.title}: nothing more is taken in from it."
                key = f"intake-off:{chat.id}:{message.message_id}"
                tell(session, self._services.admins, Document([Paragraph(words)]), key=key, now=now)
        self._services.wake_sender()

    async def _administers(self, chat_id: int, user_id: int) -> bool:
        try:
            return await self._messenger.is_admin(chat_id, user_id)
        except DeliveryError:
            return False

    async def on_standing(self, change: ChatMemberUpdated) -> None:
        """The bot's standing in a chat changed: what it can no longer take in ends, and the admins hear of it."""
        chat, status = change.chat, str(change.new_chat_member.status)
        is_channel = chat.type == ChatKind.CHANNEL.value
        if status in _GONE:
            await self._end(chat.id, "I was removed from it" if is_channel else "I was removed from the group")
        elif is_channel and status != "administrator":
            await self._end(chat.id, _DEMOTED)
        elif is_channel and change.old_chat_member.status != "administrator":
            people = {change.from_user.id} & set(self._services.admins)
            channel = Channel(chat.id, chat.title or "", chat.username, is_ours=True)
            key = f"intake-offer:{chat.id}:since-{change.date.isoformat()}"
            await asyncio.to_thread(offer, self._services, channel, people, key=key)

    async def _end(self, chat_id: int, reason: str) -> None:
        await asyncio.to_thread(lambda: end_intake(self._services, chat_id, reason=reason))

    async def check(self, bot_id: int) -> None:
        """Whether what is switched on can still be taken in: the bot may have missed how it lost its place."""
        for chat in await asyncio.to_thread(self._intakes):
            if chat.switched_on_at is None:
                continue
            try:
                is_admin = await self._messenger.is_admin(chat.chat_id, bot_id)
            except Blocked:
                await self._end(chat.chat_id, "I was removed from it")
            except Migrated as error:
                await asyncio.to_thread(self._migrate, chat.chat_id, error.new_chat_id)
            except Refused:
                # Only administrators may ask who is in a channel ("member list is inaccessible").
                if chat.is_channel:
                    await self._end(chat.chat_id, _DEMOTED)
            except DeliveryError:
                continue  # out of reach for now: nothing is known
            else:
                if chat.is_channel and not is_admin:
                    await self._end(chat.chat_id, _DEMOTED)

    def _intakes(self) -> list[IntakeChat]:
        with self._services.database.reading() as session:
            return list_intakes(session)

    def _migrate(self, old_id: int, new_id: int) -> None:
        with self._services.database.writing() as session:
            migrate_chat(session, old_id, new_id, now=self._services.clock())


def _own_command(message: Message, bot_username: str) -> str | None:
    """The words behind an ``/ingest`` that a channel's post begins with."""
    if message.forward_origin is not None:
        return None
    name, _, words = (message.text or "").partition(" ")
    meant = {"/ingest", f"/ingest@{bot_username}".casefold()}
    return words.strip() if name.casefold() in meant else None
