"""Which links Telegram keeps in a text, and how it writes them (checked against TDLib in the tests)."""

from __future__ import annotations

import re

_USER = re.compile(r"tg:(?://)?user/?\?(.*)", re.IGNORECASE | re.DOTALL)
_OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"(?:(https?)://)?([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?:\[[0-9a-fA-F:]+\]|(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2})+)", re.ASCII)
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


def checked_link(url: str) -> str:
    """URL as Telegram writes it ("a.b" is "http://a.b/"), or "" where Telegram drops it silently."""
    own = _OWN_SCHEME.fullmatch(url)
    if own is not None and own[2] and not re.match(r"[/:]", own[2]):
        return _own_scheme(own[1].lower(), own[2])
    match = _URL.fullmatch(url)
    if match is None:
        return ""
    scheme, authority, rest = (match[1] or "http").lower(), match[2], match[3]
    user, at, place = authority.rpartition("@")
    host, port = _split_port(place)
    if host is None or ("." not in host.strip(".") and not host.startswith("[")):
        return ""
    rest = re.sub(r"[\x00-\x20]", lambda found: f"%{ord(found[0]):02x}".upper(), rest.rstrip(" \t\r\n\0\v"))
    if not rest.startswith("/"):
        rest = "/" + rest
    return f"{scheme}://{user}{at}{host}{port}{rest}"


def _own_scheme(scheme: str, rest: str) -> str:
    if scheme == "tg":
        return f"tg://{rest}" if re.match(r"[a-z0-9_-]", rest, re.IGNORECASE) else ""
    end = re.search(r"[?#]", rest)
    path, query = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    return f"{scheme}://{path}{'' if '/' in path else '/'}{query}"


def _split_port(place: str) -> tuple[str | None, str]:
    host, colon, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
    if not colon:
        host, port = place, ""
    if colon and (not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536):
        return None, ""
    plain = re.sub(r"[^\x00-\x7f]", "x", host)
    if not _HOST.fullmatch(plain):
        return None, ""
    return host.lower() if host.isascii() else _lower_ascii(host), f":{int(port)}" if colon else ""


def _lower_ascii(text: str) -> str:
    return "".join(character.lower() if character.isascii() else character for character in text)
