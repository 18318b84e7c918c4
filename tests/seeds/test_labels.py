"""The labels of the exercise articles are honest: complete in kind, and about words that are there."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest

from storage.model.findings import POSTURE_SUBTYPES, EventType, Stance, Status
from storage.places import countries
from tests.seeds.exercise import Exercise, exercises, expected, labels

ACLED = {
    "Armed clash", "Government regains territory", "Non-state actor overtakes territory",
    "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    "Violent demonstration", "Mob violence",
    "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance",
    "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory", "Other",
}  # fmt: skip
ON_THE_GROUND = ("ASSAULT", "PROTEST", "COERCE")
each = pytest.mark.parametrize("article", exercises(), ids=lambda article: article.stem)


def found_events(**wanted: str) -> int:
    return sum(all(event.get(key) == value for key, value in wanted.items()) for _, event in labels("events"))


def has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def without_datelines(body: str) -> str:
    return re.sub(r"^[A-Z][A-Z’' -]+(, [\w. ]+)? – ", "", body, flags=re.MULTILINE)


def test_every_article_has_labels_and_nothing_else_has() -> None:
    assert list(expected()) == [article.stem for article in exercises()]


@each
def test_labels_have_their_form(article: Exercise) -> None:
    label = expected()[article.stem]
    assert set(label) == {"security", "focus", "mentioned", "events", "claims", "story"}
    assert isinstance(label["security"], bool)
    assert set(label["focus"]) | set(label["mentioned"]) <= set(countries())
    assert not set(label["focus"]) & set(label["mentioned"])
    for event in label["events"]:
        assert {"type", "status", "trigger", "actor", "target"} <= set(event)
        assert set(event) <= {"type", "subtype", "status", "trigger", "actor", "target"}
    for claim in label["claims"]:
        assert set(claim) == {"speaker", "stance"}


@each
def test_labelled_words_are_whole_words_of_the_text(article: Exercise) -> None:
    label = expected()[article.stem]
    words = [event[part] for event in label["events"] for part in ("trigger", "actor", "target") if event[part]]
    words += [claim["speaker"] for claim in label["claims"]]
    assert [word for word in words if not has_word(article.body, word)] == []


@each
def test_a_labelled_country_is_named_outside_the_dateline(article: Exercise) -> None:
    label, text = expected()[article.stem], without_datelines(article.body)
    for code in (*label["focus"], *label["mentioned"]):
        country = countries()[code]
        names = [country.name, *country.names, *country.demonyms, *country.governments, *country.cities]
        # The American state of Georgia means the United States without naming them.
        names += [country.capital or country.name, *(["Georgia"] if code == "US" else [])]
        assert any(has_word(text, name) for name in names), code


@each
def test_what_is_no_security_news_has_no_events_and_claims(article: Exercise) -> None:
    label = expected()[article.stem]
    assert label["security"] == bool(label["events"])
    assert label["security"] or (label["claims"], label["story"]) == ([], None)


def test_subtypes_are_of_their_kind() -> None:
    wrong = [
        event
        for _, event in labels("events")
        if "subtype" in event
        and not (event["type"] == "POSTURE" and event["subtype"] in POSTURE_SUBTYPES)
        and not (event["type"] in ON_THE_GROUND and event["subtype"] in ACLED)
    ]
    assert wrong == []


def test_a_posture_always_has_its_subtype() -> None:
    assert [event for _, event in labels("events") if event["type"] == "POSTURE" and "subtype" not in event] == []


def test_an_event_is_labelled_once() -> None:
    for article in exercises():
        keys = [tuple(sorted(event.items(), key=str)) for event in expected()[article.stem]["events"]]
        assert len(set(keys)) == len(keys), article.stem


def test_a_threat_has_the_status_threatened_unless_it_is_denied() -> None:
    statuses = {event["status"] for _, event in labels("events") if event["type"] == "THREATEN"}
    assert statuses == {"threatened", "denied"}


@pytest.mark.parametrize("type_", EventType)
def test_every_event_type_occurs_several_times(type_: EventType) -> None:
    assert found_events(type=type_.value) >= 3


@pytest.mark.parametrize("status", Status)
def test_every_status_occurs_several_times(status: Status) -> None:
    assert found_events(status=status.value) >= 5


@pytest.mark.parametrize("subtype", sorted(POSTURE_SUBTYPES))
def test_every_kind_of_posture_occurs(subtype: str) -> None:
    assert found_events(type="POSTURE", subtype=subtype) >= 1


def test_most_acled_subtypes_occur() -> None:
    assert len({event["subtype"] for _, event in labels("events") if event.get("subtype") in ACLED}) >= 18


@pytest.mark.parametrize("stance", Stance)
def test_every_stance_occurs_several_times(stance: Stance) -> None:
    assert sum(claim["stance"] == stance.value for _, claim in labels("claims")) >= 5


def test_many_countries_are_told_of() -> None:
    told = [code for label in expected().values() if label["security"] for code in label["focus"]]
    assert len(set(told)) >= 25
    assert told.count("IQ") >= 8


def test_some_articles_are_bait() -> None:
    assert sum(not label["security"] for label in expected().values()) >= 6


def _stories() -> dict[str, list[Exercise]]:
    found: defaultdict[str, list[Exercise]] = defaultdict(list)
    for article in exercises():
        if story := expected()[article.stem]["story"]:
            found[story].append(article)
    return found


def test_a_story_is_told_more_than_once() -> None:
    assert {story: len(told) for story, told in _stories().items() if len(told) < 2} == {}


def test_some_stories_are_told_by_three_outlets() -> None:
    outlets: list[Any] = [{article.fields["source"] for article in told} for told in _stories().values()]
    assert sum(len(names) >= 3 for names in outlets) >= 3


def test_some_articles_are_reprints_of_another_outlets_text() -> None:
    reprints = [a for a in exercises() if re.search(r"EXERCISE [A-Z][\w ]+ reported", a.body)]
    assert len(reprints) >= 2
    for reprint in reprints:
        own = set(reprint.body.splitlines())
        told = _stories()[expected()[reprint.stem]["story"]]
        shared = max(len(own & set(other.body.splitlines())) for other in told if other is not reprint)
        assert shared >= len(own) - 2, reprint.stem


@pytest.mark.parametrize("story", ["tel-sarwan-shelling", "dan-gwari-school", "tanker-wadi-harush", "kabilembe"])
def test_some_stories_are_contradicted(story: str) -> None:
    statuses = {event["status"] for article in _stories()[story] for event in expected()[article.stem]["events"]}
    assert {"occurred", "denied"} <= statuses
