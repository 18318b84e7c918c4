"""/advisory shows what the registers say now, side by side; /posture ends with it."""

from __future__ import annotations

from datetime import UTC, datetime

from storage.advisories import put_level
from storage.engine import Database
from storage.model.advisory import Advisory, Authority
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, text_of

MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def know(database: Database, authority: Authority, country: str, level: int, words: str) -> None:
    said = Advisory(authority, (country,), country, level, str(level), words, "https://a.example/", MARCH)
    with database.writing() as session:
        put_level(session, said, country, now=NOON)


def test_levels_stand_side_by_side_with_dates_and_what_is_missing(ask: Ask, database: Database) -> None:
    know(database, Authority.US, "IQ", 4, "Level 4: Do Not Travel")
    know(database, Authority.CANADA, "IQ", 4, "Avoid all travel")
    shown = text_of(ask("advisory", "iraq"))
    assert "US State Department: Level 4: Do Not Travel · 2 Mar 2026" in shown
    assert "Canada: Avoid all travel · 2 Mar 2026" in shown
    assert "Not known from: UK FCDO, Australia." in shown


def test_a_region_is_a_table_with_the_gravest_first(ask: Ask, database: Database) -> None:
    know(database, Authority.US, "JO", 2, "Level 2: Exercise Increased Caution")
    know(database, Authority.US, "IQ", 4, "Level 4: Do Not Travel")
    shown = text_of(ask("advisory", "middle east"))
    assert shown.index("Iraq | 4") < shown.index("Jordan | 2")


def test_posture_ends_with_the_current_levels(ask: Ask, database: Database) -> None:
    know(database, Authority.US, "IQ", 4, "Level 4: Do Not Travel")
    assert text_of(ask("posture", "iraq")).rpartition("Travel advice now")[2].strip().startswith("•")


def test_without_registers_the_answer_says_what_to_do(ask: Ask) -> None:
    assert "No register of travel advice has been read yet" in text_of(ask("advisory", "iraq"))


def test_no_level_is_not_called_safe(ask: Ask, database: Database) -> None:
    know(database, Authority.US, "ML", 4, "Level 4: Do Not Travel")
    assert "not the same as “safe”" in text_of(ask("advisory", "iraq"))
