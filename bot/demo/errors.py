"""Refusals of the local Telegram, worded as Telegram words them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Bot API refusal: HTTP status, Telegram's description and the optional `ResponseParameters`.

    Source: Bot API, "Making requests" (`error_code`, `description`, `parameters`).
    """

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters or {}


def bad_request(why: str) -> ApiError:
    """A 400 whose description starts with Telegram's "Bad Request: "."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """A 403 whose description starts with Telegram's "Forbidden: "."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """A 409 whose description starts with Telegram's "Conflict: "."""
    return ApiError(409, f"Conflict: {why}")


def too_many_requests(retry_after_s: int) -> ApiError:
    """A 429 with `parameters.retry_after` in seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})


def migrated(new_chat_id: int) -> ApiError:
    """The 400 of a group that became a supergroup, with `parameters.migrate_to_chat_id`."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )
