"""How well reports of political violence are read, measured on MUC-4 (development data only).

    python -m tests.benchmarks.muc4 --data FOLDER [--split dev] [--limit N] [--errors SLOT]

``FOLDER/muc4/{train,dev}.json`` hold lower-cased reports and their templates (Sundheim 1992; the processed form is
MIT-licensed). Each report is analysed once. Counted a report: whether it is relevant (it has a template), its incident
types, and the fillers of four slots: perpetrators (persons and organisations together), targets (things), victims and
weapons. A filler is right where it shares its last word with one of the gold strings, or contains it; each gold entity
counts once. Optional templates are not marked in this form of the data, so recall looks lower than in 1992.

Two tables: "every assault" takes each assault that is neither hypothetical nor denied for an incident; "by the rules"
follows what the annotators were told, as far as one event shows it. No incident there is what is background
(historical), what is only planned, fighting between armed sides and what soldiers do to guerrillas or these to
soldiers, and a deed told without anybody or anything that it was done to (explosions excepted). Who defuses a bomb
is no perpetrator; people by name are victims (the data hold no others) and things are targets.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.analysis.events.kinds import lexicon
from bot.analysis.lexicon.wordlists import words
from bot.analysis.pipeline import analyse
from storage.model.findings import Analysis, Event, EventType, Mention, Status

TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
SLOTS = ("perpetrator", "target", "victim", "weapon")
_BOMBING = {"Suicide bomb", "Remote explosive/landmine/IED", "Grenade"}
_BOMB_WORDS = ("bomb", "dynamit", "explo", "car bomb", "blow", "detonat", "grenade", "mine", "blast")
_ARSON = ("burn", "arson", "torch", "set", "fire to", "ablaze")
_UNREAL = {Status.HYPOTHETICAL, Status.DENIED}
_BACKGROUND = {Status.HISTORICAL, Status.PLANNED}
_TROOPS = words(
    "soldier soldiers troop troops army military patrol battalion brigade garrison barracks detachment column unit"
    " units guerrilla guerrillas rebel rebels insurgent insurgents fighter fighters combatants commandos forces force"
    " marines contras contra paratroopers squadron regiment platoon enemy fmln farn urng base outpost subversives"
    " terrorists front division infantry artillery"
)
"""Last words of mentions that name an armed side or where it is quartered; police and guards are none."""


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


def _armed(mention: Mention | None) -> bool:
    if mention is None:
        return False
    head = mention.text.lower().replace('"', " ").split(" of ")[0].split(" from ")[0].split()
    return bool(head) and head[-1] in _TROOPS


def is_incident(event: Event) -> bool:
    """Whether an event that has an incident type is one by the rules of the task."""
    if event.status in _BACKGROUND or event.subtype == "Armed clash":
        return False
    if _armed(event.target) and (_armed(event.actor) or event.actor is None):
        return False
    return event.target is not None or incident_type(event) in {"bombing", "kidnapping", "arson"}


def is_thing(mention: Mention) -> bool:
    """Whether a target is a thing or place, by the nouns that the analysis knows."""
    last = mention.text.lower().replace('"', " ").split(" of ")[0].split()
    word = last[-1] if last else ""
    kinds = lexicon().get(word, frozenset()) | lexicon().get(word.removesuffix("s"), frozenset())
    return not kinds & {"person", "force", "time"}


def is_named(mention: Mention, analysis: Analysis) -> bool:
    """Whether a target is a person by name: this form of the data holds no other victims."""
    return any(e.label == "PERSON" and e.start < mention.end and mention.start < e.end for e in analysis.entities)


def fillers(analysis: Analysis, *, by_rules: bool) -> dict[str, list[str]]:
    """The strings that fill each slot."""
    out: dict[str, list[str]] = {slot: [] for slot in SLOTS}
    for event in analysis.events:
        if incident_type(event) is None or (by_rules and not is_incident(event)):
            continue
        if event.actor and not (by_rules and event.subtype == "Disrupted weapons use"):
            out["perpetrator"].append(event.actor.text.lower())
        if event.target:
            named = is_named(event.target, analysis)
            if not by_rules or named:
                out["victim"].append(event.target.text.lower())
            if not by_rules or (not named and is_thing(event.target)):
                out["target"].append(event.target.text.lower())
        if event.weapon:
            out["weapon"].append(event.weapon.text.lower())
    return out


def same(found: str, alternatives: Iterable[str]) -> bool:
    """Whether a filler names one of the gold strings: the last word of one stands in the other."""
    here = found.split()
    for gold in alternatives:
        other = gold.split()
        if here and other and (here[-1] in other or other[-1] in here):
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


Rows = dict[str, tuple[int, int, int]]
"""(right, found, gold) of every row."""


def measure(path: Path, limit: int | None, errors: str | None) -> tuple[Rows, Rows]:
    """The rows of every assault, and of incidents by the rules. Targets and victims are told apart by the gold: a
    filler that is right for one does not count against the other."""
    plain: dict[str, Counter[str]] = defaultdict(Counter)
    ruled: dict[str, Counter[str]] = defaultdict(Counter)
    decoder = json.JSONDecoder()
    text, at, number = path.read_text(encoding="utf-8").strip(), 0, 0
    while at < len(text) and (limit is None or number < limit):
        report, at = decoder.raw_decode(text, at)
        while at < len(text) and text[at].isspace():
            at += 1
        number += 1
        analysis = analyse(report["doctext"])
        _report(plain, report, analysis, by_rules=False, errors=None)
        _report(ruled, report, analysis, by_rules=True, errors=errors)
    return _rows(plain), _rows(ruled)


def _rows(counts: Mapping[str, Counter[str]]) -> Rows:
    return {row: (c["right"], c["found"], c["gold"]) for row, c in counts.items()}


def _report(
    counts: dict[str, Counter[str]], report: Any, analysis: Analysis, *, by_rules: bool, errors: str | None
) -> None:
    """Adds one report to the counts; prints what is wrong in the slot ``errors``."""
    incidents = [e for e in analysis.events if not by_rules or is_incident(e)]
    found_types = {t for e in incidents if (t := incident_type(e))}
    kinds = [kind for template in report["templates"] for kind in template["incident_type"].split(" / ")]
    gold_types = set(kinds) & set(TYPES)
    _count(counts["relevant"], {"yes"} if found_types else set(), {"yes"} if report["templates"] else set())
    _count(counts["type"], found_types, gold_types)
    for kind in TYPES[:4]:
        _count(counts[kind], found_types & {kind}, gold_types & {kind})
    gold, found = gold_fillers(report["templates"]), fillers(analysis, by_rules=by_rules)
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
        found_, gold_ = sorted(found_types), sorted(gold_types)
        print(f"{report['docid']}: found {found_}, gold {gold_}; relevance {analysis.relevance}")


def _count(counter: Counter[str], found: set[str], gold: set[str]) -> None:
    counter.update(right=len(found & gold), found=len(found), gold=len(gold))


def main() -> int:
    """Prints two Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", choices=(*SLOTS, "type"))
    options = parser.parse_args()
    tables = measure(options.data / "muc4" / f"{options.split}.json", options.limit, options.errors)
    for title, rows in zip(("every assault", "by the rules"), tables, strict=True):
        print(f"\n| {title} | right | found | gold | P | R | F1 |\n|---|---|---|---|---|---|---|")
        for row, (right, found, gold) in rows.items():
            precision, recall = right / max(found, 1), right / max(gold, 1)
            f1 = 2 * right / max(found + gold, 1)
            print(f"| {row} | {right} | {found} | {gold} | {precision:.2f} | {recall:.2f} | {f1:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
