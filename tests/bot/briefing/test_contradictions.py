"""Two sources that cannot both be right stand side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.briefing.contradictions import disjoint, find_contradictions
from storage.engine import Database
from storage.events import EventQuery, find_claims, find_events
from storage.model.briefing import Contradiction
from storage.model.findings import EventType, Quantity, Stance
from tests.builders import Story


def _found(database: Database) -> list[Contradiction]:
    with database.reading() as session:
        return find_contradictions(find_events(session, EventQuery()), find_claims(session))


def _attack(words: str, number: tuple[str, int, int | None], **more: object) -> Story:
    text = f"Gunmen raided the checkpoint outside Mosul, killing {words} soldiers and burning two trucks."
    story = Story(text, **more)  # type: ignore[arg-type]
    return story.event(EventType.ASSAULT, "raided", place=("Mosul", "IQ"), dead=number)


def test_numbers_that_cannot_both_be_right_are_shown(database: Database) -> None:
    """Four dead here, eleven there, the same raid."""
    _attack("four", ("four", 4, 4), source="A").store(database)
    _attack("11", ("11", 11, 11), source="B").store(database)
    assert [pair.about for pair in _found(database)] == ["fatalities: four / 11"]


def test_the_earlier_report_stands_first(database: Database) -> None:
    """The later number may be the update."""
    _attack("11", ("11", 11, 11), source="B", ago=timedelta(hours=1)).store(database)
    _attack("four", ("four", 4, 4), source="A", ago=timedelta(hours=9)).store(database)
    assert "four" in _found(database)[0].first.text


def test_numbers_that_agree_are_no_contradiction(database: Database) -> None:
    """ "At least four" and eleven do not exclude each other."""
    _attack("at least four", ("at least four", 4, None), source="A").store(database)
    _attack("11", ("11", 11, 11), source="B").store(database)
    assert _found(database) == []


def test_attacks_days_apart_are_two_attacks(database: Database) -> None:
    """Other numbers a week later contradict nothing."""
    _attack("four", ("four", 4, 4), source="A", ago=timedelta(days=6)).store(database)
    _attack("11", ("11", 11, 11), source="B").store(database)
    assert _found(database) == []


def test_attacks_in_other_countries_are_two_attacks(database: Database) -> None:
    """Mosul is not Goma."""
    _attack("four", ("four", 4, 4), source="A").store(database)
    other = Story("Gunmen raided the checkpoint outside Goma, killing 11 soldiers and burning two trucks.", source="B")
    other.event(EventType.ASSAULT, "raided", place=("Goma", "CD"), dead=("11", 11, 11)).store(database)
    assert _found(database) == []


def _evacuation() -> Story:
    return Story(
        "Reuters reported that the embassy was preparing to evacuate over heightened security risks. "
        "A government source said no security indicators had been recorded that warrant an evacuation. "
    )


def test_a_denial_meets_the_claim_it_denies(database: Database) -> None:
    """Their telling words are shared."""
    story = _evacuation()
    story.claim(
        "the embassy was preparing to evacuate over heightened security risks", speaker="Reuters", cue="reported"
    )
    story.claim(
        "no security indicators had been recorded that warrant an evacuation",
        speaker="A government source",
        cue="said",
        stance=Stance.DENIES,
    ).store(database)
    pair = _found(database)[0]
    assert (pair.first.speaker, pair.second.speaker, pair.about) == ("Reuters", "A government source", "")


def test_a_demand_that_is_rejected_is_no_dispute_of_facts(database: Database) -> None:
    """ "Rejected the demand"."""
    story = Story(
        "A source said the embassy guards want an inspection. The ministry rejected any inspection of guards. "
    )
    story.claim("the embassy guards want an inspection", speaker="A source", cue="said")
    story.claim("any inspection of guards", speaker="The ministry", cue="rejected", stance=Stance.DENIES)
    story.store(database)
    assert _found(database) == []


def test_a_speaker_does_not_contradict_himself(database: Database) -> None:
    """The same mouth twice is no dispute between sources."""
    story = _evacuation()
    story.claim(
        "the embassy was preparing to evacuate over heightened security risks", speaker="Reuters", cue="reported"
    )
    story.claim(
        "no security indicators had been recorded that warrant an evacuation",
        speaker="Reuters",
        cue="said",
        stance=Stance.DENIES,
    ).store(database)
    assert _found(database) == []


def test_a_denial_of_something_else_stands_alone(database: Database) -> None:
    """Nothing shared: nothing shown."""
    story = Story(
        "Reuters reported that farmers blocked bridges. The ministry denied raising customs duties on maize. "
    )
    story.claim("farmers blocked bridges", speaker="Reuters", cue="reported")
    story.claim("raising customs duties on maize", speaker="The ministry", cue="denied", stance=Stance.DENIES)
    story.store(database)
    assert _found(database) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((4, 4), (11, 11), True), ((4, None), (11, 11), False), ((200, 999), (50, 60), True), ((4, 9), (9, 12), False)],
)
def test_ranges_that_meet_are_not_disjoint(
    first: tuple[int, int | None], second: tuple[int, int | None], expected: bool
) -> None:
    """An open end reaches everything above it."""
    assert disjoint(Quantity("", 0, 0, *first), Quantity("", 0, 0, *second)) is expected


def test_a_village_of_no_known_country_may_be_the_same_place(database: Database) -> None:
    """One report names the country, the other only the village."""
    first = Story("Gunmen raided the market of Tel Sarwan in Iraq, killing four traders and burning shops.", source="A")
    first.event(EventType.ASSAULT, "raided", place=("Iraq", "IQ"), dead=("four", 4, 4)).store(database)
    second = Story(
        "A raid on the market of Tel Sarwan left eleven traders dead and shops burning, gunmen fled.", source="B"
    )
    second.event(EventType.ASSAULT, "raid", dead=("eleven", 11, 11)).store(database)
    assert [pair.about for pair in _found(database)] == ["fatalities: four / eleven"]
