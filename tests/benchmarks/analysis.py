"""Reading articles: the whole analysis against the bare trained pipeline, a mixed feed, the start, and every stage.

    python -m tests.benchmarks.analysis        the time of every stage, and memory

One core, one thread, all in one run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from importlib import resources

from bot.analysis.pipeline import COMPONENTS, PARSING, findings, pipeline, prepare
from storage.model.article import Draft
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


def articles() -> tuple[list[Draft], list[Draft]]:
    """The seed and the exercise articles: security news, and what is none (sport, business, animals)."""
    drafts = [read_seed_article(NOW), *read_exercise(NOW)]
    other = {f"{n:03}" for n in range(58, 67)}
    folder = resources.files("seeds") / "exercise"
    texts = {file.read_text("utf-8") for file in folder.iterdir() if file.name[:3] in other}
    none = [d for d in drafts if any(d.text[:200] in text for text in texts)]
    return [d for d in drafts if d not in none], none


def words_of(drafts: list[Draft]) -> int:
    """White-space words."""
    return sum(len(d.text.split()) for d in drafts)


def run() -> list[Measure]:
    """The comparisons."""
    relevant, other = articles()
    relevant = relevant[:24]
    nlp = pipeline()
    words = words_of(relevant)

    def whole() -> int:
        docs = [prepare(d.text, title=d.title, gate=False) for d in relevant]
        for doc in nlp.pipe(docs, batch_size=len(docs)):
            findings(doc, gate=False)
        return words

    def bare() -> int:
        docs = [prepare(d.text, title=d.title, gate=False) for d in relevant]
        with nlp.select_pipes(enable=list(PARSING)):
            for _ in nlp.pipe(docs, batch_size=len(docs)):
                pass
        return words

    mixed = [*relevant[: len(other) // 2], *other]  # one in three is security news
    mixed_words = words_of(mixed)

    def read(gate: bool) -> int:
        for draft in mixed:
            findings(nlp(prepare(draft.text, title=draft.title, gate=gate)), gate=gate)
        return mixed_words

    ours, start = "the whole analysis", "start to first answer"
    return [
        compare(ours, "words", whole, "the trained pipeline alone", bare, seconds=14),
        compare("one in three relevant", "words", lambda: read(True), "reading everything", lambda: read(False)),
        compare(start, "starts", lambda: _python(ANSWER), "import spacy, blank", lambda: _python(BARE)),
    ]


def _python(code: str) -> int:
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    return 1


def stages() -> list[tuple[str, float]]:
    """Microseconds a word of every stage, on what is security news."""
    relevant, _ = articles()
    nlp = pipeline()
    spent: Counter[str] = Counter()
    for repeat in range(3):
        for draft in relevant:
            began = time.perf_counter()
            doc = prepare(draft.text, title=draft.title, gate=False)
            spent["tokeniser"] += time.perf_counter() - began if repeat else 0
            for name, component in nlp.pipeline:
                began = time.perf_counter()
                doc = component(doc)
                spent[name] += time.perf_counter() - began if repeat else 0
    total = 2 * words_of(relevant)
    return [(name, 1e6 * spent[name] / total) for name in ("tokeniser", *COMPONENTS)]


def main() -> int:
    """Prints stages and memory."""
    rows = stages()
    parsing = sum(us for name, us in rows if name in (*PARSING, "tokeniser"))
    whole = sum(us for _, us in rows)
    for name, us in rows:
        print(f"{name:20} {us:7.1f} us a word  {100 * us / whole:5.1f}%")
    print(f"{'all':20} {whole:7.1f} us a word; the parts that are trained are {parsing / whole:.2f} of it")
    peak = subprocess.run([sys.executable, "-c", MEMORY], check=True, capture_output=True, text=True).stdout.strip()
    print(f"peak memory after 71 articles: {peak} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
