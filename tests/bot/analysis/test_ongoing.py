"""What still goes on is told as ongoing; what came to an end, or is a sum of deeds, is not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import EventType, Status

TODAY = date(2026, 3, 10)


def statuses(text: str, type_: EventType) -> list[Status]:
    """The statuses of the events of a class, each trigger once."""
    events = analyse(text, published=TODAY, gate=False).events
    return list({e.trigger.start: e.status for e in events if e.type is type_}.values())


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Naval guns pounded the outskirts of Kyaukphyu for a fourth night.", EventType.ASSAULT),
        ("Rebels shelled Sake for an eleventh consecutive day, residents said.", EventType.ASSAULT),
        ("Protesters blocked the bridge for the ninth straight day on Monday.", EventType.PROTEST),
        ("Teachers went on strike for a third week.", EventType.PROTEST),
        ("Shops stayed shut as clashes between rival militias in Tripoli entered their third day.", EventType.ASSAULT),
        ("Protesters have blocked the airport road with burning tires since Tuesday.", EventType.PROTEST),
        ("Some 4,000 people have camped on the road since Monday.", EventType.PROTEST),
        ("Rebels have besieged the town since May.", EventType.COERCE),
        ("An aid worker said shells were still falling on the market.", EventType.ASSAULT),
        ("Troops were still fighting militants inside the hotel late on Monday.", EventType.ASSAULT),
        ("A curfew is in force from six to six.", EventType.COERCE),
        ("A curfew remains in effect in Kano.", EventType.COERCE),
        ("A night-time curfew was still in place on Tuesday.", EventType.COERCE),
        ("The crossing at Malanville is shut.", EventType.COERCE),
        ("Routine visa services in both cities are suspended.", EventType.POSTURE),
        ("The embassy's consular section is closed to the public until further notice.", EventType.POSTURE),
        ("France has begun flying its nationals out of Abéché.", EventType.POSTURE),
        ("About 14,000 Filipino and American soldiers began the annual Balikatan exercises on Monday.",
         EventType.MOBILIZE),
        ("The RSF pounds the city daily.", EventType.ASSAULT),
        ("The two police services already exchange intelligence on cattle raiders.", EventType.COOPERATE),
        ("A brigade will move there, the minister said, while Latvia is calling up 3,000 reservists for a drill.",
         EventType.MOBILIZE),
    ],
)  # fmt: skip
def test_what_goes_on_is_ongoing(text: str, type_: EventType) -> None:
    """Counted days, "since" with a lasting act, "still", states, things begun and habits go on."""
    assert Status.ONGOING in statuses(text, type_)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Indian and Pakistani troops traded fire for a third straight night before their commanders agreed to stop.",
         EventType.ASSAULT),
        ("Gunmen attacked a village for the second time this year.", EventType.ASSAULT),
        ("Rebels have killed 40 people since Monday.", EventType.ASSAULT),
        ("Israel has struck Lebanon 30 times since the truce.", EventType.ASSAULT),
        ("Soldiers were patrolling the road when a bomb exploded.", EventType.MOBILIZE),
        ("The crossing was shut on Monday.", EventType.COERCE),
        ("Rebels began shelling the town on Monday.", EventType.ASSAULT),
        ("Gunmen attack convoy in Mali.", EventType.ASSAULT),
        ("The curfew was lifted after a third night of riots.", EventType.PROTEST),
    ],
)  # fmt: skip
def test_what_is_over_or_a_sum_of_deeds_is_not(text: str, type_: EventType) -> None:
    """Deeds that were counted, ended, interrupted or only begun have occurred."""
    assert set(statuses(text, type_)) == {Status.OCCURRED}


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Three hundred Sudanese students are to be deported by June 20.", EventType.COERCE),
        ("Two officers are to be extradited to Kyrgyzstan.", EventType.COOPERATE),
        ("Routine consular services at the embassy are cancelled on Friday.", EventType.POSTURE),
        ("The ministers convene in Luxembourg next week.", EventType.CONSULT),
    ],
)
def test_what_is_to_come_is_planned_without_will(text: str, type_: EventType) -> None:
    """The present of a day to come, and "are to be", tell what is planned."""
    assert statuses(text, type_) == [Status.PLANNED]


@pytest.mark.parametrize(
    "text",
    [
        "The consulate resumed services six months after a rocket landed in its garden.",
        "The road reopened months after gunmen ambushed a convoy there.",
        "Two officers are wanted for the 2022 shelling of Batken.",
        "He was jailed for the 2019 bombing of a mosque in Jolo.",
    ],
)
def test_what_is_older_than_the_news_is_historical(text: str) -> None:
    """Months between an act and what is told, and a year of its own, make it background."""
    assert statuses(text, EventType.ASSAULT) == [Status.HISTORICAL]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("A rocket landed in the garden two months after the consulate resumed services.", EventType.ASSAULT),
        ("The minister urged the guarantors of the November 2024 truce to step in.", EventType.DEMAND),
        ("The king has pardoned 312 inmates, many of them jailed over the unrest of 2011.", EventType.CONCEDE),
    ],
)
def test_a_date_that_belongs_to_another_noun_makes_nothing_historical(text: str, type_: EventType) -> None:
    """ "The 2024 truce" dates the truce, not what is demanded today."""
    assert statuses(text, type_) == [Status.OCCURRED]


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The prime minister telephoned the ambassador to condemn the attack.", EventType.ACCUSE),
        ("Bucharest summoned the Russian ambassador to lodge a protest.", EventType.ACCUSE),
        ("Thousands marched through Tunis to demand the release of the editor.", EventType.DEMAND),
        ("The RSF dismissed army allegations that its fighters had taxed the convoy.", EventType.ACCUSE),
        ('The spokeswoman said the firm "will not negotiate" and demanded access to two engineers.', EventType.DEMAND),
        ("The adviser denied that his men had targeted civilians and accused the army of shelling the camp.",
         EventType.ACCUSE),
    ],
)  # fmt: skip
def test_what_is_said_has_occurred(text: str, type_: EventType) -> None:
    """A purpose, a denial or a future beside it does not undo an utterance."""
    assert set(statuses(text, type_)) == {Status.OCCURRED}
