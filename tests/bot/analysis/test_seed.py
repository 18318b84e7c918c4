"""The seed article: everything the first issue asks `sitrep analyse` to show on it."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

from bot.analysis.pipeline import analyse
from storage.model.findings import Analysis, Claim, Event, EventType, Severity, Stance, Status


@cache
def text() -> str:
    folder = resources.files("seeds") / "articles"
    return (folder / "000_662afeb621955082.txt").read_text(encoding="utf-8")


@cache
def seed() -> Analysis:
    return analyse(text())


def events(type_: EventType, subtype: str | None = None) -> list[Event]:
    return [e for e in seed().events if e.type is type_ and e.subtype == subtype]


def place(event: Event) -> str | None:
    return event.location.country if event.location else None


def said_by(words: str) -> list[Claim]:
    return [c for c in seed().claims if c.speaker is not None and words in c.speaker.text]


def test_iraq_is_in_focus() -> None:
    assert seed().countries[0].code == "IQ"
    assert seed().countries[0].role == "focus"


def test_the_us_and_iran_come_before_bahrain_kuwait_and_israel() -> None:
    order = [c.code for c in seed().countries]
    assert max(order.index("US"), order.index("IR")) < min(order.index(c) for c in ("BH", "KW", "IL"))


def test_the_dateline_makes_no_country() -> None:
    assert "IT" not in {c.code for c in seed().countries}


def test_the_us_reduces_its_mission_in_iraq() -> None:
    found = [e for e in events(EventType.POSTURE, "reduction") if e.actor is not None and place(e) == "IQ"]
    assert {e.actor.country for e in found if e.actor} == {"US"}


def test_the_evacuation_is_planned() -> None:
    assert [e.status for e in events(EventType.POSTURE, "evacuation")] == [Status.PLANNED]


def test_the_ordered_departure_is_in_baghdad_only() -> None:
    assert [(e.location.text, place(e)) for e in events(EventType.POSTURE, "ordered-departure") if e.location] == [
        ("Baghdad", "IQ")
    ]


def test_bahrain_and_kuwait_keep_their_wording() -> None:
    found = events(EventType.POSTURE, "authorized-departure")
    assert {(e.trigger.text, place(e)) for e in found} == {("authorizations", "BH"), ("authorizations", "KW")}


def test_nasirzadeh_threatens_the_us_with_his_condition() -> None:
    found = [e for e in events(EventType.THREATEN) if e.actor is not None and e.actor.text == "Aziz Nasirzadeh"]
    assert [(e.target.country, e.status) for e in found if e.target] == [("US", Status.THREATENED)]
    assert found[0].condition is not None
    assert found[0].condition.text.startswith("if it decides to pursue any “aggression” against Tehran")


def test_trump_threatens_iran_with_his_condition() -> None:
    found = [e for e in events(EventType.THREATEN) if e.actor is not None and e.actor.text == "Donald Trump"]
    assert [e.target.country for e in found if e.target] == ["IR"]
    assert found[0].condition is not None
    assert found[0].condition.text == "if the two sides cannot reach a deal on the nuclear issue"


def test_what_is_threatened_is_no_assault() -> None:
    assert {e.trigger.text for e in seed().events if e.type is EventType.ASSAULT} == {"attacks"}


def test_the_claimed_attacks_are_history_with_range_count_and_both_targets() -> None:
    found = [e for e in seed().events if e.type is EventType.ASSAULT]
    assert {e.status for e in found} == {Status.HISTORICAL}
    assert {(e.date, e.date_end) for e in found} == {(date(2023, 10, 1), date(2024, 10, 31))}
    assert {e.count.text for e in found if e.count} == {"hundreds"}
    assert {e.target.country for e in found if e.target} == {"IL", "US"}
    assert {e.actor.text for e in found if e.actor} == {"Iran-backed Iraqi militia groups"}
    assert max(e.severity for e in found) <= Severity.LOW


def test_the_war_named_as_a_reason_is_not_the_place_of_the_attacks() -> None:
    assert {place(e) for e in seed().events if e.type is EventType.ASSAULT} == {None}


def test_the_state_department_speaks_through_the_new_region() -> None:
    claim = said_by("spokesperson for the State Department")[0]
    assert claim.direct
    assert claim.via is not None
    assert claim.via.text == "The New Region"


def test_the_quotation_of_three_sentences_is_whole() -> None:
    content = said_by("spokesperson for the State Department")[0].content.of(text())
    assert content.startswith("President [Donald] Trump is committed")
    assert content.endswith("we decided to reduce our mission in Iraq")


def test_reuters_and_ap_are_speakers() -> None:
    assert said_by("Reuters")
    assert said_by("Associated Press")


def test_the_iraqi_source_denies() -> None:
    assert Stance.DENIES in {c.stance for c in said_by("Iraqi government source")}


def test_the_source_added_is_the_same_iraqi_source() -> None:
    contents = [c.content.of(text()) for c in said_by("Iraqi government source") if c.direct]
    assert any(content.startswith("All Arab and foreign diplomatic missions") for content in contents)


def test_nasirzadeh_is_quoted_directly_and_threatens() -> None:
    assert [(c.direct, c.stance) for c in said_by("Nasirzadeh") if c.direct] == [(True, Stance.THREATENS)]


def test_the_article_is_relevant() -> None:
    assert seed().relevance > 0.9


def test_a_publication_date_resolves_wednesday() -> None:
    analysis = analyse(text(), published=date(2025, 6, 12))
    days = {e.date for e in analysis.events if e.type is EventType.THREATEN}
    assert date(2025, 6, 11) in days
