"""Pictures and documents as Telegram stores them."""

from __future__ import annotations

import mimetypes
import struct

from bot.demo.errors import bad_request
from bot.demo.methods.request import Upload
from bot.demo.nouns import Json
from bot.demo.world import StoredFile, World

MAX_PHOTO = 10 * 1024 * 1024  # bytes (Bot API, "Sending files")
MAX_DOCUMENT = 50 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20


def photo_json(world: World, source: Upload | str) -> list[Json]:
    """PhotoSize list (one size) for an upload or a file id; raises ApiError 400 for what is no picture."""
    stored = _stored(world, source, "photos", MAX_PHOTO)
    size = image_size(stored.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > MAX_SIDES or max(size) > MAX_RATIO * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [{**_file(stored), "width": width, "height": height}]


def document_json(world: World, source: Upload | str) -> Json:
    """Document for an upload or a file id."""
    stored = _stored(world, source, "documents", MAX_DOCUMENT)
    return {**_file(stored), "file_name": stored.name, "mime_type": stored.mime_type}


def _file(stored: StoredFile) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def _stored(world: World, source: Upload | str, folder: str, limit: int) -> StoredFile:
    if isinstance(source, str):
        known = world.files.get(source)
        if known is None:  # an address too: the local Telegram fetches nothing from the network
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known
    if not source.data:
        raise bad_request("file must be non-empty")
    if len(source.data) > limit:
        raise bad_request(f"file of size {len(source.data)} bytes is too big; the maximum size is {limit} bytes")
    name = source.name or "file"
    mime_type = mimetypes.guess_type(name)[0] or source.content_type or "application/octet-stream"
    return world.store_file(source.data, folder, name, mime_type)


def image_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels of a PNG, GIF or JPEG, None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None
