"""Logs never tell a secret."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import RedactingFormatter, configure_logging, redact

TOKEN = "123456789:AAH-abc_defghijklmnopqrstuvwxyz0123"


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_token_is_taken_out_wherever_it_stands(before: str, after: str) -> None:
    """In an address, a message, a traceback."""
    assert TOKEN not in redact(f"{before} https://api.example/bot{TOKEN}/getMe {after}")
    assert TOKEN not in redact(f"{before} {TOKEN} {after}")


def test_a_database_password_is_taken_out() -> None:
    """The user and the host may stay."""
    assert redact("postgresql://sitrep:secret@db/sitrep") == "postgresql://sitrep:***@db/sitrep"


@pytest.mark.parametrize(
    "text",
    [
        "no route to postgresql://db/sitrep?user=sitrep&password=topsecret",
        "postgresql://db/sitrep?password=topsecret&sslmode=require",
        "host=db user=sitrep password=topsecret",
        "postgresql://:topsecret@db/sitrep",
    ],
)
def test_a_password_is_taken_out_wherever_it_is_written(text: str) -> None:
    assert "topsecret" not in redact(text)


def test_an_escaped_token_is_taken_out() -> None:
    """As it stands in an address."""
    assert "AAH" not in redact("https://api.example/bot" + TOKEN.replace(":", "%3A") + "/getMe")


def test_a_traceback_is_redacted_too() -> None:
    """Errors of the network carry addresses."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter())
    logger = logging.Logger("x")
    logger.addHandler(handler)
    try:
        raise RuntimeError(f"no route to /bot{TOKEN}/getUpdates")
    except RuntimeError:
        logger.exception("failed")
    assert "RuntimeError" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


@pytest.fixture
def _root_restored() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.usefixtures("_root_restored")
def test_libraries_that_log_addresses_and_updates_stay_quiet() -> None:
    """Also at DEBUG."""
    configure_logging("DEBUG")
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("telegram.ext.Application").isEnabledFor(logging.DEBUG)
