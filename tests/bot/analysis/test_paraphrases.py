"""Twelve sentences that say what the seed article says, with other names, countries and word order.

They were written before the rules were tuned, and before the pipeline was trained.
"""

from __future__ import annotations

from datetime import date

from bot.analysis.pipeline import analyse
from storage.model.findings import Analysis, Claim, Event, EventType, Stance, Status

REDUCTION = (
    "The UK Foreign Office told The Northern Ledger on Monday that it has decided to cut back its mission in Yemen"
    " because of concerns over the safety of its staff."
)
QUOTED_REDUCTION = (
    "“We looked again at the risks last week. On that basis, we decided to scale back our embassy in Libya,” a"
    " spokeswoman for the Italian Foreign Ministry told Il Quotidiano."
)
EVACUATION = (
    "France is getting ready to evacuate its consulate in Erbil, Agence France-Presse reported on Sunday, citing two"
    " diplomats."
)
DENIAL = (
    "“The Lebanese side has seen no indication that would justify such a step,” a Lebanese government official told"
    " state television after several embassies cut their staff."
)
ORDERED = (
    "All non-essential diplomats have been ordered by the German Foreign Ministry to leave the embassy in Kabul,"
    " the Hamburg Courier reported."
)
AUTHORISED = (
    "Voluntary departure was also authorised for the families of Canadian embassy staff in Oman and Qatar, and the"
    " order does not cover the ambassadors."
)
WARNING = (
    "North Korean Foreign Minister Choe Son-hui warned on Friday that Seoul would pay a heavy price if it goes ahead"
    " with the joint drills."
)
DIRECT_THREAT = (
    "“Unless the blockade ends, our missiles will reach every port in the Emirates,” said Yahya Saree, the military"
    " spokesman of the Houthis."
)
CLAIMED_ATTACKS = (
    "Rwanda-backed M23 rebels claimed dozens of attacks on Burundian and Congolese positions from March 2024 to"
    " January 2025 in retaliation for the shelling of Goma."
)
REPEATED_THREAT = (
    "Turkish President Recep Tayyip Erdogan has several times threatened to bomb Syria unless Kurdish fighters pull"
    " back from the border."
)
TRAILING_THREAT = (
    "If Addis Ababa sends troops across the border, Eritrea will strike back at Ethiopia, Information Minister Yemane"
    " Gebremeskel threatened."
)
INVERTED_CLAIM = (
    "Between May 2019 and June 2021, hundreds of attacks against Afghan and American convoys were claimed by"
    " Pakistan-based militant groups."
)


def only(analysis: Analysis, type_: EventType, subtype: str | None = None) -> list[Event]:
    return [e for e in analysis.events if e.type is type_ and (subtype is None or e.subtype == subtype)]


def codes(events: list[Event], role: str) -> set[str | None]:
    return {getattr(e, role).country for e in events if getattr(e, role) is not None}


def claim_of(analysis: Analysis, words: str) -> Claim:
    found = [c for c in analysis.claims if c.speaker is not None and words in c.speaker.text]
    assert found, f"nothing was said by {words}"
    return found[0]


def test_a_ministry_that_decided_to_cut_back_its_mission_reduces_it() -> None:
    analysis = analyse(REDUCTION)
    events = only(analysis, EventType.POSTURE, "reduction")
    assert codes(events, "actor") == {"GB"}
    assert codes(events, "location") == {"YE"}


def test_what_a_ministry_tells_a_newspaper_is_its_claim_through_that_newspaper() -> None:
    claim = claim_of(analyse(REDUCTION), "Foreign Office")
    assert claim.via is not None
    assert claim.via.text == "The Northern Ledger"


def test_we_in_a_quotation_is_its_speaker() -> None:
    analysis = analyse(QUOTED_REDUCTION)
    events = only(analysis, EventType.POSTURE, "reduction")
    assert codes(events, "actor") == {"IT"}
    assert codes(events, "location") == {"LY"}


def test_a_quotation_of_two_sentences_is_one_direct_claim() -> None:
    claim = claim_of(analyse(QUOTED_REDUCTION), "spokeswoman for the Italian Foreign Ministry")
    assert claim.direct
    assert claim.content.of(QUOTED_REDUCTION).startswith("We looked again")
    assert claim.content.of(QUOTED_REDUCTION).endswith("in Libya")


def test_getting_ready_to_evacuate_is_planned() -> None:
    events = only(analyse(EVACUATION), EventType.POSTURE, "evacuation")
    assert [e.status for e in events] == [Status.PLANNED]
    assert codes(events, "actor") == {"FR"}
    assert codes(events, "location") == {"IQ"}


def test_an_outlet_that_cites_others_is_only_the_way() -> None:
    claim = claim_of(analyse(EVACUATION), "diplomats")
    assert claim.via is not None
    assert claim.via.text == "Agence France-Presse"


def test_an_official_who_has_seen_no_indication_denies() -> None:
    claim = claim_of(analyse(DENIAL), "Lebanese government official")
    assert claim.direct
    assert claim.stance is Stance.DENIES


def test_a_passive_order_to_leave_is_an_ordered_departure() -> None:
    events = only(analyse(ORDERED), EventType.POSTURE, "ordered-departure")
    assert codes(events, "actor") == {"DE"}
    assert codes(events, "location") == {"AF"}


def test_a_voluntary_departure_is_authorised_in_both_countries_and_never_ordered() -> None:
    analysis = analyse(AUTHORISED)
    assert codes(only(analysis, EventType.POSTURE, "authorized-departure"), "location") == {"OM", "QA"}
    assert not only(analysis, EventType.POSTURE, "ordered-departure")


def test_a_warning_of_a_heavy_price_is_a_threat_with_its_condition() -> None:
    (event,) = only(analyse(WARNING), EventType.THREATEN)
    assert codes([event], "actor") == {"KP"}
    assert codes([event], "target") == {"KR"}
    assert event.condition is not None
    assert event.condition.text == "if it goes ahead with the joint drills"


def test_missiles_that_will_reach_ports_are_a_threat_by_the_speaker() -> None:
    (event,) = only(analyse(DIRECT_THREAT), EventType.THREATEN)
    assert codes([event], "actor") == {"YE"}
    assert codes([event], "target") == {"AE"}
    assert event.condition is not None
    assert event.condition.text == "Unless the blockade ends"


def test_a_direct_quotation_with_inverted_attribution_keeps_its_speaker() -> None:
    claim = claim_of(analyse(DIRECT_THREAT), "Yahya Saree")
    assert claim.direct
    assert (
        claim.content.of(DIRECT_THREAT)
        == "Unless the blockade ends, our missiles will reach every port in the Emirates"
    )


def test_claimed_attacks_of_past_months_are_history_with_both_targets_count_and_range() -> None:
    events = only(analyse(CLAIMED_ATTACKS), EventType.ASSAULT)
    attacks = [e for e in events if e.trigger.text == "attacks"]
    assert codes(attacks, "target") == {"BI", "CD"}
    assert {e.status for e in attacks} <= {Status.HISTORICAL, Status.CLAIMED}
    assert {(e.date, e.date_end) for e in attacks} == {(date(2024, 3, 1), date(2025, 1, 31))}
    assert {(e.count.text, e.count.low, e.count.high) for e in attacks if e.count} == {("dozens", 24, 99)}
    assert {e.actor.text for e in attacks if e.actor} == {"Rwanda-backed M23 rebels"}


def test_a_repeated_threat_has_actor_target_and_condition() -> None:
    (event,) = only(analyse(REPEATED_THREAT), EventType.THREATEN)
    assert codes([event], "actor") == {"TR"}
    assert codes([event], "target") == {"SY"}
    assert event.condition is not None
    assert event.condition.text.startswith("unless Kurdish fighters pull back")


def test_a_threat_told_before_its_speaker_is_found() -> None:
    (event,) = only(analyse(TRAILING_THREAT), EventType.THREATEN)
    assert codes([event], "target") == {"ET"}
    assert event.condition is not None
    assert event.condition.text == "If Addis Ababa sends troops across the border"


def test_the_act_of_a_threat_told_before_its_speaker_is_no_second_event() -> None:
    assert not only(analyse(TRAILING_THREAT), EventType.ASSAULT)


def test_attacks_claimed_in_the_passive_have_the_claimant_as_actor() -> None:
    events = only(analyse(INVERTED_CLAIM), EventType.ASSAULT)
    assert codes(events, "target") == {"AF", "US"}
    assert {e.status for e in events} <= {Status.HISTORICAL, Status.CLAIMED}
    assert {(e.date, e.date_end) for e in events} == {(date(2019, 5, 1), date(2021, 6, 30))}
    assert {e.actor.text for e in events if e.actor} == {"Pakistan-based militant groups"}
