"""Webhook settings (Bot API: setWebhook, deleteWebhook, getWebhookInfo). Delivery is in `bot.demo.delivery`."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from bot.demo.errors import bad_request
from bot.demo.methods.request import Request
from bot.demo.nouns import Json
from bot.demo.queue import DEFAULT_KINDS, UPDATE_KINDS
from bot.demo.world import Webhook, World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def set_webhook(world: World, request: Request) -> bool:
    """setWebhook: True. http to a loopback address is allowed here, other addresses are refused."""
    values = request.values
    url = values["url"]
    if not url:
        return delete_webhook(world, request)
    if "certificate" in values:
        raise bad_request("certificates are not supported by the local Telegram")
    if not _is_loopback(url):
        raise bad_request("bad webhook: the local Telegram posts to http addresses on loopback only")
    secret = values.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= values.get("max_connections", 40) <= 100:
        raise bad_request("max_connections must be from 1 to 100")
    if "allowed_updates" in values:
        allow_updates(world, values["allowed_updates"])
    if values.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook(url, secret, values.get("max_connections", 40))
    world.tell("webhook", world.webhook)
    return True


def allow_updates(world: World, kinds: list[str]) -> None:
    """Remember which updates the bot wants; Telegram ignores kinds it does not know."""
    world.updates.allow(kind for kind in kinds if kind in UPDATE_KINDS)


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def delete_webhook(world: World, request: Request) -> bool:
    """deleteWebhook: True."""
    if request.values.get("drop_pending_updates"):
        world.updates.clear()
    world.webhook = None
    world.tell("webhook", None)
    return True


def get_webhook_info(world: World, _: Request) -> Json:
    """getWebhookInfo: WebhookInfo."""
    out: Json = {
        "url": world.webhook.url if world.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.webhook:
        out["max_connections"] = world.webhook.max_connections
    if world.updates.allowed != DEFAULT_KINDS:
        out["allowed_updates"] = sorted(world.updates.allowed)
    return out
