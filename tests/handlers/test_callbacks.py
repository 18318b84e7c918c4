"""Button data: 64 bytes, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import LETTERS, MOST_BYTES, Press, decode, encode
from storage.errors import UserError


@given(
    st.builds(
        Press,
        command=st.sampled_from(sorted(LETTERS)),
        words=st.text(max_size=60),
        page=st.integers(0, 999_999),
        edits=st.booleans(),
    )
)
def test_data_reads_back_or_does_not_fit(press: Press) -> None:
    """Whatever fits into 64 bytes comes back the same."""
    try:
        data = encode(press)
    except ValueError:
        assert len(press.words.encode(errors="surrogatepass")) > MOST_BYTES - 12 or max(press.words) >= "\ud800"
        return
    assert len(data.encode()) <= MOST_BYTES
    assert decode(data) == press


@given(st.text(max_size=64))
def test_foreign_data_is_refused_kindly(data: str) -> None:
    """Buttons of another version never crash: they are read, or refused with a hint."""
    try:
        press = decode(data)
    except UserError:
        return
    assert press.command in LETTERS


def test_every_command_has_a_letter_of_its_own() -> None:
    """Two commands with one letter would answer for each other."""
    assert len(set(LETTERS.values())) == len(LETTERS)


@pytest.mark.parametrize("data", ["", "t", "t|IQ", "?|IQ|0", "t|IQ|x", "t|IQ|٣", "t|IQ|-1", "t|IQ|1234567"])
def test_broken_data_is_refused(data: str) -> None:
    """Each of these is nobody's."""
    with pytest.raises(UserError):
        decode(data)
