"""The names of a text: labels, borders, titles, canonical names and what the names of one article share."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.bot.analysis.named import named


def names(text: str) -> list[tuple[str, str, str]]:
    """(text, label, country) of every name."""
    return [(s.text, s.label_, s.kb_id_) for s in named(text).spans["names"]]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Iranian Defense Minister Aziz Nasirzadeh said so on Monday.", ("Aziz Nasirzadeh", "PERSON", "IR")),
        ("Gen. Joseph Votel, commander of U.S. Central Command, said so.", ("Joseph Votel", "PERSON", "US")),
        ("President [Donald] Trump met leaders in Riyadh.", ("[Donald] Trump", "PERSON", "")),
        ("Indian Prime Minister Narendra Modi spoke in Delhi.", ("Narendra Modi", "PERSON", "IN")),
    ],
)
def test_titles_are_no_part_of_a_persons_name_and_give_its_country(text: str, person: tuple[str, str, str]) -> None:
    """The span is the name alone; the country is that of the title."""
    assert person in names(text)


def test_a_surname_later_is_the_same_person() -> None:
    """ "Votel" after "Joseph Votel" has his country and his full name."""
    doc = named("Gen. Joseph Votel, commander of U.S. Central Command, arrived. Votel praised the troops.")
    later = [s for s in doc.spans["names"] if s.text == "Votel"]
    assert [(s.label_, s.kb_id_, s.id_) for s in later] == [("PERSON", "US", "Joseph Votel")]


def test_an_acronym_in_brackets_means_the_name_before_it() -> None:
    """An organisation that no list knows is linked with its acronym, here and later."""
    doc = named("The Northern Farmers Union (NFU) marched on Monday. The NFU said it would go on.")
    assert {s.id_ for s in doc.spans["names"] if s.text == "NFU"} == {"Northern Farmers Union"}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Washington decided to impose sanctions on Monday.", "Washington", "GPE"),
        ("The Syrian Arab Army entered the town.", "Syrian Arab Army", "ORG"),
        ("The University of Cambridge closed its doors.", "University of Cambridge", "ORG"),
        ("Troops left Ain al-Asad air base on Monday.", "Ain al-Asad air base", "FAC"),
        ("Fighters moved across the Middle East.", "Middle East", "LOC"),
        ("Sunni fighters shelled the town.", "Sunni", "NORP"),
        ("Iraqi soldiers fled.", "Iraqi", "NORP"),
        ("The rebels fired an AK-47 at the guards.", "AK-47", "WEAPON"),
        ("The army lost two tanks in the battle.", "tanks", "VEHICLE"),
        ("The destroyer USS Cole left the port.", "USS Cole", "VEHICLE"),
        ("UNIFIL said that a patrol was fired at.", "UNIFIL", "ORG"),
        ("They condemned the crimes of the Talvera regime on Monday.", "Talvera", "PERSON"),
        ("Water flows through the canal to Lake Tharthar in spring.", "Lake Tharthar", "LOC"),
        (
            "It was listed by the United States Department of the Treasury.",
            "United States Department of the Treasury",
            "ORG",
        ),
    ],
)
def test_each_kind_of_name_has_its_label(text: str, name: str, label: str) -> None:
    """Governed places are GPE, regions LOC, bases FAC, peoples NORP, bodies and armed groups ORG."""
    assert label in {kind for words, kind, _ in names(text) if words == name}


def test_a_lower_case_text_has_names_too() -> None:
    """Capitals help and are not needed."""
    found = names("guerrillas of the fmln attacked the atlacatl battalion in san salvador yesterday, the army said.")
    assert ("fmln", "ORG", "SV") in found
    assert ("san salvador", "GPE", "SV") in found


def test_a_line_of_capitals_has_its_countries() -> None:
    """Wire copy in capitals is read."""
    found = {
        code
        for _, _, code in names("TURKISH TROOPS ENTERED SYRIA ON MONDAY AND SHELLED IDLIB, THE UNITED NATIONS SAID.")
    }
    assert {"TR", "SY"} <= found


def test_names_do_not_overlap_and_stand_in_order() -> None:
    """The span group can be walked from left to right."""
    doc = named(
        "Iraqi forces backed by U.S. airstrikes retook Fallujah from ISIL, Col. Steve Warren, spokesman for Operation "
        "Inherent Resolve, told the Kabul Times in Baghdad, Iraq, beside Maj. Gen. J.D. Smith of the 2nd Battalion."
    )
    spans = list(doc.spans["names"])
    assert spans
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_entities_are_slices_of_the_text() -> None:
    """Every entity of the contract is the text at its offsets, dates included."""
    text = "Votel flew from Baghdad to Ankara on 3 March 2026 with “Sunni” leaders – and 3 Kurds."
    found = named(text)._.entities
    assert {"GPE", "DATE", "NORP"} <= {e.label for e in found}
    assert all(text[e.start : e.end] == e.text for e in found)


def test_a_dateline_holds_no_names() -> None:
    """The place of a dateline is none of the text's names."""
    assert "BAGHDAD" not in {
        words for words, _, _ in names("BAGHDAD - The ministry said on Monday that two men had died.")
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Abu Jandal al-Kuwaiti, a deputy leader, was killed.", [("Abu Jandal al-Kuwaiti", "PERSON")]),
        ("He was born in Abu Dhabi and joined Abu Sayyaf.", [("Abu Dhabi", "GPE"), ("Abu Sayyaf", "ORG")]),
        (
            "The attacks in Qamenas, Sarmin and Talamenes demonstrate cruelty.",
            [("Qamenas", "GPE"), ("Sarmin", "GPE"), ("Talamenes", "GPE")],
        ),
        ("Many died at the hands of Assad and ISIL.", [("Assad", "PERSON"), ("ISIL", "ORG")]),
        ("Officials said the Coalition would help.", [("Coalition", "ORG")]),
    ],
)
def test_names_that_stand_in_a_row_or_alone(text: str, wanted: list[tuple[str, str]]) -> None:
    """A name of a father and a home is one person; what is listed behind "in" are places; rulers go by surname."""
    assert [(words, label) for words, label, _ in names(text)] == wanted
