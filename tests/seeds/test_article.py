"""The real article ships as it came."""

from __future__ import annotations

import hashlib

from tests.seeds.exercise import FOLDER

NAME = "000_662afeb621955082.txt"


def test_the_real_article_is_the_only_one_and_unchanged() -> None:
    (file,) = (FOLDER / "articles").iterdir()
    assert file.name == NAME
    assert hashlib.sha256(file.read_bytes()).hexdigest() == (
        "00e016c2d397721d83dcc83030f6bf1e2d5dff788feaf2cd1bbbff871fa975e8"
    )
