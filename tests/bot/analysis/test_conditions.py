"""Conditions: which words are one, where it ends, and what hangs on it."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.tokens import Doc

from bot.analysis.events.conditions import Conditions, find_conditions
from tests.bot.analysis.parsed import parsed

CONDITIONS = [
    ("Iran will retaliate if it is attacked.", "if it is attacked", "retaliate"),
    ("If the talks fail, the army will attack the town.", "If the talks fail", "attack"),
    ("The rebels will fight on unless the army withdraws.", "unless the army withdraws", "fight"),
    ("Unless the blockade ends, the militia will close the road.", "Unless the blockade ends", "close"),
    ("Should Israel strike again, Hezbollah will respond.", "Should Israel strike again", "respond"),
    (
        "Were the army to cross the river, the rebels would shell the town.",
        "Were the army to cross the river",
        "shell",
    ),
    ("In the event of an attack, the navy will close the strait.", "In the event of an attack", "close"),
    ("The embassy will be evacuated in case of war.", "in case of war", "evacuated"),
    ("Troops will withdraw provided that the ceasefire holds.", "provided that the ceasefire holds", "withdraw"),
    ("The group will not attack as long as its leaders are free.", "as long as its leaders are free", "attack"),
    ("Without a deal by Friday, the union will call a strike.", "Without a deal by Friday", "call"),
    (
        "“If a conflict is imposed on us, we will target them all,” the minister said.",
        "If a conflict is imposed on us",
        "target",
    ),
    ("“We will target all their bases if they attack us,” the general said.", "if they attack us", "target"),
    (
        "Israel said it would respond with force if rockets were fired from Lebanon.",
        "if rockets were fired from Lebanon",
        "respond",
    ),
    ("The minister said that if the border stays closed, food will run out.", "if the border stays closed", "run"),
    (
        "The hostages will be freed on condition that the prisoners are released.",
        "on condition that the prisoners are released",
        "freed",
    ),
    ("If attacked, the peacekeepers will fire back.", "If attacked", "fire"),
    ("The plan was to attack the convoy if it passed the bridge.", "if it passed the bridge", "attack"),
    (
        "Rebels threatened to kill the hostages unless a ransom is paid by Sunday.",
        "unless a ransom is paid by Sunday",
        "kill",
    ),
    (
        "The US will leave the region if Iran pursues any “aggression” against its neighbours.",
        "if Iran pursues any “aggression” against its neighbours",
        "leave",
    ),
    (
        "If Addis Ababa sends troops across the border, Eritrea will strike back at Ethiopia, the minister threatened.",
        "If Addis Ababa sends troops across the border",
        "strike",
    ),
    (
        "In the event that the truce collapses, both armies will return to their positions.",
        "In the event that the truce collapses",
        "return",
    ),
    ("Aid will stop only if the road is cut.", "if the road is cut", "stop"),
    (
        "The ministry will close the embassy if security gets worse, a spokesman said.",
        "if security gets worse",
        "close",
    ),
]
"""Text, condition, verb that hangs on it."""

NONE = [
    "Reporters asked if Iran would attack Israel.",
    "It was not clear if the bomb had exploded.",
    "The soldiers ran as if the village were on fire.",
    "The rebels will fight even if the army withdraws.",
    "An official said on condition of anonymity that two soldiers were killed.",
    "The army attacked the town without warning.",
    "Police wanted to know if anyone was injured.",
    "In the case of Mali, the army seized power.",
    "The army should attack the rebels, the general said.",
    "He had attacked the village before the rain came.",
    "The minister was killed in any case.",
    "The unit will stay as long as ten days.",
    "Few, if any, soldiers survived.",
]


@cache
def read(text: str) -> Doc:
    return parsed(text)


def conditions(text: str) -> tuple[list[str], Conditions]:
    doc = read(text)
    found = find_conditions(doc)
    return [doc[c.start : c.end].text for c in found.all], found


@pytest.mark.parametrize(("text", "condition", "verb"), CONDITIONS)
def test_a_condition_is_its_whole_clause_and_nothing_else(text: str, condition: str, verb: str) -> None:
    """The span runs from the opening word to the end of the clause, without marks and main clause."""
    assert conditions(text)[0] == [condition]


@pytest.mark.parametrize(("text", "condition", "verb"), CONDITIONS)
def test_the_verb_of_the_main_clause_hangs_on_the_condition(text: str, condition: str, verb: str) -> None:
    """The verb that happens only under the condition is governed by it, before it or behind it."""
    doc = read(text)
    found = find_conditions(doc)
    assert any(found.governing(token) is not None for token in doc if token.text == verb)


@pytest.mark.parametrize("text", NONE)
def test_questions_likeness_concessions_and_anonymity_are_no_conditions(text: str) -> None:
    """A word that opens conditions elsewhere opens none here."""
    assert conditions(text)[0] == []


def test_words_of_a_condition_are_covered_by_it_and_others_are_not() -> None:
    """Inside and outside are told apart by token."""
    doc = parsed("If militants attack the port, the navy will close the strait.")
    found = find_conditions(doc)
    assert {t.text for t in doc if found.covering(t.i) is not None} == {"If", "militants", "attack", "the", "port"}


def test_a_condition_inside_another_is_part_of_it() -> None:
    """Nested conditions are one span."""
    text = "The US will leave the region if Iran attacks its bases in the event of a breakdown in the talks."
    assert conditions(text)[0] == ["if Iran attacks its bases in the event of a breakdown in the talks"]


def test_a_relative_clause_does_not_hang_on_the_condition_of_the_main_clause() -> None:
    """What already happened is not made conditional."""
    doc = parsed("If the talks fail, the army will punish the rebels who attacked the town in May.")
    found = find_conditions(doc)
    (verb,) = (t for t in doc if t.text == "attacked")
    assert found.governing(verb) is None


def test_a_text_without_a_tree_has_no_conditions() -> None:
    """Where the parser was kept out, nothing is found and nothing fails."""
    assert find_conditions(parsed("If it rains, he will stay.", trained=False)).all == ()
