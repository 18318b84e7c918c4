"""A request as methods see it: checked parameters and uploaded files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.demo.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """Checked parameters by name; uploads by the name of their part."""

    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def file(self, value: Any) -> Upload | str:
        """What VALUE of a file field means: an upload (directly or as attach://part) or a file id or URL."""
        if isinstance(value, Upload):
            return value
        text = str(value)
        if not text.startswith("attach://"):
            return text
        upload = self.uploads.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return upload
