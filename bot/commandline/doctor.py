"""``sitrep doctor``: checks what a running bot needs, and says what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import click

from bot.commandline.program import Program, program_of
from bot.logs import redact
from bot.settings import Settings
from storage.articles import count_articles, latest_fetch
from storage.deliveries import count_pending
from storage.engine import Database
from storage.errors import SitrepError
from storage.sources import list_feeds

LONGEST_CLOCK_SKEW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is well, and a line that says so or says what to do."""

    well: bool
    line: str


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check token, database, analysis, clock, privacy mode and feeds. Exit status 1 if something needs you."""
    program = program_of(ctx)
    failed = False
    for finding in _checks(program):
        failed |= not finding.well
        click.echo(f"{'ok  ' if finding.well else 'LOOK'} {redact(finding.line)}")
    if failed:
        raise SystemExit(1)


def _checks(program: Program) -> Iterator[Finding]:
    try:
        database = program.open_database()
    except SitrepError as error:
        yield Finding(False, f"database: {error}")
    else:
        try:
            yield from check_database(database, program)
        finally:
            database.close()
    yield check_analysis()
    yield from asyncio.run(check_telegram(program.settings))


def check_database(database: Database, program: Program) -> Iterator[Finding]:
    """What is stored, what waits, how the feeds do."""
    with database.reading() as session:
        articles, newest, waiting = count_articles(session), latest_fetch(session), count_pending(session)
        feeds = list_feeds(session)
    yield Finding(True, f"database: {database.dialect}, {articles} articles, {waiting} messages waiting")
    ahead = newest is not None and newest - program.clock() > LONGEST_CLOCK_SKEW
    if ahead:
        yield Finding(False, "clock: articles were fetched in the future; set this machine's clock")
    if not feeds:
        yield Finding(False, "feeds: none yet; `sitrep feeds add URL` adds one")
    if feeds and not program.settings.contact:
        yield Finding(False, "contact: SITREP_CONTACT is not set; publishers whose feeds are read cannot reach you")
    for feed in feeds:
        sick = feed.failures > 0 or feed.disabled_at is not None
        reason = f": {feed.last_error}" if sick and feed.last_error else ""
        yield Finding(not sick, f"feed {feed.id} {feed.title or feed.url}: {feed.health}{reason}")


def check_analysis() -> Finding:
    """One sentence through the pipeline."""
    from bot.analysis.pipeline import analyse
    from bot.analysis.version import ANALYSIS_VERSION

    found = analyse("Gunmen attacked an army post near Mosul in Iraq on Monday, killing four soldiers.")
    well = bool(found.events) and any(country.code == "IQ" for country in found.countries)
    return Finding(well, f"analysis: version {ANALYSIS_VERSION}" + ("" if well else " does not find a plain attack"))


async def check_telegram(settings: Settings) -> list[Finding]:
    """The token, and whether privacy mode is as Sitrep expects it."""
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    if settings.bot_token is None:
        return [Finding(False, "telegram: SITREP_BOT_TOKEN is not set; get a token from @BotFather")]
    bot = Bot(settings.bot_token.get_secret_value().strip(), base_url=f"{settings.telegram_api_url}/bot")
    try:
        async with bot:
            me = await bot.get_me()
            hook = await bot.get_webhook_info()
    except InvalidToken:
        return [Finding(False, "telegram: the token is not known; copy it again from @BotFather")]
    except TelegramError as error:
        return [Finding(False, f"telegram: cannot be reached ({error})")]
    findings = [Finding(True, f"telegram: @{me.username}")]
    privacy = "off: the bot reads every group message" if me.can_read_all_group_messages else "on, as it should be"
    findings.append(Finding(not me.can_read_all_group_messages, f"privacy mode: {privacy}"))
    if not me.supports_inline_queries:
        findings.append(Finding(False, "inline mode: off; switch it on with @BotFather, /setinline"))
    if hook.url:
        findings.append(Finding(False, "webhook: one is set, and polling excludes it; remove it with deleteWebhook"))
    return findings
