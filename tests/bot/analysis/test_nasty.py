"""Any text whatsoever gives an answer: a corpus of nasty ones, and properties over what nobody thought of."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.analysis.explain import render
from bot.analysis.jsonl import analyse_lines
from bot.analysis.pipeline import analyse, read
from bot.analysis.windowing import WINDOW_CHARS, merge, readable, windows
from storage.model.findings import Analysis, Mention
from tests.bot.analysis.test_properties import spans

NEWS = (
    "BAGHDAD (Wire) — Gunmen on motorbikes attacked an army checkpoint near Mosul late on Monday, killing at least "
    "four soldiers and wounding nine, two Iraqi officials said. “If they strike again, we will answer,” the minister "
    "told reporters. The embassy suspended its operations.\n\n"
)

NASTY = {
    "empty": "",
    "blanks": " \t\n\u00a0\u3000 \n",
    "one word": "Attack",
    "one letter": "a",
    "a full stop": ".",
    "no punctuation": "gunmen killed twelve soldiers in mali police said the army struck back at dawn " * 20,
    "punctuation only": "?!.,;:—–-…“”\"'()[]{}<>/\\|" * 30,
    "quotation marks only": "“" * 200 + "”" * 199 + '"' * 33,
    "unclosed quotations": "He said “we will strike. She said “they will answer. ‘No, he said. " * 10,
    "capitals": NEWS.upper(),
    "lower case": NEWS.lower(),
    "html": "<p>Gunmen &amp; rebels <b>killed</b> 12&nbsp;people in <a href='x'>Mali</a>.</p><script>a<b</script>",
    "broken html": "<div <p Gunmen </p killed 12 < people > in &#x4d;ali &lt; &",
    "markdown": "# Attack\n\n* Gunmen **killed** 12 people\n* [Mali](http://example.com/a_(c))\n\n| a | b |\n|---|---|",
    "emoji": "🚨 BREAKING 🚨 Gunmen 🔫 killed 1️⃣2️⃣ people in 🇲🇱 Mali 👨‍👩‍👧‍👦!!! 💥💥💥",
    "arabic": "قال مسؤولون إن مسلحين هاجموا نقطة تفتيش للجيش قرب الموصل، ما أسفر عن مقتل أربعة جنود.",
    "mixed scripts": "Gunmen قتلوا 12 солдат in 马里 on Δευτέρα, पुलिस said. ١٢ people were killed.",
    "right to left marks": "\u202eGunmen killed\u202c 12 \u200fpeople\u200e in \u2067Mali\u2069.",
    "combining marks": "G\u0336u\u0336n\u0336m\u0336e\u0336n\u0336 killed 12 people in Mal\u0301\u0302\u0303i"
    + "\u0301" * 500,
    "characters that grow in lower case": "İİİ ON MONDAY İSTANBUL ATTACK KILLED 12 ﬁﬂ ß PEOPLE İ",
    "zero widths": "Gun\u200bmen kil\u200dled 12\ufeff peo\u00adple in Mali on Mon\u200bday.",
    "nulls": "Gunmen\x00 killed\x00\x00 12 people in\x00Mali.\x00",
    "control characters": "".join(map(chr, range(32))) + NEWS + "\x7f\x80\x85\x9b",
    "lone surrogates": "Gunmen \ud800 killed 12 \udfff people in Mali \udc80.",
    "private use": "\ue000\uf8ff Gunmen \U000f0000 killed \U0010ffff 12.",
    "a very long word": "a" * 30_000,
    "a very long word in a text": NEWS + "x" * 5_000 + " " + NEWS,
    "a very long number": "They killed " + "9" * 5_000 + " people on " + "1" * 500 + " May " + "2" * 300 + ".",
    "a very long address": NEWS + "https://example.com/" + "a/b?c=d&" * 600 + " " + NEWS,
    "base64": "QUJD" * 2_000 + "==",
    "long blanks": "Gunmen killed" + " " * 5_000 + "12 people" + "\n" * 5_000 + "in Mali.",
    "doubled blanks": NEWS.replace(" ", "  "),
    "names over lines": "Commander Jorge \n\n Shafik  Handal of San\n Salvador and Abu\tBakr al\n\nBaghdadi met. " * 5,
    "carriage returns": NEWS.replace("\n", "\r\n").replace(". ", ".\r"),
    "every word a line": NEWS.replace(" ", "\n"),
    "one sentence without end": "and gunmen killed 12 people in Mali " * 150,
    "commas without end": ", ".join(["gunmen"] * 400) + " killed " + ", ".join(["soldiers"] * 400) + ".",
    "ands without end": " and ".join(["Mali"] * 300) + " attacked " + " and ".join(["Niger"] * 300) + ".",
    "verbs without end": "killed attacked struck bombed shelled raided " * 80,
    "said without end": "said told claimed denied warned " * 80,
    "deep brackets": "(" * 500 + "Gunmen" + ")" * 500,
    "deep clauses": "He said that she said that they claimed that " * 60 + "gunmen attacked.",
    "numbers only": "12 1,200 1.5 million 3-4 2024 5/6/2024 10:30 $5 7% " * 40,
    "dates only": "on Monday, 5 May 2024 between October 2023 and October 2024 " * 40,
    "dates that are none": "30 February 2024, 99/99/9999, 0 January 0000, 2024-13-45, the year 0, 9999 years ago",
    "datelines only": "BAGHDAD (Wire) — " * 50,
    "titles only": "President Prime Minister General Secretary of State Gen. Mr. Dr. " * 40,
    "a table": "\n".join(f"{i}\tMali\t{i * 3}\tkilled" for i in range(120)),
    "json": json.dumps({"text": NEWS, "list": list(range(50))}),
    "code": "def attack(target):\n    if target is None:\n        raise ValueError('no target')\n    kill(target)\n"
    * 10,
}


def check(text: str, analysis: Analysis) -> None:
    """What holds for every analysis: spans in the text and true to it, in order, scores in range."""
    for start, end, words in spans(analysis):
        assert 0 <= start < end <= len(text)
        assert words is None or readable(text)[start:end] == words
    starts = [event.trigger.start for event in analysis.events]
    assert starts == sorted(starts)
    names = [(entity.start, entity.end) for entity in analysis.entities]
    assert names == sorted(names)
    assert [s.start for s in analysis.summary] == sorted(s.start for s in analysis.summary)
    assert 0.0 <= analysis.relevance <= 1.0


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_text_gives_an_answer_whose_spans_lie_in_it(name: str) -> None:
    """No crash, no offset outside the text, no words that do not stand there."""
    check(NASTY[name], analyse(NASTY[name], gate=False))


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_line_is_answered_with_findings_or_a_clear_error(name: str) -> None:
    """In its place, the next line goes on; and the answer is a line of JSON that can be written."""
    lines = [json.dumps({"id": name, "text": NASTY[name]}), json.dumps({"id": "next", "text": "Calm."})]
    (first, good), (second, _) = analyse_lines(lines)
    answer = json.loads(first.encode("utf-8"))
    assert answer["id"] == name
    assert good is ("error" not in answer)
    assert json.loads(second)["id"] == "next"


@pytest.mark.parametrize("name", ["control characters", "html", "emoji", "right to left marks", "a table"])
def test_a_nasty_reading_can_be_shown(name: str) -> None:
    """By --explain."""
    reading = read(NASTY[name], gate=False, explain=True)
    assert render(reading.text, reading.analysis, reading.notes, reading.words).startswith("relevance")


def test_the_same_nasty_text_gives_the_same_answer() -> None:
    """Whatever was read before it."""
    first = [analyse(text, gate=False) for text in NASTY.values()]
    assert [analyse(text, gate=False) for text in reversed(NASTY.values())] == first[::-1]


ALPHABETS = st.one_of(
    st.text(max_size=150),
    st.text(alphabet=st.characters(codec="utf-8"), max_size=150),
    st.text(alphabet="\x00\n\t “”‘’'\".,!?—-()[]<>&;/\\@#$%0123456789aIİßﬁ\u0301\u200b\u202e\ud800🚨", max_size=150),
    st.lists(st.sampled_from(sorted(set(" ".join(NASTY.values()).split()), key=str)[:3000]), max_size=30).map(" ".join),
    st.lists(st.sampled_from(NEWS.split(" ")), max_size=40).map(" ".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ALPHABETS)
def test_any_text_gives_an_answer_whose_spans_lie_in_it(text: str) -> None:
    """Found by trying."""
    check(text, analyse(text, gate=False))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([NEWS, "Calm. ", "\n\n", "🚨 ", "He said so. "]), max_size=8).map("".join),
    st.integers(40, 400),
)
def test_a_text_read_in_windows_has_its_spans_in_the_whole_text(text: str, size: int) -> None:
    """Whatever the size of the windows."""
    check(text, merge([(w.start, analyse(w.text, gate=False)) for w in windows(text, size)]))


def test_the_last_word_of_a_long_text_is_read() -> None:
    """Nothing is cut off: the end of 200,000 words is found."""
    text = "The committee met and the weather was fine. " * 1_500 + NEWS
    found = analyse(text, gate=False)
    assert any(isinstance(e.trigger, Mention) and e.trigger.start > len(text) - len(NEWS) for e in found.events)


def seconds(text: str) -> float:
    """The better of two, in seconds of the processor."""
    times = []
    for _ in range(2):
        begun = time.process_time()
        analyse(text)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("name", ["no punctuation", "commas without end", "ands without end", "quotation marks only"])
def test_time_grows_with_the_text(name: str) -> None:
    """Four times a text in about four times the time, also within one window."""
    text = (NASTY[name] * 40)[: WINDOW_CHARS // 4]
    assert seconds(text * 4) < 12 * max(seconds(text), 0.02)


@pytest.mark.long
def test_a_megabyte_is_read() -> None:
    """In windows, in line with its length."""
    small, large = seconds(NEWS * 300), seconds(NEWS * 3_000)
    assert large < 20 * max(small, 0.1)
