"""Reading articles: the whole analysis against the bare trained pipeline, a mixed feed, the start, and every stage.

    python -m tests.benchmarks.analysis        the time of every stage, and memory

One core, one thread, all in one run; in processor time, but for the start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from importlib import resources

from bot.analysis.pipeline import COMPONENTS, PARSING, findings, pipeline, prepare
from storage.seed import read_exercise, read_seed_article
from tests.benchmarks import Measure, compare
from tests.benchmarks.storage import NOW

BARE = """
import spacy
spacy.blank("en")("Gunmen attacked a convoy near Gao.")
"""
ANSWER = """
from bot.analysis.pipeline import analyse
assert analyse("Gunmen attacked a convoy near Gao, killing four soldiers.").events
"""
MEMORY = """
import resource
from bot.analysis.pipeline import analyse
from storage.seed import read_exercise, read_seed_article
from tests.benchmarks.storage import NOW
for draft in [read_seed_article(NOW), *read_exercise(NOW)]:
    analyse(draft.text, title=draft.title)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


OTHER = ("sport", "business", "entertainment", "science", "lifestyle", "weather")


def security_news() -> list[str]:
    """The seed article and the exercises, without the nine (58 to 66) that are none."""
    exercises = [draft.text for draft in read_exercise(NOW)]
    return [read_seed_article(NOW).text, *exercises[:57], *exercises[66:]]


def other_news(count: int) -> list[str]:
    """Articles of other trades: texts of the relevance set that no weight was fitted to, six of one trade together."""
    file = resources.files("bot.analysis.train") / "relevance_texts.jsonl"
    by_topic: dict[str, list[str]] = {topic: [] for topic in OTHER}
    for line in file.read_text("utf-8").splitlines():
        text = json.loads(line)
        if text["half"] == "measure" and text["topic"] in by_topic:
            by_topic[text["topic"]].append(text["text"])
    made = ["\n".join(texts[k : k + 6]) for texts in by_topic.values() for k in range(0, len(texts) - 5, 6)]
    return made[:count]


def words_of(texts: list[str]) -> int:
    """White-space words."""
    return sum(len(text.split()) for text in texts)


def run() -> list[Measure]:
    """The comparisons."""
    security = security_news()[:24]
    nlp = pipeline()
    words = words_of(security)

    def whole() -> int:
        docs = [prepare(text, gate=False) for text in security]
        for doc in nlp.pipe(docs, batch_size=len(docs)):
            findings(doc, gate=False)
        return words

    def bare() -> int:
        docs = [prepare(text, gate=False) for text in security]
        with nlp.select_pipes(enable=list(PARSING)):
            for _ in nlp.pipe(docs, batch_size=len(docs)):
                pass
        return words

    other = other_news(20)
    mixed = [*security[: len(other) // 2], *other]  # one article in three is security news
    mixed_words = words_of(mixed)

    def read(gate: bool) -> int:
        for text in mixed:
            findings(nlp(prepare(text, gate=gate)), gate=gate)
        return mixed_words

    ours, start = "the whole analysis", "start to first answer"
    return [
        compare(ours, "words", whole, "the trained pipeline alone", bare, seconds=14, clock=time.process_time),
        compare(
            "one in three relevant",
            "words",
            lambda: read(True),
            "reading everything",
            lambda: read(False),
            seconds=6,
            clock=time.process_time,
        ),
        compare(start, "starts", lambda: _python(ANSWER), "import spacy, blank", lambda: _python(BARE)),
    ]


def _python(code: str) -> int:
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    return 1


def stages(texts: list[str], *, gate: bool) -> dict[str, float]:
    """Microseconds a word of every stage, the best of four times."""
    nlp = pipeline()
    best: dict[str, float] = {}
    for _ in range(4):
        spent: Counter[str] = Counter()
        for text in texts:
            began = time.process_time()
            doc = prepare(text, gate=gate)
            spent["tokeniser"] += time.process_time() - began
            for name, component in nlp.pipeline:
                began = time.process_time()
                doc = component(doc)
                spent[name] += time.process_time() - began
        best = {name: min(took, best.get(name, took)) for name, took in spent.items()}
    return {name: 1e6 * took / words_of(texts) for name, took in best.items()}


def main() -> int:
    """Prints stages and memory."""
    security, other = stages(security_news(), gate=False), stages(other_news(20), gate=True)
    print(f"{'microseconds a word':20} {'security news':>15} {'other, gated':>15}")
    for name in ("tokeniser", *COMPONENTS):
        print(f"{name:20} {security[name]:15.1f} {other[name]:15.1f}")
    print(f"{'all':20} {sum(security.values()):15.1f} {sum(other.values()):15.1f}")
    parsing = sum(us for name, us in security.items() if name in (*PARSING, "tokeniser"))
    print(f"the parts that are trained are {parsing / sum(security.values()):.2f} of the whole")
    peak = subprocess.run([sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True).stdout.strip()
    print(f"peak memory after 71 articles: {peak} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
