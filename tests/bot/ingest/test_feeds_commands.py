"""``sitrep feeds`` with sites, lists and presets, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.ingest.presets import read_presets
from storage.model.article import Feed, Source
from storage.seed import load_sources
from storage.sources import list_feeds, list_sources
from tests.bot.ingest.site import Site, rss, rss_item
from tests.bot.ingest.test_commands import Program, program, site, typed

__all__ = ["program", "site"]  # fixtures

OPML = """<opml version="2.0"><body><outline text="Africa"><outline text="A" type="rss" xmlUrl="https://a.example/f"/>
</outline><outline text="B" type="rss" xmlUrl="ftp://b.example/f"/></body></opml>"""


def stored(program: Program) -> tuple[list[Feed], list[Source]]:
    database = program.open_database()
    with database.reading() as session:
        found = list_feeds(session), [source for source, *_ in list_sources(session)]
    database.close()
    return found


def test_the_feed_behind_a_site_is_added(program: Program, site: Site) -> None:
    site.put("/feed.xml", rss(rss_item()), "application/rss+xml")
    result = typed(program, "feeds", "add", site.put("/", "<html><body>Hello</body></html>"))
    assert (result.exit_code, stored(program)[0][0].url) == (0, site.at("/feed.xml"))


def test_of_several_feeds_one_must_be_chosen(program: Program, site: Site) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" title="T{n}" href="/{n}">' for n in (1, 2))
    result = typed(program, "feeds", "add", site.put("/", f"<html><head>{links}</head></html>"))
    assert result.exit_code == 2
    assert f"sitrep feeds add {site.at('/2')}   (T2)" in result.stderr
    assert stored(program)[0] == []


def test_a_site_without_a_feed_is_not_added(program: Program, site: Site) -> None:
    result = typed(program, "feeds", "add", site.put("/", "<html><body>Hello</body></html>"))
    assert result.exit_code == 1
    assert "no feed was found behind it" in result.stderr
    assert stored(program)[0] == []


def test_a_list_is_imported_its_folders_as_groups_and_its_faults_told(program: Program, tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text(OPML)
    result = typed(program, "feeds", "import", str(tmp_path / "list.opml"))
    assert (result.exit_code, result.stderr) == (1, "B: only http and https addresses are fetched, not ftp\n")
    assert result.stdout.startswith("1 added, 0 already there, 1 refused.")
    assert [(feed.url, feed.title, feed.folder) for feed in stored(program)[0]] == [
        ("https://a.example/f", "A", "Africa")
    ]


def test_what_is_no_list_is_a_wrong_command(program: Program) -> None:
    assert typed(program, "feeds", "import", "-", stdin="words").exit_code == 2


def test_an_exported_list_is_imported_without_a_change(program: Program, tmp_path: Path) -> None:
    typed(program, "feeds", "add", "--no-poll", "https://h.example/f", "--folder", "Asia", "--name", "N & M")
    file = tmp_path / "out.opml"
    assert typed(program, "feeds", "export", str(file)).exit_code == 0
    assert typed(program, "feeds", "import", str(file)).stdout == "0 added, 1 already there.\n"


def test_a_preset_is_added_with_the_judgement_of_its_sources(program: Program) -> None:
    result = typed(program, "feeds", "add", "--preset", "middle-east")
    wanted = read_presets().of("middle-east")
    feeds, sources = stored(program)
    assert result.stdout.startswith(f"middle-east: {len(wanted)} feeds added, 0 already there.")
    assert [feed.url for feed in feeds] == [feed.url for feed in wanted]
    assert {s.name: s.reliability for s in sources} == {f.source.name: f.source.reliability for f in wanted}


def test_a_judgement_outlives_the_next_start(program: Program) -> None:
    typed(program, "feeds", "add", "--preset", "world")
    before = {source.name: source.reliability for source in stored(program)[1]}
    database = program.open_database()
    with database.writing() as session:
        load_sources(session)
    database.close()
    after = {source.name: source.reliability for source in stored(program)[1]}
    assert {name: after[name] for name in before} == before


def test_nothing_is_polled_by_default(program: Program) -> None:
    typed(program, "feeds", "presets")
    assert stored(program)[0] == []


def test_the_presets_are_shown_with_reasons(program: Program) -> None:
    assert "middle-east" in typed(program, "feeds", "presets").stdout
    shown = typed(program, "feeds", "presets", "advisories").stdout
    assert "travel.state.gov" in shown
    assert "reliability A: " in shown


@pytest.mark.parametrize(
    "words",
    [["add"], ["add", "https://h.example", "--preset", "asia"], ["add", "--preset", "moon"], ["presets", "moon"]],
)
def test_a_wrong_command_is_status_2(program: Program, words: list[str]) -> None:
    assert typed(program, "feeds", *words).exit_code == 2
