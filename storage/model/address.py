"""The one form of an article's address, however it was shared. Pure.

RFC 3986 section 6 (case, percent-encoding, dot segments, default ports), and what the web adds: tracking parameters,
AMP and mobile editions, ``www``, index files. The form is a key: it is compared, never fetched. Where two addresses
may be two articles they stay two.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_TRACKING = re.compile(
    r"""utm_\w* | (?:pk|mtm|matomo|piwik|hsa|itm)_\w+ | at_(?:medium|campaign|custom\d|link_\w+|format)
    | at_(?:bbc_team|ptr_name)
    | wt_z?mc | fbclid | gclid | gclsrc | gbraid | wbraid | dclid | msclkid
    | yclid | ysclid | twclid | ttclid | igshid | igsh | li_fat_id | mc_cid | mc_eid | mkt_tok | _hsenc | _hsmi | _ga
    | _gl | _openstat | oly_anon_id | oly_enc_id | vero_id | rb_clickid | s_cid | cmpid | ncid | icid | xtor | spm
    | ref_src | ref_url | guccounter | guce_referrer(?:_sig)? | ns_mchannel | ns_source | ns_campaign | ns_linkname
    | traffic_source | smid | __twitter_impression | amp_js_v | usqp | amp_gsa | sfnsn""",
    re.VERBOSE | re.IGNORECASE,
)
"""Names of parameters that say how a reader came, by the documentation of those who add them."""
_AMP_QUERY = {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("output", "amp"), ("view", "amp")}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?:/amp|/amp\.html|\.amp)$|^/amp(?=/.)")
_AMP_NAME = re.compile(r"\.amp(\.html?)$")
_EDITION = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.|([a-z-]+\.)m\.)(?=[^.]+\.[^.])")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_VIEWER = re.compile(r"/(?:amp|[cav])/(s/)?([^/?#]+\.[^/?#]+(?:/.*)?)$")
_VIEWERS = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}|[a-z0-9-]+\.cdn\.ampproject\.org")


def canonical_address(url: str) -> str:
    """The form in which two addresses of one article are equal; of what is no http(s) address, the words themselves.

    ``http`` and ``https`` are one. The order of parameters is that of their names, those of one name stay in theirs.
    """
    address = url.strip()
    while True:
        # Taking one thing away can bare another ("/amp/index.html"): until nothing is left to do.
        shorter = _once(address)
        if shorter == address:
            return address
        address = shorter


def _once(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port
        host = parts.hostname
    except ValueError:  # a port or a bracket that is none
        return address
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return address
    inner = _VIEWER.match(parts.path) if _VIEWERS.fullmatch(host) else None
    if inner is not None:
        return f"https://{inner[2]}" + (f"?{parts.query}" if parts.query else "")
    place = _EDITION.sub(r"\1", _ascii_host(host), count=1)
    if ":" in place:
        place = f"[{place}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        place += f":{port}"
    user, at, _ = parts.netloc.rpartition("@")
    query = _query(parts.query)
    # Pages that draw themselves name their article behind "#!" (or "#/"): no mere place in a page.
    fragment = _escapes(parts.fragment) if parts.fragment.startswith(("!", "/")) else ""
    return (
        f"https://{user}{at}{place}{_path(parts.path)}"
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )


def _ascii_host(host: str) -> str:
    host = host.rstrip(".")
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()


def _path(path: str) -> str:
    path = _without_dots(_escapes(path))
    path = _INDEX.sub("/", path)
    path = path.rstrip("/")
    path = _AMP_NAME.sub(r"\1", path)
    path = _AMP_PATH.sub("", path)
    return path or "/"


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) if len(kept) > 1 else "/" + "".join(kept)


def _escapes(text: str) -> str:
    """RFC 3986 section 6.2.2: unreserved characters plain, everything else that is escaped in capitals."""
    if _PLAIN.fullmatch(text):
        return text

    def fold(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else f"%{match[1].upper()}"

    plain = "".join(c if c.isascii() and c.isprintable() and c not in ' "<>\\^`{|}' else _escaped(c) for c in text)
    return _ESCAPE.sub(fold, plain)


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _query(query: str) -> str:
    kept = []
    for part in _escapes(query).split("&"):
        name, _, value = part.partition("=")
        if not part or _TRACKING.fullmatch(name) or (name.lower(), value.lower()) in _AMP_QUERY:
            continue
        kept.append(part)
    # "?2026/06/article" is a path in disguise, not names and values: its order is its meaning.
    if all("=" in part for part in kept):
        kept.sort(key=lambda part: part.partition("=")[0])
    return "&".join(kept)
