"""/country, /threats, /incidents, /posture, /claims, as their reader sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.callbacks import decode
from handlers.ports import Answer, Services
from handlers.render.briefing import briefing_document
from storage.engine import Database
from storage.model.chat import Scope, Subscription
from storage.model.findings import EventType, Severity
from tests.builders import Story
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, buttons_of, text_of

pytestmark = pytest.mark.usefixtures("iraq")


def test_a_briefing_is_headed_by_flag_country_and_window(ask: Ask) -> None:
    """The first thing read."""
    assert text_of(ask("country", "iraq 24h")).startswith("🇮🇶 Iraq · last 24 hours")


def test_the_bottom_line_counts_and_compares(ask: Ask) -> None:
    """By type, with the change, and the highest severity."""
    text = text_of(ask("country", "iraq"))
    assert "1 attack (+1)" in text
    assert "Highest severity: 🟠 high" in text
    assert "change from the 7 days before" in text


def test_each_line_has_its_words_speaker_outlet_time_and_article(ask: Ask, iraq: int) -> None:
    """Provenance stays attached."""
    text = text_of(ask("incidents", "iraq"))
    assert "Armed clash. Gunmen raided a post near Mosul, the army said.\n" in text
    assert f"\n— the army · EXERCISE Meridian Wire · today 09:00 · article {iraq}" in text


def test_times_are_in_the_readers_zone(ask: Ask) -> None:
    """09:00 UTC is noon in Baghdad."""
    assert "today 12:00" in text_of(ask("incidents", "iraq", timezone="Asia/Baghdad", timezone_known=True))


def test_sections_come_in_their_order(ask: Ask) -> None:
    """Threats, incidents, missions, contested."""
    text = text_of(ask("country", "iraq"))
    places = [text.index(name) for name in ("⚠️ Threats", "💥 Incidents", "🏛 Missions", "⚖️ Contested")]
    assert places == sorted(places)


def test_a_contested_claim_shows_both_sides(ask: Ask) -> None:
    """Without a verdict."""
    text = text_of(ask("claims", "iraq"))
    assert "Reuters says: The embassy in Baghdad was evacuated" in text
    assert "A government source denies: any security threats" in text


def test_a_threat_is_no_incident(ask: Ask) -> None:
    """A threat is not an attack."""
    assert "threatened to strike" not in text_of(ask("incidents", "iraq"))


@pytest.mark.parametrize("words", ["Irak", "iraqi", "IQ", "العراق"])
def test_any_name_of_iraq_will_do(ask: Ask, words: str) -> None:
    """As people type it."""
    assert "🇮🇶 Iraq" in text_of(ask("country", words))


def test_threats_without_a_place_are_everywhere(ask: Ask) -> None:
    """With the flags of whom they touch."""
    text = text_of(ask("threats"))
    assert "All countries: threats" in text
    assert "🇮🇶🇮🇷" in text


def test_a_threat_is_found_from_either_side(ask: Ask) -> None:
    """The one who threatens, the one who is threatened."""
    assert "Iran threatened to strike Iraq" in text_of(ask("threats", "iran"))
    assert "Iran threatened to strike Iraq" in text_of(ask("threats", "iraq"))


def test_a_typo_is_answered_with_buttons(ask: Ask) -> None:
    """One tap to what was meant."""
    answer = ask("country", "Irakk")
    assert "Did you mean" in text_of(answer)
    assert decode(buttons_of(answer)["🇮🇶 Iraq"]).words == "IQ"


def test_a_missing_country_is_asked_for(ask: Ask) -> None:
    """With an example."""
    assert "Which country?" in text_of(ask("country"))
    assert "/country iraq 7d" in text_of(ask("country"))


def test_nothing_found_is_said_plainly(ask: Ask) -> None:
    """And what is stored nearby."""
    text = text_of(ask("country", "syria"))
    assert "Nothing found on Syria" in text
    assert "Iraq (3)" in text


def test_provenance_and_coverage_close_a_briefing(ask: Ask) -> None:
    """The last line."""
    last = text_of(ask("country", "iraq")).splitlines()[-1]
    assert "1 article of 1 source read" in last
    assert "No feed is set up" in last
    assert "EXERCISE" in last


def test_the_buttons_lead_on(ask: Ask, iraq: int) -> None:
    """Threats, subscribe, open article."""
    data = {text: decode(value) for text, value in buttons_of(ask("country", "iraq 24h")).items()}
    assert (data["⚠️ Threats 1"].command, data["⚠️ Threats 1"].words) == ("threats", "IQ 24h")
    assert (data["🔔 Subscribe"].command, data["🔔 Subscribe"].words) == ("subscribe", "IQ")
    assert (data[f"📄 Article {iraq}"].command, data[f"📄 Article {iraq}"].words) == ("article", str(iraq))


def test_more_leads_to_what_was_not_shown(ask: Ask, database: Database) -> None:
    """In place, until nothing is left."""
    for number in range(9):
        story = Story(f"Gunmen shelled village {number} in Iraq.")
        story.event(EventType.ASSAULT, "shelled", severity=Severity.LOW, place=("Iraq", "IQ")).store(database)
    first = ask("incidents", "iraq")
    press = decode(buttons_of(first)["More ▸"])
    second = ask(press.command, press.words, page=press.page)
    assert press.edits
    assert "More ▸" not in buttons_of(second)
    assert "◂ Back" in buttons_of(second)
    assert sum(f"village {n} " in text_of(first) + text_of(second) for n in range(9)) == 9


def test_a_long_sentence_is_cut_and_marked(ask: Ask, database: Database) -> None:
    """Its trigger stays in sight."""
    text = (
        "In a village "
        + "far away from everything " * 40
        + "gunmen abducted a teacher in Iraq "
        + "at dawn " * 90
        + "."
    )
    Story(text).event(EventType.ASSAULT, "abducted", place=("Iraq", "IQ")).store(database)
    shown = text_of(ask("incidents", "iraq"))
    assert "gunmen abducted a teacher" in shown
    assert shown.count("[…]") == 2


def test_markup_in_an_article_is_only_text(ask: Ask, database: Database) -> None:
    """A hostile headline changes nothing."""
    Story("Gunmen <b>raided</b> & burned a post in Iraq.").event(
        EventType.ASSAULT, "raided", place=("Iraq", "IQ")
    ).store(database)
    assert "<b>raided</b> & burned" in text_of(ask("incidents", "iraq"))


def test_the_buttons_of_a_digest_open_what_it_shows(ask: Ask, services: Services, database: Database) -> None:
    """Also what is older than a day."""
    story = Story("Gunmen shelled a village in Iraq.", ago=timedelta(days=4))
    story.event(EventType.ASSAULT, "shelled", place=("Iraq", "IQ")).store(database, stored_at=NOON - timedelta(hours=1))
    weekly = Subscription(1, 42, 0, Scope.country("IQ"), "weekly mon 08:00", "UTC", Severity(0), NOON, NOON)
    digest = services.briefer.compose_digest(weekly, now=NOON)
    document = briefing_document(digest, command="digest", timezone="UTC", bot_username="b")
    press = decode(next(data for text, data in buttons_of(Answer(document)).items() if text.startswith("💥 Incidents")))
    assert "Gunmen shelled a village" in text_of(ask(press.command, press.words))


def test_no_threat_is_not_nothing(ask: Ask, database: Database) -> None:
    """What else there is, is said."""
    story = Story("Gunmen shelled Goma.", focus=["CD"])
    story.event(EventType.ASSAULT, "shelled", place=("Goma", "CD")).store(database)
    text = text_of(ask("threats", "dr congo"))
    assert "No threats found on DR Congo" in text
    assert "Of other kinds: 1 attack." in text
