"""How well reports of political violence are read, measured on MUC-4 (development data only).

    python -m tests.benchmarks.muc4 --data FOLDER [--split dev] [--limit N] [--errors SLOT]

``FOLDER/muc4/{train,dev}.json`` hold lower-cased reports and their templates (Sundheim 1992; the processed form is
MIT-licensed). Each report is analysed once. Counted a report: whether it is relevant (it has a template), its incident
types, and the fillers of four slots: perpetrators (persons and organisations together), targets (things), victims and
weapons. A filler is right where it shares its last word with one of the gold strings, or contains it; each gold entity
counts once. Optional templates are not marked in this form of the data, so recall looks lower than in 1992.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.analysis.pipeline import analyse
from storage.model.findings import Analysis, Event, EventType, Status

TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
SLOTS = ("perpetrator", "target", "victim", "weapon")
_BOMBING = {"Suicide bomb", "Remote explosive/landmine/IED", "Grenade"}
_BOMB_WORDS = ("bomb", "dynamit", "explo", "car bomb", "blow", "detonat", "grenade", "mine", "blast")
_ARSON = ("burn", "arson", "torch", "set", "fire to", "ablaze")
_UNREAL = {Status.HYPOTHETICAL, Status.DENIED}


def incident_type(event: Event) -> str | None:
    """The MUC-4 incident type of an assault, ``None`` for what is no incident there."""
    trigger = event.trigger.text.lower()
    if event.type is EventType.THREATEN:
        return None
    if event.type is not EventType.ASSAULT or event.status in _UNREAL:
        return None
    weapon = event.weapon.text.lower() if event.weapon else ""
    if event.subtype == "Abduction/forced disappearance":
        return "kidnapping"
    if trigger.startswith(_ARSON):
        return "arson"
    if trigger.startswith(("rob", "loot", "steal", "stole")):
        return "robbery"
    if event.subtype in _BOMBING or trigger.startswith(_BOMB_WORDS) or any(w in weapon for w in _BOMB_WORDS):
        return "bombing"
    return "attack"


def fillers(analysis: Analysis) -> dict[str, list[str]]:
    """The strings that fill each slot."""
    out: dict[str, list[str]] = {slot: [] for slot in SLOTS}
    for event in analysis.events:
        if incident_type(event) is None:
            continue
        if event.actor:
            out["perpetrator"].append(event.actor.text.lower())
        if event.target:
            out["victim"].append(event.target.text.lower())
            out["target"].append(event.target.text.lower())
        if event.weapon:
            out["weapon"].append(event.weapon.text.lower())
    return out


def same(found: str, alternatives: Iterable[str]) -> bool:
    """Whether a filler names one of the gold strings: the last word of one stands in the other."""
    words = found.split()
    for gold in alternatives:
        other = gold.split()
        if words and other and (words[-1] in other or other[-1] in words):
            return True
    return False


def gold_fillers(templates: Sequence[Mapping[str, Any]]) -> dict[str, list[list[str]]]:
    """For each slot the entities, each a list of its strings."""
    keys = {"perpetrator": ("PerpInd", "PerpOrg"), "target": ("Target",), "victim": ("Victim",), "weapon": ("Weapon",)}
    out: dict[str, list[list[str]]] = {}
    for slot, names in keys.items():
        seen: list[list[str]] = []
        for template in templates:
            for name in names:
                for entity in template[name]:
                    strings = [mention[0] for mention in entity]
                    if strings and not any(set(strings) & set(other) for other in seen):
                        seen.append(strings)
        out[slot] = seen
    return out


def measure(path: Path, limit: int | None, errors: str | None) -> dict[str, tuple[int, int, int]]:
    """(right, found, gold) of every row. Targets and victims are told apart by the gold: a filler that is right for
    one does not count against the other."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    decoder = json.JSONDecoder()
    text, at, number = path.read_text(encoding="utf-8").strip(), 0, 0
    while at < len(text) and (limit is None or number < limit):
        report, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        number += 1
        analysis = analyse(report["doctext"])
        found_types = {t for e in analysis.events if (t := incident_type(e))}
        kinds = [kind for template in report["templates"] for kind in template["incident_type"].split(" / ")]
        gold_types = set(kinds) & set(TYPES)
        told = {"yes"} if found_types else set()
        _count(counts["relevant"], told, {"yes"} if report["templates"] else set())
        _count(counts["type"], found_types, gold_types)
        for kind in TYPES[:4]:
            _count(counts[kind], found_types & {kind}, gold_types & {kind})
        gold, found = gold_fillers(report["templates"]), fillers(analysis)
        for slot in SLOTS:
            hit_gold = [g for g in gold[slot] if any(same(f, g) for f in found[slot])]
            others = gold["victim" if slot == "target" else "target"] if slot in {"target", "victim"} else []
            distinct = {f.split()[-1]: f for f in found[slot] if f.split()}
            wrong = [f for f in distinct.values() if not any(same(f, g) for g in [*gold[slot], *others])]
            counts[slot].update(right=len(hit_gold), found=len(hit_gold) + len(wrong), gold=len(gold[slot]))
            if errors == slot and (wrong or len(hit_gold) < len(gold[slot])):
                missed = [g[0] for g in gold[slot] if g not in hit_gold]
                print(f"{report['docid']}: wrong {wrong}; missed {missed}")
        if errors == "type" and found_types != gold_types:
            print(
                f"{report['docid']}: found {sorted(found_types)}, gold {sorted(gold_types)};"
                f" relevance {analysis.relevance}"
            )
    return {row: (c["right"], c["found"], c["gold"]) for row, c in counts.items()}


def _count(counter: Counter[str], found: set[str], gold: set[str]) -> None:
    counter.update(right=len(found & gold), found=len(found), gold=len(gold))


def main() -> int:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", choices=(*SLOTS, "type"))
    options = parser.parse_args()
    rows = measure(options.data / "muc4" / f"{options.split}.json", options.limit, options.errors)
    print("| row | right | found | gold | P | R | F1 |\n|---|---|---|---|---|---|---|")
    for row, (right, found, gold) in rows.items():
        precision, recall = right / max(found, 1), right / max(gold, 1)
        f1 = 2 * right / max(found + gold, 1)
        print(f"| {row} | {right} | {found} | {gold} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
