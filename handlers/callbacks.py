"""Button data: a command, its words and a page in at most 64 bytes (Bot API, InlineKeyboardButton.callback_data).

A button is a command that somebody else typed: ``t|IQ 7d|2e`` is ``/threats IQ 7d``, page 2, in place.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.errors import UserError

LETTERS = {
    "country": "c",
    "threats": "t",
    "incidents": "i",
    "posture": "p",
    "claims": "q",
    "search": "s",
    "article": "a",
    "sources": "o",
    "subscribe": "b",
    "subscriptions": "l",
    "unsubscribe": "u",
    "timezone": "z",
    "help": "h",
    "ingest": "g",
    "story": "y",
}
_COMMANDS = {letter: command for command, letter in LETTERS.items()}
MOST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button asks for. ``edits``: the answer replaces the message the button hangs under."""

    command: str
    words: str
    page: int = 0
    edits: bool = False


def encode(press: Press) -> str:
    """The data of a button. Raises ``ValueError`` where it does not fit into 64 bytes."""
    data = f"{LETTERS[press.command]}|{press.words}|{press.page}{'e' if press.edits else ''}"
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"the data of a button has more than {MOST_BYTES} bytes")
    return data


def decode(data: str) -> Press:
    """Inverse of :func:`encode`. Raises ``UserError`` for data this version does not know."""
    letter, _, rest = data.partition("|")
    words, separator, tail = rest.rpartition("|")
    number = tail.removesuffix("e")
    if letter not in _COMMANDS or not separator or not number.isascii() or not number.isdigit() or len(number) > 6:
        raise UserError("This button is from another version. Please send the command again.")
    return Press(_COMMANDS[letter], words, int(number), tail.endswith("e"))
