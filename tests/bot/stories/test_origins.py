"""Whose word an article passes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.provenance import telegram_source
from bot.stories.origins import Outlets, origin_of, origins
from storage.model.article import Article, Source, source_key
from storage.model.story import independent
from tests.conftest import NOON


def source(name: str, **fields: str) -> Source:
    return Source(source_key(name), name, **fields)  # type: ignore[arg-type]


HERALD = source("Northern Herald", family="Herald Group")
EVENING = source("Evening Herald", family="Herald Group")
OUTLETS = Outlets([HERALD, EVENING, source("Indus Wire"), source("EXERCISE Meridian Wire"), source("Dawn")])


def told(text: str, by: Source | None = HERALD) -> list[str]:
    """The names of the origins of an article with this text."""
    article = Article(1, text, NOON, NOON, NOON, source=by)
    return [origin.name for origin in origins(article, OUTLETS)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Six people died in a blast, police said.", ["Northern Herald"]),
        ("Six people died in a blast, Reuters reported.", ["Reuters"]),
        ("Six people died, according to AFP.", ["AFP"]),
        ("Six people died, according to Agence France-Presse, which cited police.", ["AFP"]),
        ("MOSUL (AP) - Six people died in a blast.", ["Associated Press"]),
        ("MOSUL (Reuters) — Six people died in a blast.", ["Reuters"]),
        ("(Indus Wire) - Six people died in a blast.", ["Indus Wire"]),
        ("Six people died, an officer told Reuters.", ["Reuters"]),
        ("Six people died, the Tasnim news agency reported.", ["Tasnim"]),
        ("Tasnim said six people had died.", ["Tasnim"]),
        ("Six died, according to Iran's state news agency IRNA.", ["Northern Herald"]),
        ("Six died, according to the state news agency IRNA.", ["IRNA"]),
        ("Six people died, Reuters and AFP reported.", ["Reuters", "AFP"]),
        ("Six people died, according to Reuters and AFP.", ["Reuters", "AFP"]),
        ("Six people died, Meridian Wire reported.", ["EXERCISE Meridian Wire"]),
        ("Six people died, EXERCISE Meridian Wire reported.", ["EXERCISE Meridian Wire"]),
        ("Interfax-Ukraine quoted the mayor as saying so.", ["Interfax-Ukraine"]),
        ("Six people died in a blast in Mosul. (Reuters)", ["Reuters"]),
        ("At dawn, Dawn reported, six died.", ["Dawn"]),
        ("The attack came at dawn. Dawn broke over the city.", ["Northern Herald"]),
        ("The APP store was closed. The AP chemistry course began.", ["Northern Herald"]),
        ("Reuters journalists were wounded in the blast.", ["Northern Herald"]),
    ],
)
def test_what_the_lead_credits_is_the_origin(text: str, names: list[str]) -> None:
    """A wire or a paper, in the ways in which reports say so; a name alone credits nobody."""
    assert told(text) == names


def test_its_own_name_is_its_own_word() -> None:
    """ "Told Northern Herald" in the Northern Herald, or in another paper of the house."""
    assert told("Six died, a nurse told Northern Herald.") == ["Northern Herald"]
    assert told("Six died, a nurse told Northern Herald.", EVENING) == ["Evening Herald"]


def test_a_name_far_down_is_background() -> None:
    """What an article has of its own stands before it."""
    assert told("Six people died in a blast. " * 40 + "Reuters reported in May that it had been warned.") == [
        "Northern Herald"
    ]


def test_without_a_source_there_is_an_origin_only_if_one_is_credited() -> None:
    """A file that names nobody."""
    assert (told("Six died.", None), told("Six died, Reuters reported.", None)) == ([], ["Reuters"])


def test_papers_of_one_house_are_one_origin() -> None:
    """As are papers that pass on one wire; reprints add none."""
    wire = origin_of(source("Reuters", family="Thomson Reuters"))
    both = independent([(None, [origin_of(HERALD)]), (None, [origin_of(EVENING)]), (None, [wire]), (3, [])])
    assert [origin.name for origin in both] == ["Northern Herald", "Reuters"]
    passing_on = origins(Article(2, "Six died, Reuters reported.", NOON, NOON, NOON, source=HERALD), OUTLETS)
    assert len(independent([(None, [wire]), (None, passing_on)])) == 1
    assert independent([(7, [wire])]) == ()


@given(st.text(max_size=300))
def test_any_text_has_at_most_its_outlet_and_known_names(text: str) -> None:
    """And raises nothing."""
    assert set(told(text)) <= OUTLETS.shown


def test_nobody_on_telegram_speaks_for_a_wire() -> None:
    """Anybody can write that Reuters reported it; without that it is his own word."""
    channel = telegram_source("Gulf Watch (Telegram, @gulf_watch)", "gulf watch (telegram, @gulf_watch)")
    assert told("Six people died in a blast, Reuters reported.", channel) == []
    assert told("Six people died in a blast, police said.", channel) == ["Gulf Watch (Telegram, @gulf_watch)"]


def test_ten_channels_are_one_voice() -> None:
    """Whoever has one can have ten."""
    channels = [telegram_source(f"Watch {number} (Telegram channel)", f"watch {number}") for number in range(10)]
    assert len({origin_of(channel).key for channel in channels}) == 1
