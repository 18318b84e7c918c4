"""Who said what: every form of attribution, with its speaker, its words, the outlet that carries it and the stance."""

from __future__ import annotations

from functools import cache

import pytest

from bot.analysis.pipeline import analyse
from storage.model.findings import Claim, Stance


@cache
def claims(text: str) -> tuple[Claim, ...]:
    return analyse(text, gate=False).claims


def said(text: str) -> list[tuple[str, str]]:
    return [(c.speaker.text if c.speaker else "", c.content.of(text)) for c in claims(text)]


DIRECT = [
    ("“The bridge is gone,” said Colonel Amira Haddad.", "Colonel Amira Haddad", "The bridge is gone"),
    ('"The bridge is gone," Colonel Amira Haddad said.', "Colonel Amira Haddad", "The bridge is gone"),
    ("Haddad said: “The bridge is gone and nobody can cross.”", "Haddad", "The bridge is gone and nobody can cross"),
    (
        'The governor said, "We need tents before the rain comes."',
        "The governor",
        "We need tents before the rain comes",
    ),
    (
        "“We lost the road. We lost the water plant. We still hold the hill,” a militia commander said on Tuesday.",
        "a militia commander",
        "We lost the road. We lost the water plant. We still hold the hill",
    ),
    (
        "“The first shell fell at dawn,” said a teacher.\n“Nobody has slept since.”",
        "a teacher",
        "Nobody has slept since",
    ),
    (
        "“They came at night,” she said, “because they were afraid of the drones.”",
        "she",
        "They came at night,” she said, “because they were afraid of the drones",
    ),
    (
        "“The talks are over,” the envoy said. “Nobody asked us what we wanted.”",
        "the envoy",
        "Nobody asked us what we wanted",
    ),
    (
        "“We were told to wait.\n\n“Then the shelling began and we ran,” a survivor recalled.",
        "a survivor",
        "We were told to wait.\n\n“Then the shelling began and we ran",
    ),
    (
        "The mayor was angry with the generals and said so. “They left us without one ambulance,” he told reporters.",
        "The mayor",
        "They left us without one ambulance",
    ),
    ("“Is anybody still alive?” a rescuer shouted.", "a rescuer", "Is anybody still alive?"),
    (
        "Defence Minister Karl Lindgren wrote on X: “Our ships will stay in the strait.”",
        "Defence Minister Karl Lindgren",
        "Our ships will stay in the strait",
    ),
]

INDIRECT = [
    ("Police said two men were arrested near the port.", "Police", "two men were arrested near the port"),
    (
        "The defence ministry said on Monday that its jets had struck a depot.",
        "The defence ministry",
        "its jets had struck a depot",
    ),
    (
        "The army said in a statement on Monday that four soldiers were killed.",
        "The army",
        "four soldiers were killed",
    ),
    (
        "Gunmen attacked a checkpoint late on Sunday, two security officials said.",
        "two security officials",
        "Gunmen attacked a checkpoint late on Sunday",
    ),
    ("The road was closed for hours, said a police officer.", "a police officer", "The road was closed for hours"),
    (
        "The pilots, the air force said, had lost contact with the tower.",
        "the air force",
        "The pilots, the air force said, had lost contact with the tower",
    ),
    (
        "As the prime minister said last week, the border will stay closed.",
        "the prime minister",
        "the border will stay closed",
    ),
    (
        "The minister told parliament that the siege would end within days.",
        "The minister",
        "the siege would end within days",
    ),
    (
        "The group said the raid was “a clear message” to its enemies.",
        "The group",
        "the raid was “a clear message” to its enemies",
    ),
    (
        "The governor, who has ruled the province since 2019, said the militia had left.",
        "The governor",
        "the militia had left",
    ),
    ("Kenya and Uganda said they would send more troops.", "Kenya and Uganda", "they would send more troops"),
    (
        "Officials at the ministry confirmed that a convoy had been hit.",
        "Officials at the ministry",
        "a convoy had been hit",
    ),
    (
        "The rebels claimed responsibility for the bombing of the pipeline.",
        "The rebels",
        "responsibility for the bombing of the pipeline",
    ),
    ("Brussels expects the truce to hold until spring.", "Brussels", "the truce to hold until spring"),
    ("Investigators believe the bomb was made abroad.", "Investigators", "the bomb was made abroad"),
    (
        "The general acknowledged that his men had burned the village.",
        "The general",
        "his men had burned the village",
    ),
    (
        "The ministry is confident that the ceasefire will hold.",
        "The ministry",
        "the ceasefire will hold",
    ),
    (
        "The spokesman described the raid as an act of piracy.",
        "The spokesman",
        "the raid as an act of piracy",
    ),
    ("The president called the sanctions illegal.", "The president", "the sanctions illegal"),
    (
        "Baghdad accused its neighbour of arming the militia.",
        "Baghdad",
        "its neighbour of arming the militia",
    ),
    (
        "Doctors put the number of dead at 31.",
        "Doctors",
        "the number of dead at 31",
    ),
    (
        "The report found that guards had opened fire without warning.",
        "The report",
        "guards had opened fire without warning",
    ),
    (
        "The army withdrew from the town on Friday, saying its work was done.",
        "The army",
        "its work was done",
    ),
    (
        "The minister said the airport was safe, adding that flights would resume on Monday.",
        "The minister",
        "flights would resume on Monday",
    ),
    (
        "The minister said the airport was safe, adding that flights would resume on Monday.",
        "The minister",
        "the airport was safe",
    ),
]

NOMINAL = [
    (
        "According to the United Nations, nine villages were burned last month.",
        "the United Nations",
        "nine villages were burned last month",
    ),
    (
        "Nine villages were burned last month, according to two aid workers.",
        "two aid workers",
        "Nine villages were burned last month",
    ),
    (
        "The army killed 40 fighters and lost six men, according to a statement by the ministry.",
        "a statement by the ministry",
        "The army killed 40 fighters and lost six men",
    ),
    (
        "The ministry dismissed the militia's claim that it had shot down a drone.",
        "the militia",
        "it had shot down a drone",
    ),
    (
        "The flight went ahead despite warnings from the embassy that the airport could be shelled.",
        "the embassy",
        "the airport could be shelled",
    ),
    (
        "The ambassador issued a warning that the road was mined.",
        "The ambassador",
        "the road was mined",
    ),
    (
        "In the words of one diplomat, the deal was dead before it was signed.",
        "one diplomat",
        "the deal was dead before it was signed",
    ),
    (
        "The statement said the group would respond in kind.",
        "The statement",
        "the group would respond in kind",
    ),
]

SPEAKERS = [
    ("An Iraqi government source said the talks had failed.", "An Iraqi government source"),
    ("A spokesperson for the State Department said the talks had failed.", "A spokesperson for the State Department"),
    ("Two officials, who asked not to be named, said the talks had failed.", "Two officials"),
    ("Iranian Foreign Minister Darius Kamali said the talks had failed.", "Iranian Foreign Minister Darius Kamali"),
    ("Darius Kamali, the foreign minister, said the talks had failed.", "Darius Kamali"),
    ("The foreign minister, Darius Kamali, said the talks had failed.", "The foreign minister, Darius Kamali"),
    ("The head of the border guard said the talks had failed.", "The head of the border guard"),
    ("A senior diplomat in Doha said the talks had failed.", "A senior diplomat in Doha"),
    ("One of the mediators said the talks had failed.", "One of the mediators"),
]  # fmt: skip

CHAINS = [
    ("A spokesperson told Reuters that the embassy was empty.", "A spokesperson", "Reuters"),
    (
        "Reuters reported that the embassy was empty, citing a senior official.",
        "a senior official",
        "Reuters",
    ),
    (
        "The embassy was empty on Friday, Reuters reported, citing two officials.",
        "two officials",
        "Reuters",
    ),
    ("State media quoted the minister as saying the embassy was empty.", "the minister", "State media"),
    ("The minister was quoted by state media as saying the embassy was empty.", "The minister", "state media"),
    ("The minister said in an interview with Sky News that the embassy was empty.", "The minister", "Sky News"),
    ("An army source told state television that the embassy was empty.", "An army source", "state television"),
]

RESOLVED = [
    (
        "General Omar Saleh arrived on Monday. He said the front was quiet.",
        "General Omar Saleh",
        "the front was quiet",
    ),
    (
        "An Iraqi government source denied the report. “Nothing has changed,” the source added.",
        "An Iraqi government source",
        "Nothing has changed",
    ),
    (
        "The foreign ministry said the embassy was open. It added that visas would be issued.",
        "The foreign ministry",
        "visas would be issued",
    ),
    (
        "Two diplomats said the vote was lost. They added that nobody was surprised.",
        "Two diplomats",
        "nobody was surprised",
    ),
    (
        "President Lena Duarte said she believed the war would end.",
        "President Lena Duarte",
        "the war would end",
    ),
]

STANCES = [
    ("The army denied that its men had crossed the border.", Stance.DENIES),
    ("The army denied shelling the town.", Stance.DENIES),
    ("The ministry rejected accusations that it armed the rebels.", Stance.DENIES),
    ("The minister said the report was false.", Stance.DENIES),
    ("The commander threatened to burn the village.", Stance.THREATENS),
    ("“We will strike every base in the region,” the commander said.", Stance.THREATENS),
    ("The commander vowed to avenge his brother.", Stance.THREATENS),
    ("The minister vowed to support the families.", Stance.ASSERTS),
    ("The minister urged the rebels to lay down their arms.", Stance.DEMANDS),
    ("The minister called on the rebels to lay down their arms.", Stance.DEMANDS),
    ("The rebels demanded the release of their leader.", Stance.DEMANDS),
    ("The envoy said the rebels must leave the city.", Stance.DEMANDS),
    ("The minister rejected a plan to move the capital.", Stance.ASSERTS),
    ("The minister said the road was open.", Stance.ASSERTS),
]

SILENT = [
    "The so-called “safe zone” was hit again on Friday.",
    "No group claimed responsibility for the blast.",
    "The ministry did not say whether the men were alive.",
    "The minister declined to comment on the raid.",
    "The minister would not say who had fired.",
    "If the army says the road is safe, the convoy will leave.",
    "The militia took the “Red Hill” at noon.",
    "Troops marched to the border to demand higher pay.",
]


@pytest.mark.parametrize(("text", "speaker", "content"), DIRECT)
def test_a_quotation_has_its_speaker_and_all_its_words(text: str, speaker: str, content: str) -> None:
    """A direct quotation is found whole, wherever its speaker is named."""
    assert (speaker, content) in said(text)
    assert next(c for c in claims(text) if c.content.of(text) == content).direct


@pytest.mark.parametrize(("text", "speaker", "content"), INDIRECT)
def test_indirect_speech_is_the_whole_clause_without_cue_and_speaker(text: str, speaker: str, content: str) -> None:
    """Indirect speech gives the clause that was said, verbatim, and is not direct."""
    assert (speaker, content) in said(text)
    assert not next(c for c in claims(text) if c.content.of(text) == content).direct


@pytest.mark.parametrize(("text", "speaker", "content"), NOMINAL)
def test_nouns_and_prepositions_attribute_too(text: str, speaker: str, content: str) -> None:
    """ "according to", "X's claim that" and the like attribute as verbs do."""
    assert (speaker, content) in said(text)


@pytest.mark.parametrize(("text", "speaker"), SPEAKERS)
def test_a_speaker_is_cut_as_an_analyst_would(text: str, speaker: str) -> None:
    """The speaker is the noun phrase with title, name and complement, without relative clause and apposition."""
    assert said(text) == [(speaker, "the talks had failed")]


@pytest.mark.parametrize(("text", "speaker", "via"), CHAINS)
def test_the_innermost_speaker_speaks_through_the_outlet(text: str, speaker: str, via: str) -> None:
    """Of outlet and official the official speaks, via the outlet."""
    found = [(c.speaker.text if c.speaker else "", c.via.text if c.via else "") for c in claims(text)]
    assert (speaker, via) in found


@pytest.mark.parametrize(("text", "speaker", "content"), RESOLVED)
def test_a_pronoun_is_the_one_speaker_it_can_mean(text: str, speaker: str, content: str) -> None:
    """A pronoun or "the source" stands for an earlier speaker where one fits."""
    assert (speaker, content) in said(text)


@pytest.mark.parametrize(("text", "stance"), STANCES)
def test_the_stance_comes_from_cue_and_words(text: str, stance: Stance) -> None:
    """Whether something is asserted, denied, threatened or demanded."""
    assert claims(text)[0].stance is stance


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_attributed_where_nobody_spoke(text: str) -> None:
    """Scare quotes, conditions, and what was not said are no claims."""
    assert said(text) == []


def test_a_saying_inside_a_saying_is_given_too() -> None:
    """Nested claims are each given, the inner one through the outer outlet."""
    text = "Reuters reported that the minister had said the bridge was mined."
    assert said(text) == [
        ("Reuters", "the minister had said the bridge was mined"),
        ("the minister", "the bridge was mined"),
    ]


def test_a_pronoun_that_two_could_mean_stays_a_pronoun() -> None:
    """Nothing is guessed where there is nobody before."""
    assert said("He said the front was quiet.") == [("He", "the front was quiet")]


def test_capitals_change_nothing() -> None:
    """ALL CAPS wire copy is read as well."""
    text = "REBELS BLEW UP FOUR POWER PYLONS LAST NIGHT, THE ARMED FORCES REPORTED TODAY."
    assert said(text) == [("THE ARMED FORCES", "REBELS BLEW UP FOUR POWER PYLONS LAST NIGHT")]


def test_text_that_was_not_parsed_has_no_claims() -> None:
    """Without a parse nothing is attributed."""
    import spacy

    from bot.analysis.claims import speeches_of

    assert speeches_of(spacy.blank("en")("Police said two men were arrested.")) == ()
