"""The nouns of the local Telegram and how the Bot API writes them (User, Chat, Message, ChatMember)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ANONYMOUS_ADMIN_ID = 1087968824  # GroupAnonymousBot, who stands for admins that write as the group
SERVICE_ID = 777000  # Telegram, who stands for posts of a linked channel
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot. `deactivated` is a deleted account."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    deactivated: bool = False

    def json(self) -> Json:
        out: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                out[key] = value
        return out


@dataclass(slots=True)
class Member:
    """A user's standing in a chat; `rights` are the granted administrator rights."""

    user: User
    status: Status = "member"
    rights: frozenset[str] = frozenset()
    is_anonymous: bool = False
    muted: bool = False  # may not write

    @property
    def present(self) -> bool:
        return self.status not in ("left", "kicked")

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def json(self, in_channel: bool) -> Json:
        """ChatMember as getChatMember returns it."""
        out: Json = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            out["is_anonymous"] = self.is_anonymous
        elif self.status == "administrator":
            out |= {"can_be_edited": False, "is_anonymous": self.is_anonymous}
            for right in (*ADMIN_RIGHTS, *(CHANNEL_RIGHTS if in_channel else GROUP_RIGHTS)):
                out[right] = right in self.rights
        elif self.status == "kicked":
            out["until_date"] = 0
        return out


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the message that created it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with its members (by user id), topics and history (by message id, oldest first)."""

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    user: User | None = None  # the person of a private chat
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0  # of the messages of a supergroup or channel, which has its own count
    pinned: list[int] = field(default_factory=list)
    migrated_to: Chat | None = None
    started: bool = False  # private chats: the person has written to the bot
    blocked: bool = False  # private chats: the person has blocked the bot
    menu_button: Json | None = None
    actions: list[str] = field(default_factory=list)  # chat actions the bot has shown
    general_closed: bool = False

    @property
    def is_group(self) -> bool:
        return self.type in ("group", "supergroup")

    def member(self, user: User) -> Member:
        """The standing of USER; someone never seen here has left."""
        return self.members.get(user.id) or Member(user, "left")

    def json(self) -> Json:
        out: Json = {"id": self.id, "type": self.type}
        if self.user is not None:
            person = self.user.json()
            out |= {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
        else:
            out["title"] = self.title
            if self.username:
                out["username"] = self.username
        if self.is_forum:
            out["is_forum"] = True
        return out


@dataclass(slots=True, eq=False)
class Message:
    """One message. `content` holds its Bot API fields (text, entities, photo, rich_message, service fields)."""

    message_id: int
    chat: Chat
    date: datetime
    content: Json
    author: User | None = None  # who wrote it, also where Telegram shows a channel or group instead
    sender: User | None = None
    sender_chat: Chat | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    reply_markup: Json | None = None  # inline keyboard, shown under the message
    keyboard: Json | None = None  # reply keyboard, never returned to bots
    via_bot: User | None = None
    inline_message_id: str = ""
    edited_at: datetime | None = None
    silent: bool = False
    protected: bool = False
    deleted: bool = False

    def json(self, with_reply: bool = True) -> Json:
        """Message as the Bot API returns it; a reply is shown one level deep."""
        out: Json = {"message_id": self.message_id}
        if self.thread_id is not None:
            out |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.sender is not None:
            out["from"] = self.sender.json()
        if self.sender_chat is not None:
            out["sender_chat"] = self.sender_chat.json()
        out |= {"chat": self.chat.json(), "date": int(self.date.timestamp())}
        if self.edited_at is not None:
            out["edit_date"] = int(self.edited_at.timestamp())
        reply = self.reply_to if self.reply_to is not None else self._topic_start()
        if with_reply and reply is not None and not reply.deleted:
            out["reply_to_message"] = reply.json(with_reply=False)
        if self.via_bot is not None:
            out["via_bot"] = self.via_bot.json()
        if self.protected:
            out["has_protected_content"] = True
        out |= self.content
        if self.reply_markup is not None:
            out["reply_markup"] = self.reply_markup
        return out

    def _topic_start(self) -> Message | None:
        """Telegram shows every message of a topic as a reply to the service message that opened it."""
        if self.thread_id is None or self.thread_id == self.message_id:
            return None
        return self.chat.messages.get(self.thread_id)
