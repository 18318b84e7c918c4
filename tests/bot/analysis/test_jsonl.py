"""`sitrep analyse --format jsonl`: one line in, one line out, in order, whatever the lines are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.analysis.extensions import Note
from bot.analysis.jsonl import analyse_lines, note_to_json

GOOD = '{"id": "a", "text": "Gunmen killed 12 people in northern Mali on Monday, police said."}'
KEYS = {"id", "countries", "entities", "events", "claims", "summary", "relevance"}


def answers(*lines: str | bytes, gate: bool = True, explained: bool = False) -> list[tuple[dict[str, object], bool]]:
    return [(json.loads(line), ok) for line, ok in analyse_lines(lines, gate=gate, explain=explained)]


def test_a_good_line_has_every_key_of_the_contract() -> None:
    ((answer, ok),) = answers(GOOD)
    assert ok
    assert set(answer) == KEYS


def test_bytes_are_read_as_utf_8() -> None:
    ((answer, ok),) = answers(GOOD.encode())
    assert ok
    assert answer["id"] == "a"


@pytest.mark.parametrize(
    ("line", "id_", "error"),
    [
        ("{nonsense", None, "not JSON"),
        ("[1, 2]", None, "not a JSON object"),
        ('"text"', None, "not a JSON object"),
        ('{"id": "b"}', "b", "no text and no title"),
        ('{"id": "b", "text": "   "}', "b", "no text and no title"),
        ('{"id": "b", "text": 5}', "b", "text is not text"),
        ('{"id": "b", "text": "x", "title": []}', "b", "title is not text"),
        ('{"id": "b", "text": "x", "published": "last week"}', "b", "published is not ISO 8601"),
        ('{"id": "b", "text": "x", "published": 20250101}', "b", "published is not text"),
        ('{"id": {}, "text": "x"}', None, "id is neither"),
        ('{"id": 7, "text": "\\ud800"}', 7, "lone surrogate"),
        (b"\xff\xfe{}", None, "not UTF-8"),
        ("[" * 100_000, None, "not JSON"),
    ],
)
def test_a_bad_line_is_answered_in_its_place(line: str | bytes, id_: object, error: str) -> None:
    (first, _), (bad, ok), (last, _) = answers(GOOD, line, GOOD)
    assert not ok
    assert error in str(bad["error"])
    assert bad.get("id") == id_
    assert set(first) == set(last) == KEYS


def test_every_line_is_answered_before_the_next_is_read() -> None:
    read_so_far: list[str] = []

    def lines() -> Iterator[str]:
        for line in (GOOD, GOOD):
            read_so_far.append(line)
            yield line

    stream = analyse_lines(lines())
    next(stream)
    assert len(read_so_far) == 1


def test_blank_lines_are_passed_over() -> None:
    assert len(answers(GOOD, "\n", "   ", GOOD)) == 2


def test_an_empty_text_is_replaced_by_the_title() -> None:
    title = "Gunmen kill 12 people in northern Mali"
    ((answer, _),) = answers(json.dumps({"title": title, "text": ""}))
    evidence = answer["countries"][0]["evidence"][0]  # type: ignore[index]
    assert title[evidence["start"] : evidence["end"]] == "Mali"


def test_a_title_beside_a_text_gives_no_findings() -> None:
    ((answer, _),) = answers(json.dumps({"title": "War in Sudan", "text": "Gunmen killed 12 people in Mali."}))
    assert [c["code"] for c in answer["countries"]] == ["ML"]  # type: ignore[attr-defined]


def test_what_is_no_security_news_has_neither_events_nor_claims() -> None:
    text = "The coach said the team had attacked well. The striker scored two goals in the match. Fans cheered."
    ((answer, _),) = answers(json.dumps({"text": text}))
    assert (answer["events"], answer["claims"]) == ([], [])


def test_without_the_gate_everything_is_read() -> None:
    text = "The minister said the team had won well. The striker scored two goals in the match. Fans cheered."
    ((answer, _),) = answers(json.dumps({"text": text}), gate=False)
    assert answer["claims"]


def test_published_with_a_time_zone_counts_by_its_own_day() -> None:
    line = json.dumps({"text": "Gunmen killed 12 people in Mali on Monday.", "published": "2025-06-10T00:30:00+03:00"})
    ((answer, _),) = answers(line)
    assert [e["date"] for e in answer["events"]] == ["2025-06-09"]  # type: ignore[attr-defined]


def test_without_publication_a_weekday_stays_unknown() -> None:
    ((answer, _),) = answers('{"text": "Gunmen killed 12 people in Mali on Monday."}')
    assert [e["date"] for e in answer["events"]] == [None]  # type: ignore[attr-defined]


def test_explain_names_the_rule_of_every_event() -> None:
    ((answer, _),) = answers(GOOD, explained=True)
    rules = {(n["start"], n["end"]) for n in answer["explain"]}  # type: ignore[attr-defined]
    assert {(e["trigger"]["start"], e["trigger"]["end"]) for e in answer["events"]} <= rules  # type: ignore[attr-defined]


def test_explain_gives_what_a_rule_took_and_its_way_to_the_status_where_it_says_so() -> None:
    shown = note_to_json(Note("event", 0, 3, "rule", ("actor: Gunmen",), ("told-as-fact", "occurred")))
    assert (shown["arguments"], shown["path"]) == (["actor: Gunmen"], ["told-as-fact", "occurred"])
    assert set(note_to_json(Note("event", 0, 3, "rule"))) == {"what", "start", "end", "rule"}
