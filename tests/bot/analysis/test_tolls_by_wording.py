"""Deaths and injuries told in other words than "killed" and "wounded", and their harmless twins."""

from __future__ import annotations

import pytest

from bot.analysis.pipeline import analyse

ROCKET = "A rocket hit a market in Aleppo"


def tolls(text: str) -> tuple[tuple[int, int | None] | None, tuple[int, int | None] | None]:
    """The first toll of dead and of injured of a text."""
    events = analyse(text, gate=False).events
    dead = next((e.fatalities for e in events if e.fatalities), None)
    hurt = next((e.injured for e in events if e.injured), None)
    return (dead.low, dead.high) if dead else None, (hurt.low, hurt.high) if hurt else None


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Local authorities reported six beheadings in Chai.", (6, 6)),
        ("Militiamen hacked 14 villagers to death near Ntoyo.", (14, 14)),
        ("Rebels beat their father to death in Kabare.", (1, 1)),
        ("A second assailant was gunned down in Raqqa.", (1, 1)),
        ("Two brothers were found shot dead near Homs.", (2, 2)),
        ("An ambush in Banjska left a police sergeant and three gunmen dead.", (4, 4)),
        ("Rebels annihilated a patrol near Jocoaitique, inflicting 13 casualties, six of them dead.", (6, 6)),
        ("The army neutralised some 20 assailants near Tessit.", (20, 20)),
        ("Several dozen terrorists were put out of action in the raid on the camp.", (24, 99)),
        ("Gunmen attacked a bus near Mopti. The dead included four children.", (4, None)),
        ("Gunmen attacked a bus near Mopti. A nurse and two drivers were among the dead.", (3, None)),
        (f"{ROCKET}, costing 17 people their lives.", (17, 17)),
        (f"{ROCKET} at the cost of 17 lives.", (17, 17)),
        (f"{ROCKET} with the loss of 17 lives.", (17, 17)),
        (f"{ROCKET}. The morgue had taken in 17 bodies by evening, a doctor said.", (17, 17)),
        ("Gunmen slaughtered upwards of 30 farmers in Benue.", (30, None)),
        ("Fighting between rival gangs in the prison at Machala left at least 31 inmates dead.", (31, None)),
        ("Insurgents cut the throats of six loggers near Palma.", (6, 6)),
        ("Four policemen fell in the ambush near Gwoza.", (4, 4)),
        ("Herders fought with machetes in Benue on Monday; the morgue in Makurdi has 26 corpses.", (26, 26)),
        ("Police battled traffickers in Rio on Tuesday in an operation that ended with 58 dead.", (58, 58)),
    ],
)
def test_deaths_in_other_words(text: str, dead: tuple[int, int | None]) -> None:
    """Each wording gives its number of dead."""
    assert tolls(text)[0] == dead


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("Police came under fire near Banje. One officer was hit in the leg.", (1, 1)),
        ("Gunmen fired on a taxi in Port-au-Prince. Two passengers were shot in the arm.", (2, 2)),
        ("The blast in Quetta tore through a bus, sending 12 people to hospital.", (12, 12)),
        ("The blast in Quetta tore through a bus and put 12 people in hospital.", (12, 12)),
        ("A car ploughed into a crowd in Mannheim, killing two and leaving 11 with broken bones.", (11, 11)),
        ("Jets pounded Nabatieh; a photographer and two paramedics are among the wounded.", (3, None)),
    ],
)
def test_injuries_in_other_words(text: str, hurt: tuple[int, int | None]) -> None:
    """Each wording gives its number of injured."""
    assert tolls(text)[1] == hurt


@pytest.mark.parametrize(
    "text",
    [
        "The club buried two former players this week.",
        "The hospital counted 43 people with flu.",
        "The heatwave left 31 people dead in Spain.",
        "The cold put 12 people in hospital.",
        "The striker was hit in the leg by a ball and left the field.",
        "The team neutralised its rivals and won by two goals.",
        "Four policemen fell ill in the heat.",
        "The factory put three machines out of action.",
    ],
)
def test_harmless_twins_count_nobody(text: str) -> None:
    """Accidents, illness and sport are no attack and have no toll."""
    assert tolls(text) == (None, None)


def test_a_hypothetical_killing_has_no_toll() -> None:
    """What may happen has killed nobody yet."""
    assert tolls("The cartel may gun down a judge in Cali.")[0] is None


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("A strike near Qamishli killed three men, while the driver escaped with burns.", (1, 1)),
        ("A drone hit a base at Gao. A French soldier suffered burns.", (1, 1)),
        (
            "Two brothers were shot dead in Balata. The army said its men had come under fire. Eight others were hurt.",
            (8, 8),
        ),
    ],
)
def test_who_got_away_hurt(text: str, hurt: tuple[int, int]) -> None:
    """Single people, and those beside the dead told before."""
    assert tolls(text)[1] == hurt


def test_the_further_hurt_belong_to_the_deadly_event() -> None:
    """ "Eight others": others than the dead, not than those of the sentence between."""
    text = "Two brothers were shot dead in Balata. The army said its men had come under fire. Eight others were hurt."
    (event,) = [e for e in analyse(text, gate=False).events if e.injured]
    assert event.fatalities is not None


def test_the_toll_of_the_bombing_is_that_of_the_bomb() -> None:
    """ "The bombing" is no reference to men shot by guards."""
    text = (
        "A suicide bomber blew himself up at a police academy in Quetta, and two other assailants were shot dead by"
        " guards. The Pakistani Taliban claimed the bombing. A spokesman put the death toll at 17."
    )
    dead = {e.trigger.text: e.fatalities.low for e in analyse(text, gate=False).events if e.fatalities}
    assert dead["blew himself up"] == 17
