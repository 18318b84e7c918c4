"""/start, /help, commands nobody knows, and inline queries."""

from __future__ import annotations

import pytest

from bot.stories.placing import place_stored
from handlers.commands.inline import inline
from handlers.ports import Answer, ChatKind, Services
from handlers.render.document import plain_text
from handlers.routes import ROUTES
from storage.readings import get_analysis
from tests.builders import request
from tests.conftest import NOON
from tests.handlers.commands.conftest import Ask, buttons_of, text_of


def test_start_says_that_this_is_no_emergency_service(ask: Ask) -> None:
    """A promise."""
    assert "no emergency service" in text_of(ask("start"))


def test_a_deep_link_opens_its_article(ask: Ask, iraq: int) -> None:
    """t.me/bot?start=article_1."""
    assert "A raid near Mosul" in text_of(ask("start", f"article_{iraq}"))


def test_a_deep_link_opens_a_country(ask: Ask, iraq: int) -> None:
    """t.me/bot?start=country_IQ."""
    assert "🇮🇶 Iraq" in text_of(ask("start", "country_IQ"))


def test_help_shows_the_usage_of_every_command(ask: Ask) -> None:
    """None is forgotten."""
    text = text_of(ask("help"))
    assert [
        route.command for route in ROUTES if route.command not in ("start", "help") and route.usage not in text
    ] == []


def test_help_in_a_group_says_who_may_change_things(ask: Ask) -> None:
    """Admins."""
    assert "only admins" in text_of(ask("help", chat_kind=ChatKind.SUPERGROUP))


def test_a_mistyped_command_is_guessed(ask: Ask) -> None:
    """With a button that does it."""
    answer = ask("countri", "iraq")
    assert "Did you mean /country?" in text_of(answer)
    assert buttons_of(answer) == {"/country iraq": "c|iraq|0"}


def test_an_unknown_command_points_to_help(ask: Ask) -> None:
    """Nothing near."""
    assert "/help" in text_of(ask("xyzzy"))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.command)
def test_every_usage_line_works_as_written(ask: Ask, services: Services, iraq: int, route: object) -> None:
    """What help shows can be typed (brackets taken off)."""
    with services.database.reading() as session:
        analysis = get_analysis(session, iraq)
    story = place_stored(services.database, iraq, analysis, now=NOON)
    usage = route.usage.replace("[", "").replace("]", "")  # type: ignore[attr-defined]
    usage = usage.replace("/article 12", f"/article {iraq}").replace("/story 4", f"/story {story}")
    command, _, words = usage.removeprefix("/").partition(" ")
    text = text_of(ask(command, words))
    assert text
    assert "Usage:" not in text or command == "unsubscribe"


def test_a_failure_is_told_without_details(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    """The reader gets a kind word; the log gets no message text."""
    from handlers.dispatch import answer

    services.database.close()
    with services.database.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE claim_country")
        session.connection().exec_driver_sql("DROP TABLE withdrawn_claim")
        session.connection().exec_driver_sql("DROP TABLE claim")
    try:
        told = answer(request("country", "iraq secretword"), services)
        told = answer(request("claims", "iraq"), services) if "secretword" in text_of(told) else told
    finally:
        from storage.tables import Base

        Base.metadata.create_all(services.database.engine)
    assert "Something went wrong on my side" in text_of(told)
    assert "secretword" not in caplog.text


def test_an_inline_query_answers_with_the_briefing(services: Services, iraq: int) -> None:
    """In three windows."""
    results = inline(request("country", "iraq"), services)
    assert [result.title for result in results] == [
        "🇮🇶 Iraq · last 7 days",
        "🇮🇶 Iraq · last 24 hours",
        "🇮🇶 Iraq · last 30 days",
    ]
    assert "Gunmen raided a post near Mosul" in plain_text(results[0].document)


def test_an_inline_typo_offers_near_countries(services: Services, iraq: int) -> None:
    """ "Irakk"."""
    assert "🇮🇶 Iraq · last 7 days" in [result.title for result in inline(request("country", "Irakk"), services)]


def test_an_empty_inline_query_offers_nothing(services: Services) -> None:
    """Until something is typed."""
    assert inline(request("country", " "), services) == []


def test_inline_results_carry_no_buttons(services: Services, iraq: int) -> None:
    """They would answer in somebody else's chat."""
    assert all(not result.document.buttons for result in inline(request("country", "iraq"), services))


def test_an_answer_may_be_a_toast_only() -> None:
    """Then nothing is sent."""
    assert Answer(toast="x").document is None


@pytest.mark.parametrize("words", ["iraq 7d", "iraq 1w", "iraq last 7 days", "iraq 24h", "iraq since yesterday"])
def test_an_inline_query_takes_a_window(services: Services, iraq: int, words: str) -> None:
    """As the commands do."""
    assert all("🇮🇶 Iraq" in result.title for result in inline(request("country", words), services))
    assert len({result.id for result in inline(request("country", words), services)}) >= 1
