"""What a page or file handed in may say of where it is from. Pure.

Anybody can put any outlet's name on a page of his own. The name of a source that is known by its site is believed on
that site only; what strangers hand in is filed under what cannot be made up: the host it came from.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from storage.model.article import TELEGRAM, Draft, Source


def telegram_source(name: str, key: str) -> Source:
    """A channel, group or person on Telegram, as a source: nobody has judged it.

    All of them are one family, one voice where origins are counted: whoever has one channel can have ten.
    """
    reason = "on Telegram anybody can call a channel anything: not judged yet"
    return Source(key=key, name=name, kind=TELEGRAM, family="Telegram", reliability="F", reliability_reason=reason)


def host_of(url: str | None) -> str:
    """The host of an address, without ``www.``; empty where there is none."""
    try:
        return ((urlsplit(url).hostname if url else None) or "").removeprefix("www.")
    except ValueError:
        return ""


def is_site_of(host: str, homepage: str | None) -> bool:
    """Whether a host is that of a homepage, or below it (``uk.example.org`` of ``https://www.example.org/``)."""
    home = host_of(homepage)
    return bool(home) and (host == home or host.endswith(f".{home}"))


def vouched(draft: Draft, fetched_from: str, known: Source | None, *, strict: bool) -> Draft:
    """The draft of a page under a name that may be believed. ``known`` is the source that has the draft's name now.

    ``strict``: it was handed in by people who are not the bot's admins.
    """
    host = host_of(fetched_from)
    if known is not None and is_site_of(host, known.homepage):
        name = draft.source_name
    elif strict or (known is not None and (known.homepage or known.kind == TELEGRAM)):
        name = host
    else:
        name = draft.source_name
    url = draft.url
    if strict and host_of(url) != host:
        url = fetched_from
    return replace(draft, source_name=name, url=url)


def filed_under(draft: Draft, source_name: str | None) -> Draft:
    """The draft of a file that strangers handed in: their group is the source, and no address in it is believed."""
    return replace(draft, source_name=source_name, url=None)
