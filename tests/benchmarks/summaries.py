"""How good the summaries are, beside Lead-3, LexRank and TextRank, by ROUGE against summaries written by people.

    python -m tests.benchmarks.summaries [--data FOLDER] [--show]

Reads summary_references.json beside this file (abstracts of exercise articles, written for this project) and, with
``--data``, the one-sentence summaries that GUM's documents carry (news, bio, voyage, interview; train part). All
methods choose three of the same sentences. ROUGE-1, -2 and -L (recall, precision, F) on lower-cased words without
stemming; several references of a document are averaged.

LexRank and TextRank are sumy's, which is not among the pinned packages, as one it needs comes only as source:
``.venv/bin/pip install sumy`` first.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from spacy.tokens import Doc
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from bot.analysis.pipeline import pipeline
from storage.frontmatter import split_front_matter

REFERENCES = Path(__file__).parent / "summary_references.json"
GENRES = ("news", "bio", "voyage", "interview")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Case:
    """A text and the summaries that people wrote of it."""

    name: str
    text: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Rouge:
    """Recall, precision and F of one measure."""

    recall: float
    precision: float

    @property
    def f(self) -> float:
        """The harmonic mean."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def words(text: str) -> list[str]:
    """Lower-cased words."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def rouge_n(found: list[str], wanted: list[str], n: int) -> Rouge:
    """Overlap of n-grams, each counted as often as both have it."""
    left, right = (Counter(zip(*(text[i:] for i in range(n)), strict=False)) for text in (found, wanted))
    common = sum((left & right).values())
    return Rouge(common / max(sum(right.values()), 1), common / max(sum(left.values()), 1))


def rouge_l(found: list[str], wanted: list[str]) -> Rouge:
    """The longest common subsequence of words."""
    row = [0] * (len(wanted) + 1)
    for word in found:
        before = row
        row = [0]
        for j, other in enumerate(wanted):
            row.append(before[j] + 1 if word == other else max(row[-1], before[j + 1]))
    return Rouge(row[-1] / max(len(wanted), 1), row[-1] / max(len(found), 1))


def exercises() -> Iterator[Case]:
    """Exercise articles with an abstract each."""
    folder = resources.files("seeds") / "exercise"
    for name, abstract in json.loads(REFERENCES.read_text(encoding="utf-8")).items():
        _, body = split_front_matter((folder / name).read_text(encoding="utf-8"))
        yield Case(name, body, (abstract,))


def gum(data: Path, part: str = "train") -> Iterator[Case]:
    """Documents of GUM with the summaries in their headers; a paragraph a line."""
    for block in (data / "ud" / f"en_gum-open-{part}.conllu").read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        name = block.split("\n", 1)[0]
        if name.split("_")[1] not in GENRES:
            continue
        references = tuple(re.sub(r"^\([^)]*\) ", "", s) for s in re.findall(r"# meta::summary\d = (.*)", block))
        pieces: list[str] = []
        for sentence in block.split("\n\n"):
            if (match := re.search(r"# text = (.*)", sentence)) is not None:
                pieces.append("\n" if "# newpar" in sentence and pieces else " " if pieces else "")
                pieces.append(match[1])
        yield Case(name, "".join(pieces), references)


class _Words:
    """sumy's tokenizer, without nltk's data."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return (text,)

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(words(text))


def _by_sumy(summarizer: Callable[[ObjectDocumentModel, int], tuple[Sentence, ...]], sentences: list[str]) -> list[str]:
    model = ObjectDocumentModel([Paragraph([Sentence(sentence, _Words()) for sentence in sentences])])
    return [str(sentence) for sentence in summarizer(model, 3)]


def methods(doc: Doc) -> dict[str, list[str]]:
    """The three sentences of each method."""
    sentences = [s for sent in doc.sents if len(words(s := sent.text.strip())) >= 3]
    return {
        "Lead-3": sentences[:3],
        "LexRank": _by_sumy(LexRankSummarizer(), sentences),
        "TextRank": _by_sumy(TextRankSummarizer(), sentences),
        "Sitrep": [doc.text[s.start : s.end] for s in doc._.summary],
    }


def measure(cases: list[Case]) -> dict[str, list[Rouge]]:
    """ROUGE-1, -2 and -L of each method, averaged."""
    sums: dict[str, list[list[Rouge]]] = {}
    for case in cases:
        doc = pipeline()(case.text)
        for method, chosen in methods(doc).items():
            found = words(" ".join(chosen))
            for reference in case.references:
                wanted = words(reference)
                rouges = [rouge_n(found, wanted, 1), rouge_n(found, wanted, 2), rouge_l(found, wanted)]
                sums.setdefault(method, []).append(rouges)
    return {
        method: [
            Rouge(sum(r.recall for r in column) / len(column), sum(r.precision for r in column) / len(column))
            for column in zip(*rows, strict=True)
        ]
        for method, rows in sums.items()
    }


def main() -> int:
    """Prints one table a collection."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--show", action="store_true", help="print the summaries of the exercise articles")
    arguments = parser.parse_args()
    collections = {"exercise": list(exercises())}
    if arguments.data is not None:
        collections["gum"] = list(gum(arguments.data))
    for name, cases in collections.items():
        print(f"{name}: {len(cases)} documents   R1 r/p/f         R2 r/p/f         RL r/p/f")
        for method, rouges in measure(cases).items():
            print(f"  {method:10}" + "".join(f"   {r.recall:.3f}/{r.precision:.3f}/{r.f:.3f}" for r in rouges))
    if arguments.show:
        for case in collections["exercise"]:
            doc = pipeline()(case.text)
            print(case.name, *(f"  {s.score:.2f} {case.text[s.start : s.end]}" for s in doc._.summary), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
