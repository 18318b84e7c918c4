"""Which links Telegram keeps in a text, and how it writes them (checked against TDLib in the tests)."""

from __future__ import annotations

import re
from functools import lru_cache

_USER = re.compile(r"tg:(?://)?user/?\?(.*)", re.IGNORECASE | re.DOTALL)
_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"(?:(https?)://)?([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]|(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2})+)", re.ASCII)
_USERINFO = re.compile(r"(?:[\w.\-!$,~*'();&+=:]|%[0-9a-fA-F]{2})*", re.ASCII)
MAX_USER_ID = (1 << 40) - 1


def user_id_of(url: str) -> int | None:
    """The user of a `tg://user?id=N` link, else None."""
    match = _USER.fullmatch(url)
    if match is None:
        return None
    for pair in match[1].split("#")[0].split("&"):
        key, _, value = pair.partition("=")
        if key == "id":
            number = int(value) if re.fullmatch(r"[0-9]{1,13}", value) else 0
            return number if 0 < number <= MAX_USER_ID else None
    return None


@lru_cache(maxsize=4096)
def checked_link(url: str) -> str:
    """URL as Telegram writes it ("a.b" is "http://a.b/"), or "" where Telegram drops it silently."""
    own = _OWN_SCHEME.fullmatch(url)
    if own is not None:
        return _own_scheme(own[1].lower(), own[2])
    match = _URL.fullmatch(url)
    if match is None:
        return ""
    scheme, authority, rest = (match[1] or "http").lower(), match[2], match[3]
    user, at, place = authority.partition("@") if "@" in authority else ("", "", authority)
    host, port = _split_port(place)
    if not _USERINFO.fullmatch(_ascii(user)):
        return ""
    if host is None or host == "." or ("." not in host and not host.startswith("[")):
        return ""
    return f"{scheme}://{user}{at if user else ''}{host}{port}{_path(rest)}"


def _path(rest: str) -> str:
    """What follows the host, starting with a slash, spaces and control characters encoded."""
    rest = re.sub(r"[\x00-\x20]", lambda found: f"%{ord(found[0]):02X}", rest.rstrip(" \t\r\n\0\v"))
    return rest if rest.startswith("/") else f"/{rest}"


def _own_scheme(scheme: str, rest: str) -> str:
    """A link to Telegram itself (tg:, ton:, tonsite:)."""
    end = re.search(r"[/?#]", rest)
    host, rest = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    host = host.removeprefix("@")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+" if scheme == "tonsite" else r"[A-Za-z0-9_-]+", host):
        return ""
    path = _path(rest)
    return f"{scheme}://{host.lower()}{path[1:] if path.startswith('/?') else path}"


def _split_port(place: str) -> tuple[str | None, str]:
    host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not colon:
        host, port = place, ""
    if colon and (not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536):
        return None, ""
    if not _HOST.fullmatch(_ascii(host)):
        return None, ""
    return host.lower() if host.isascii() else _lower_ascii(host), f":{int(port)}" if colon else ""


def _ascii(text: str) -> str:
    """TEXT with a letter in place of everything beyond ASCII, all of which is allowed."""
    return re.sub(r"[^\x00-\x7f]", "x", text)


def _lower_ascii(text: str) -> str:
    return "".join(character.lower() if character.isascii() else character for character in text)
