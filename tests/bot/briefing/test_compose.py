"""What a briefing holds, and what it never shows as news."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.briefing.compose import DatabaseBriefer, period_of
from handlers.args import parse_window
from storage.engine import Database
from storage.model.briefing import Briefing, Line, SectionKind
from storage.model.chat import Scope, Subscription
from storage.model.findings import EventType, Severity, Stance, Status
from storage.sources import add_feed, update_feed
from tests.builders import Story
from tests.conftest import NOON

IRAQ = Scope.country("IQ")


def _brief(database: Database, scope: Scope = IRAQ, words: str = "7d", now: datetime = NOON) -> Briefing:
    return DatabaseBriefer(database).compose(scope, parse_window(words, now=now, timezone="UTC"), now=now)


def _lines(briefing: Briefing, kind: SectionKind) -> list[Line]:
    return [line for section in briefing.sections if section.kind is kind for line in section.lines]


def _raid(text: str = "Gunmen raided a post near Mosul.", **more: object) -> Story:
    story = Story(text, **more)  # type: ignore[arg-type]
    return story.event(EventType.ASSAULT, "raided", severity=Severity.HIGH, place=("Mosul", "IQ"))


def test_each_event_stands_in_its_section(database: Database) -> None:
    """Threats, incidents and missions are told apart."""
    story = _raid("Gunmen raided a post near Mosul. Iran threatened Iraq. The embassy in Iraq was evacuated. ")
    story.event(EventType.THREATEN, "threatened", status=Status.THREATENED, target=("Iraq", "IQ"))
    story.event(EventType.POSTURE, "evacuated", subtype="evacuation", place=("Iraq", "IQ")).store(database)
    briefing = _brief(database)
    shown = {kind: [line.text for line in _lines(briefing, kind)] for kind in SectionKind if _lines(briefing, kind)}
    assert shown == {
        SectionKind.THREATS: ["Iran threatened Iraq."],
        SectionKind.INCIDENTS: ["Gunmen raided a post near Mosul."],
        SectionKind.POSTURE: ["The embassy in Iraq was evacuated."],
    }


def test_every_line_is_a_slice_of_its_article(database: Database) -> None:
    """White space folded, nothing else."""
    _raid("Calm in Basra. Gunmen  raided a\npost near Mosul. More later. ").store(database)
    line = _lines(_brief(database), SectionKind.INCIDENTS)[0]
    assert line.text == "Gunmen raided a post near Mosul."
    assert line.text in " ".join(line.article.text.split())


def test_a_historical_attack_is_background(database: Database) -> None:
    """Never an incident, never in the count."""
    story = Story("Gunmen raided a post near Mosul in 2014.")
    story.event(EventType.ASSAULT, "raided", status=Status.HISTORICAL, place=("Mosul", "IQ")).store(database)
    briefing = _brief(database)
    assert not _lines(briefing, SectionKind.INCIDENTS)
    assert len(_lines(briefing, SectionKind.BACKGROUND)) == 1
    assert briefing.highest is None


def test_events_of_one_sentence_share_a_line(database: Database) -> None:
    """Two targets, one sentence: told once."""
    story = Story("Militias attacked Israeli and American bases in Iraq.")
    for words, code in (("Israeli", "IL"), ("American", "US")):
        story.event(EventType.ASSAULT, "attacked", target=(words, code), place=("Iraq", "IQ"))
    story.store(database)
    lines = _lines(_brief(database), SectionKind.INCIDENTS)
    assert [len(line.records) for line in lines] == [2]


def test_conjoined_targets_count_as_one_trigger(database: Database) -> None:
    """Totals count distinct triggers."""
    story = Story("Militias attacked Israeli and American bases in Iraq.")
    for words, code in (("Israeli", "IL"), ("American", "US")):
        story.event(EventType.ASSAULT, "attacked", target=(words, code), place=("Iraq", "IQ"))
    story.store(database)
    assert [change.now.number for change in _brief(database).changes] == [1]


def test_the_same_sentence_elsewhere_is_named_not_repeated(database: Database) -> None:
    """A reprint is no second report."""
    _raid(source="Meridian Wire", ago=timedelta(hours=5)).store(database)
    _raid("Gunmen raided a post near Mosul. From our wires.", source="Harbour Post").store(database)
    lines = _lines(_brief(database), SectionKind.INCIDENTS)
    assert [(line.article.source.name if line.article.source else "", line.also_in) for line in lines] == [
        ("Meridian Wire", ("Harbour Post",))
    ]


def test_the_change_is_against_the_window_before(database: Database) -> None:
    """Two now, one in the seven days before."""
    for number, hours in enumerate((3, 30, 24 * 9)):
        _raid(f"Gunmen raided post {number} near Mosul.", ago=timedelta(hours=hours)).store(database)
    change = _brief(database).changes[0]
    assert (change.now.number, change.before) == (2, 1)


def test_who_said_it_stays_with_it(database: Database) -> None:
    """An event inside somebody's words carries the speaker."""
    story = _raid("The army said gunmen raided a post near Mosul.")
    story.claim("gunmen raided a post near Mosul", speaker="The army", cue="said").store(database)
    assert _lines(_brief(database), SectionKind.INCIDENTS)[0].speaker == "The army"


def test_an_undated_article_is_in_the_window_of_its_fetch(database: Database) -> None:
    """And the briefing says so."""
    _raid(ago=None).store(database)
    briefing = _brief(database)
    assert len(_lines(briefing, SectionKind.INCIDENTS)) == 1
    assert briefing.undated == 1


def test_another_countrys_events_stay_out(database: Database) -> None:
    """A wrong country can hurt someone."""
    story = Story("Gunmen raided a post near Goma.", focus=["CD"])
    story.event(EventType.ASSAULT, "raided", place=("Goma", "CD")).store(database)
    assert _brief(database).is_empty


def test_nothing_found_names_what_is_stored_nearby(database: Database) -> None:
    """Syria is in the same region; the Congo is not."""
    for place, code in (("Aleppo", "SY"), ("Goma", "CD")):
        story = Story(f"Gunmen raided a post near {place}.", focus=[code])
        story.event(EventType.ASSAULT, "raided", place=(place, code)).store(database)
    assert _brief(database).nearby == (("SY", 1),)


def test_a_superseded_revision_is_not_told(database: Database) -> None:
    """What was corrected away is gone from briefings."""
    _raid("Gunmen raided a post near Mosul, first version.", url="https://a.example/1").store(database)
    _raid("Gunmen raided a post near Mosul, second version.", url="https://a.example/1").store(database)
    assert ["second" in line.text for line in _lines(_brief(database), SectionKind.INCIDENTS)] == [True]


def test_a_region_holds_its_countries(database: Database) -> None:
    """Iraq is in the Middle East."""
    _raid().store(database)
    assert len(_lines(_brief(database, Scope.region("middle-east")), SectionKind.INCIDENTS)) == 1
    assert _brief(database, Scope.region("sahel")).is_empty


def test_coverage_counts_the_feeds_read_in_the_window(database: Database) -> None:
    """One read, one never."""
    with database.writing() as session:
        for name in ("a", "b"):
            feed, _ = add_feed(session, f"https://{name}.example/feed", now=NOON - timedelta(days=9), interval_s=900)
        update_feed(session, feed.id, last_success_at=NOON - timedelta(hours=1))
    coverage = _brief(database).coverage
    assert (coverage.read, coverage.total, coverage.oldest_at) == (1, 2, NOON - timedelta(hours=1))


def _subscription(last: datetime | None, severity: Severity = Severity.INFORMATIONAL) -> Subscription:
    return Subscription(
        id=1,
        chat_id=42,
        thread_id=0,
        scope=IRAQ,
        recurrence="daily 07:00",
        timezone="UTC",
        min_severity=severity,
        next_due_at=NOON,
        created_at=NOON,
        last_cutoff_at=last,
    )


def _digest(database: Database, last: datetime | None, now: datetime = NOON) -> Briefing:
    return DatabaseBriefer(database).compose_digest(_subscription(last), now=now)


def test_a_first_digest_says_it_is_the_first(database: Database) -> None:
    """It looks one period back."""
    _raid().store(database, stored_at=NOON - timedelta(minutes=2))
    digest = _digest(database, None)
    assert (digest.first, digest.window.since, digest.is_empty) == (True, NOON - timedelta(days=1), False)


def test_a_digest_tells_what_was_stored_since_the_last(database: Database) -> None:
    """Not what it told before."""
    yesterday = NOON - timedelta(days=1)
    _raid("Gunmen raided post A near Mosul.", now=yesterday).store(database)
    _raid("Gunmen raided post B near Mosul.").store(database, stored_at=NOON - timedelta(minutes=2))
    texts = [line.text for line in _lines(_digest(database, yesterday + timedelta(hours=1)), SectionKind.INCIDENTS)]
    assert texts == ["Gunmen raided post B near Mosul."]


def test_digests_in_a_row_tell_everything_once(database: Database) -> None:
    """What is stored at the very instant of a digest is in the next one, and only there."""
    _raid().store(database, stored_at=NOON)
    first = _digest(database, NOON - timedelta(days=1), now=NOON)
    second = _digest(database, NOON, now=NOON + timedelta(days=1))
    assert [len(_lines(digest, SectionKind.INCIDENTS)) for digest in (first, second)] == [0, 1]


def test_an_old_report_that_comes_in_late_is_not_new(database: Database) -> None:
    """It is counted as late."""
    _raid(ago=timedelta(days=30)).store(database, stored_at=NOON - timedelta(hours=1))
    digest = _digest(database, NOON - timedelta(days=1))
    assert (digest.is_empty, digest.late) == (True, 1)


def test_a_minimum_severity_leaves_the_rest_out(database: Database) -> None:
    """The raid is high: it passes "high", not "critical"."""
    _raid().store(database, stored_at=NOON - timedelta(minutes=2))
    briefer = DatabaseBriefer(database)
    digests = [
        briefer.compose_digest(_subscription(None, severity), now=NOON)
        for severity in (Severity.HIGH, Severity.CRITICAL)
    ]
    assert [len(_lines(digest, SectionKind.INCIDENTS)) for digest in digests] == [1, 0]


def test_claims_are_listed_with_denials_first(database: Database) -> None:
    """Of one day."""
    story = Story("Ahmed said roads are open. Basim denied the roads are open. ")
    story.claim("roads are open", speaker="Ahmed", cue="said")
    story.claim("the roads are open", speaker="Basim", cue="denied", stance=Stance.DENIES).store(database)
    window = parse_window("7d", now=NOON, timezone="UTC")
    briefing = DatabaseBriefer(database).compose(IRAQ, window, now=NOON, kinds=[SectionKind.CLAIMS])
    assert [line.speaker for line in _lines(briefing, SectionKind.CLAIMS)] == ["Basim", "Ahmed"]


def test_pages_go_on_where_the_last_ended(database: Database) -> None:
    """No line twice, none lost."""
    for number in range(9):
        _raid(f"Gunmen raided post {number} near Mosul.", ago=timedelta(hours=number)).store(database)
    window = parse_window("7d", now=NOON, timezone="UTC")
    briefer = DatabaseBriefer(database)
    kinds = [SectionKind.INCIDENTS]
    pages = [briefer.compose(IRAQ, window, now=NOON, kinds=kinds, page=page, page_size=4) for page in range(3)]
    texts = [line.text for page in pages for line in _lines(page, SectionKind.INCIDENTS)]
    assert (len(texts), len(set(texts)), pages[0].pages) == (9, 9, 3)


@pytest.mark.parametrize(("recurrence", "days"), [("daily 07:00", 1), ("weekly mon 08:00", 7), ("every 6h", 1)])
def test_a_first_digest_looks_one_period_back(recurrence: str, days: int) -> None:
    """At least a day."""
    assert period_of(recurrence) == timedelta(days=days)


def test_what_is_being_stored_while_a_digest_is_composed_is_in_the_next(database: Database) -> None:
    """Its time has passed, its transaction has not ended: no digest may step over it."""
    first = _digest(database, NOON - timedelta(days=1), now=NOON)
    _raid().store(database, stored_at=NOON - timedelta(seconds=20))
    second = _digest(database, first.window.until, now=NOON + timedelta(days=1))
    assert [len(_lines(digest, SectionKind.INCIDENTS)) for digest in (first, second)] == [0, 1]


def test_two_digests_within_a_minute_are_no_trouble(database: Database) -> None:
    """The second has nothing to tell."""
    _raid().store(database, stored_at=NOON - timedelta(seconds=90))
    digest = _digest(database, NOON - timedelta(seconds=30), now=NOON)
    assert (digest.is_empty, digest.window.since) == (True, digest.window.until)


def test_reprints_count_once(database: Database) -> None:
    """As the list shows them."""
    for number in range(3):
        _raid(f"Gunmen raided a post near Mosul. ({number})", source=f"Outlet {number}").store(database)
    assert [change.now.number for change in _brief(database).changes] == [1]


@pytest.mark.parametrize("status", [Status.DENIED, Status.PLANNED, Status.THREATENED, Status.HYPOTHETICAL])
def test_what_did_not_happen_is_not_counted(database: Database, status: Status) -> None:
    """A denial is not a report, a plan is not an act."""
    story = Story("Gunmen raided a post near Mosul.")
    story.event(EventType.ASSAULT, "raided", status=status, place=("Mosul", "IQ")).store(database)
    assert _brief(database).highest is None


def test_a_phrase_that_two_wars_share_is_two_reports(database: Database) -> None:
    """ "Four soldiers were killed." in Mali and in Somalia."""
    for place, code in (("Gao", "ML"), ("Jowhar", "SO")):
        story = Story(f"Fighting in {place} went on. Four soldiers were killed. ", focus=[code], source=place)
        story.event(EventType.ASSAULT, "killed").store(database)
    lines = _lines(_brief(database, Scope.everything()), SectionKind.INCIDENTS)
    assert [line.also_in for line in lines] == [(), ()]


def test_a_page_that_is_gone_shows_the_last(database: Database) -> None:
    """A button pressed hours later must not say "nothing found"."""
    _raid().store(database)
    window = parse_window("7d", now=NOON, timezone="UTC")
    late = DatabaseBriefer(database).compose(IRAQ, window, now=NOON, page=7)
    assert (late.is_empty, late.page, len(_lines(late, SectionKind.INCIDENTS))) == (False, 0, 1)


def test_a_digest_is_not_compared_with_itself(database: Database) -> None:
    """What was dated just before the last digest and stored after it counts as now only."""
    _raid(ago=timedelta(hours=24, minutes=10)).store(database, stored_at=NOON - timedelta(hours=23))
    digest = _digest(database, NOON - timedelta(hours=24))
    assert [(change.now.number, change.before) for change in digest.changes] == [(1, 0)]


def test_exercises_never_reach_real_readers(database: Database) -> None:
    """Only the demo tells them."""
    _raid(exercise=True).store(database)
    window = parse_window("7d", now=NOON, timezone="UTC")
    told = [
        DatabaseBriefer(database, exercises=demo).compose(IRAQ, window, now=NOON).is_empty for demo in (False, True)
    ]
    assert told == [True, False]


def test_a_minimum_severity_holds_for_contested_too(database: Database) -> None:
    """Who wants critical only is not told of every denial."""
    story = Story(
        "Reuters said the embassy evacuated its security staff. A source denied the evacuated security staff. "
    )
    story.claim("the embassy evacuated its security staff", speaker="Reuters", cue="said")
    story.claim("the evacuated security staff", speaker="A source", cue="denied", stance=Stance.DENIES)
    story.store(database, stored_at=NOON - timedelta(minutes=2))
    briefer = DatabaseBriefer(database)
    empty = [
        briefer.compose_digest(_subscription(None, severity), now=NOON).is_empty
        for severity in (Severity.INFORMATIONAL, Severity.CRITICAL)
    ]
    assert empty == [False, True]
