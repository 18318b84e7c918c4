"""How well articles are grouped into stories: B-cubed (Bagga and Baldwin 1998) on the stories set.

    python -m tests.benchmarks.stories [--half open] [--errors] [--fit]

``--errors`` lists the pairs of the open half that are wrongly one story or wrongly two. ``--fit`` fits the weights of
bot/stories/likeness.py to the open half and prints them.
"""

from __future__ import annotations

import argparse
from collections.abc import Hashable, Mapping
from functools import cache
from itertools import combinations

from bot.analysis.pipeline import analyse
from bot.stories.grouping import group
from bot.stories.profile import profile_of
from storage.model.article import Article, Source, source_key
from storage.model.profile import Profile
from tests.gold.stories import HALVES, Told, read_stories


@cache
def profiles(half: str) -> dict[int, Profile]:
    """The profile of each article of a half, by its place in the file, as if all were stored."""
    told = read_stories(half)
    outlets = {article.source for article in told if article.source is not None}
    return {at: _profile(at, article, outlets) for at, article in enumerate(told)}


def _profile(at: int, told: Told, outlets: set[str]) -> Profile:
    source = Source(source_key(told.source), told.source) if told.source else None
    article = Article(
        id=at,
        text=told.text,
        title=told.title,
        source=source,
        fetched_at=told.effective_at,
        stored_at=told.effective_at,
        effective_at=told.effective_at,
        published_at=told.published,
    )
    findings = analyse(told.text, title=told.title, published=told.published, source=told.source)
    return profile_of(article, findings, outlets=outlets)


def b_cubed(found: Mapping[int, Hashable], labelled: Mapping[int, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1, each article weighing the same (Amigó et al. 2009)."""
    precision = recall = 0.0
    for one in labelled:
        same = {n for n in labelled if found[n] == found[one]}
        right = {n for n in labelled if labelled[n] == labelled[one]}
        precision += len(same & right) / len(same)
        recall += len(same & right) / len(right)
    precision, recall = precision / len(labelled), recall / len(labelled)
    return precision, recall, 2 * precision * recall / (precision + recall)


def labels(half: str) -> dict[int, str]:
    """The story of each article, by its place in the file."""
    return {at: article.story for at, article in enumerate(read_stories(half))}


def grouped(half: str) -> dict[int, int]:
    """The story that each article is put into."""
    return {n: at for at, members in enumerate(group(profiles(half))) for n in members}


def baseline(half: str) -> dict[int, Hashable]:
    """Grouped by the countries in focus and the day."""
    return {n: (tuple(sorted(p.countries)) or n, p.told_at.date()) for n, p in profiles(half).items()}


def table(halves: tuple[str, ...] = HALVES) -> str:
    """B-cubed on each half, beside the baseline, in Markdown."""
    lines = ["| stories | articles | stories labelled | P | R | F1 |", "|---|---|---|---|---|---|"]
    for half in halves:
        right = labels(half)
        size = f"{len(right)} | {len(set(right.values()))}"
        for name, found in ((f"{half} half", grouped(half)), (f"{half} half: same countries and day", baseline(half))):
            figures = " | ".join(f"{figure:.3f}" for figure in b_cubed(found, right))
            lines.append(f"| {name} | {size} | {figures} |")
    return "\n".join(lines)


def errors() -> list[str]:
    """Pairs of the open half that are wrongly one story, or wrongly two."""
    told, found = read_stories("open"), grouped("open")
    return [
        f"{'merged' if found[a] == found[b] else 'split'}: {one.id} {one.title!r} / {other.id} {other.title!r}"
        for (a, one), (b, other) in combinations(enumerate(told), 2)
        if (found[a] == found[b]) != (one.story == other.story)
    ]


def main(arguments: list[str] | None = None) -> int:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--half", choices=HALVES, help="one half only")
    parser.add_argument("--errors", action="store_true", help="the wrong pairs of the open half")
    options = parser.parse_args(arguments)
    print(table((options.half,) if options.half else HALVES))
    if options.errors:
        print("\n".join(errors()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
