"""The real article, all the way: from its file to what a reader is told about Iran and Iraq."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import ANALYSIS_VERSION, analyse
from bot.briefing.compose import DatabaseBriefer
from bot.delivery.due import next_due
from bot.ingest.article import Parsed
from bot.ingest.pipeline import Ingestor
from handlers.dispatch import answer
from handlers.ports import Services
from handlers.render.document import plain_text
from storage.engine import Database
from storage.seed import read_seed_article
from tests.builders import request
from tests.conftest import FrozenClock


@pytest.fixture
def told(database: Database, clock: FrozenClock) -> dict[str, str]:
    """What each command says about the seed article, white space folded."""
    ingestor = Ingestor(database, clock=clock, analyse=analyse, version=ANALYSIS_VERSION)
    ingestor.ingest([Parsed("seed", draft=read_seed_article(clock()))])
    services = Services(database=database, clock=clock, briefer=DatabaseBriefer(database), next_due=next_due)
    commands = ("country iraq", "threats iran", "threats iraq", "incidents iraq", "posture iraq", "claims iraq")
    answers = {}
    for asked in (*commands, "posture bahrain"):
        command, _, words = asked.partition(" ")
        document = answer(request(command, words), services).document
        answers[asked] = " ".join(plain_text(document).split()) if document is not None else ""
    return answers


def test_threats_iran_tells_both_threats_with_their_conditions(told: dict[str, str]) -> None:
    """Nasirzadeh's, and Trump's."""
    assert "if it decides to pursue any “aggression” against Tehran" in told["threats iran"]
    assert "threatened to strike Iran if the two sides cannot reach a deal" in told["threats iran"]


def test_a_reader_of_iraq_sees_the_threat_to_the_bases_there(told: dict[str, str]) -> None:
    """ "We will target them all in the host countries"."""
    assert "we will target them all in the host countries" in told["threats iraq"]


def test_posture_iraq_keeps_the_wording_of_each_source(told: dict[str, str]) -> None:
    """Reduction, evacuation being prepared, departure ordered."""
    assert (
        "🟠 Evacuation, planned. Reuters earlier in the day reported that the US was preparing" in told["posture iraq"]
    )
    assert "🟠 Ordered departure. Associated Press earlier in the day reported" in told["posture iraq"]
    assert "Reduction. MILAN, Italy – The US Department of State" in told["posture iraq"]


def test_authorised_departure_is_not_upgraded(told: dict[str, str]) -> None:
    """Bahrain: similar authorizations, not orders."""
    assert "Authorized departure. AP added that similar authorizations were issued" in told["posture bahrain"]
    assert "Ordered" not in told["posture bahrain"]


def test_claims_iraq_sets_the_denial_beside_the_report(told: dict[str, str]) -> None:
    """Reuters against the Iraqi government source."""
    text = told["claims iraq"]
    contested = text[text.index("Said by one, denied by another") :]
    assert contested.index("Reuters says:") < contested.index("Iraqi government source counters:")
    assert "“the Iraqi side has not recorded any security indicators that warrant an evacuation”" in contested


def test_the_campaign_of_2023_is_background(told: dict[str, str]) -> None:
    """Not an incident of this week."""
    assert "claimed hundreds of attacks" not in told["incidents iraq"]
    assert "🕰 Background, not news 🔵 Attack, in the past. Iran-backed Iraqi militia groups" in told["country iraq"]


def test_the_unknown_date_is_said(told: dict[str, str]) -> None:
    """The seed has none."""
    assert "date unknown, fetched today 12:00" in told["country iraq"]
    assert "1 article without a date" in told["country iraq"]
