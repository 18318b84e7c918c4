"""Undoing a content coding, never beyond a limit of bytes: the answer to decompression bombs."""

from __future__ import annotations

import zlib

from storage.errors import SourceError


class Unpacker:
    """Undoes one content coding piece by piece and stops at ``limit`` bytes, however much a piece would swell to."""

    def __init__(self, coding: str, limit: int) -> None:
        coding = coding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise SourceError(f"it came in the encoding {coding[:40]!r}, which was not asked for")
        self._coding = coding
        self._limit = limit
        self._out = bytearray()
        self._begun = False
        self._zlib = None if coding in ("", "identity") else self._decompressor()

    def _decompressor(self) -> zlib._Decompress:
        return zlib.decompressobj(zlib.MAX_WBITS | (16 if "gzip" in self._coding else 0))

    def feed(self, piece: bytes) -> None:
        """Take in a piece. Raises ``SourceError`` beyond the limit or for damaged data."""
        if self._zlib is None:
            self._keep(piece)
            return
        while piece:
            self._begun = True
            if self._zlib.eof:
                if "gzip" not in self._coding:
                    return
                # RFC 1952: a gzip file may have several members, one after the other.
                self._zlib = self._decompressor()
            piece = self._inflate(piece)

    def _inflate(self, piece: bytes) -> bytes:
        """Undo a piece up to the end of its member; returns what lies behind that."""
        assert self._zlib is not None
        room = self._limit - len(self._out) + 1
        try:
            data = self._zlib.decompress(piece, room)
        except zlib.error as error:
            # "deflate" is zlib by RFC 9110, but raw from some servers, as browsers accept.
            if self._coding != "deflate" or self._out:
                raise SourceError("its compressed content is damaged") from error
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                data = self._zlib.decompress(piece, room)
            except zlib.error:
                raise SourceError("its compressed content is damaged") from error
        self._keep(data)
        return self._zlib.unused_data

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._limit:
            raise too_large(self._limit)

    def finish(self) -> bytes:
        """Everything taken in."""
        if self._zlib is not None and self._begun and not self._zlib.eof:
            raise SourceError("its content ended early")
        return bytes(self._out)


def too_large(limit: int) -> SourceError:
    """The error for content over ``limit`` bytes."""
    return SourceError(f"it is larger than {limit / 1024 / 1024:.3g} MB")
