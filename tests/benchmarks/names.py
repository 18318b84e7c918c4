"""How well names are found: F1 on re3d (Dstl, Iraq and Syria) and on Universal NER's English Web Treebank dev part.

    python -m tests.benchmarks.names --data FOLDER [--develop] [--errors]

FOLDER holds ``re3d/`` and ``uner/`` (with ``ud/`` where the texts of UNER's sentences are). Protocol:

- re3d: only documents whose ``_id`` begins with 0-3 (kept out of training); with ``--develop`` the others (seen
  in training: good for finding errors, no figure to quote). Of the annotations those count whose ``value`` is the
  text at ``begin``-``end``, that hold a capital letter and are no pronoun. On both sides leading determiners and
  titles are cut off (of persons the offices before and behind the name too), trailing "'s" too; what is nothing but
  an office ("the Foreign Secretary", "Chief of Staff") is no name. Types:
  PER (Person), ORG (Organisation), LOC (Location; GPE, LOC and FAC here), and apart from these NORP, WEAPON,
  VEHICLE. DATE is left out. Two figures: "all" takes every such annotation, the longest of each type where they
  overlap. "agreed" takes those that the annotators upheld (``confidence`` at least 0.5; the rest are a tool's
  proposals that they refused, "st ISIL" among them) and of overlapping ones the longest; found names that equal
  one of the others are not counted at all; and since a country that acts is Organisation there and a GPE here, a
  GPE may match either Organisation or Location. "names" is as "agreed", and mentions with a word in lower case
  that is no preposition, article or particle are descriptions ("ISIL targets", "city of Mosul", "areas north of
  Raqqah"): nobody is asked for them, and names inside them are not counted.
- UNER: each of its documents is one text, sentences joined by a space; PER, ORG, LOC; a nationality (NORP) is not
  labelled there and is left out here. Names in lower case ("mexico") count, as they do there.
- "exact": the same span and type. "overlap": the same type and at least one character shared, each mention used
  once. What one side finds inside a mention of the other type still counts as an error.
- The gate is off (every text is parsed). The headline figure is micro F1 over PER, ORG and LOC.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.analysis import extensions
from bot.analysis import pipeline as _registers_the_components  # noqa: F401
from bot.analysis.parsing.tokens import english

Mention = tuple[int, int, str]

_RE3D = {
    "Person": "PER",
    "Organisation": "ORG",
    "Location": "LOC",
    "Nationality": "NORP",
    "Weapon": "WEAPON",
    "MilitaryPlatform": "VEHICLE",
    "Vehicle": "VEHICLE",
}
_OURS = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "NORP",
    "WEAPON": "WEAPON",
    "VEHICLE": "VEHICLE",
}
_PRONOUNS = frozenset(
    [
        "i",
        "we",
        "he",
        "she",
        "it",
        "they",
        "you",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "them",
        "him",
        "us",
        "me",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "himself",
        "itself",
    ]
)
_LEADING = re.compile(
    r"(?:(?:the|a|an|this|these|those|our|its|his|her|their|some|all|mr|mrs|ms|dr|sir|president|prime minister|"
    r"minister|secretary|secretary of state|foreign secretary|general|gen|lt|lieutenant|col|colonel|maj|"
    r"major|capt|captain|cmdr|commander|adm|admiral|sgt|sergeant|brig|brigadier|king|queen|prince|"
    r"sheikh|ambassador|senator|sen|rep|governor|gov|former|then)\b\.?[\s-]*)+",
    re.IGNORECASE,
)


_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "al",
        "el",
        "ul",
        "ad",
        "as",
        "bin",
        "ibn",
        "de",
        "da",
        "la",
        "le",
        "van",
        "von",
        "der",
        "to",
        "at",
        "s",
    ]
)
_OFFICE = re.compile(r"(?:Chief |Minister |Secretary |President |Commander |Director |Envoy )?(?:of|for) ")
"""What is left of an office where nobody is named ("Chief of Staff", "President of Syria")."""
_ONLY_TITLE = re.compile(
    r"(?:(?:the|prime|foreign|defen[cs]e|interior|home|minister|ministers|secretary|secretaries|"
    r"president|king|queen|commander|ambassador|"
    r"spokesman|general|chancellor|of|state|for|iraqi|us|uk|syrian|french|turkish|british)\b\s*)+"
)


def cut(text: str, start: int, end: int) -> tuple[int, int]:
    """A mention without determiners and titles before it and without its genitive."""
    found = _LEADING.match(text[start:end])
    if found and found.end() < end - start:
        start += found.end()
    while end > start and (text[start:end].endswith(("'s", "’s")) or not text[end - 1].isalnum()):
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        elif text[end - 1] in ".)" and end - start > 2:
            break
        else:
            end -= 1
    return start, end


_TITLE = re.compile(
    r"(?<!\w)(?:Prime Minister|Minister|Secretary|President|General|Gen\.|Lt\.|Lieutenant|Colonel|"
    r"Col\.|Major|Maj\.|Captain|"
    r"Capt\.|Commander|Cmdr\.|Commodore|Admiral|Adm\.|Sgt\.|Sergeant|Brigadier|Brig\.|Officer|Representative|Envoy|"
    r"Ambassador|Spokesman|spokesman|King|Sheikh|Secretary of State|Chancellor|Director|Chief|Class)[\s\u200e]*"
)


def without_titles(text: str, start: int, end: int) -> tuple[int, int]:
    """A person without the titles and offices before the name; empty where nothing but a title is there."""
    begins = start
    for found in _TITLE.finditer(text[start:end]):
        last = start + found.end()
        if last >= end or text[last].isupper():
            begins = last
    if _OFFICE.match(text[begins:end]):
        return end, end
    return begins, begins + len(text[begins:end].partition(",")[0])


def _stream(path: Path) -> list[dict[str, Any]]:
    text, decoder, at, out = path.read_text(encoding="utf-8-sig"), json.JSONDecoder(), 0, []
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            return out[0] if len(out) == 1 and isinstance(out[0], list) else out
        item, at = decoder.raw_decode(text, at)
        out.append(item)


def re3d(folder: Path, *, develop: bool, rule: str) -> Iterator[tuple[str, str, list[Mention], set[Mention]]]:
    """(id, text, gold mentions, mentions that do not count) of the documents to measure on."""
    for part in sorted(p for p in folder.iterdir() if p.is_dir()):
        entities = defaultdict(list)
        for entity in _stream(part / "entities.json"):
            entities[entity["documentId"]].append(entity)
        for document in _stream(part / "documents.json"):
            if (document["_id"][:1] in "0123") == develop:
                continue
            text = document["text"]
            gold: set[Mention] = set()
            doubtful: set[Mention] = set()
            for entity in entities[document["_id"]]:
                kind = _RE3D.get(entity["type"])
                value = entity["value"]
                if kind is None or text[entity["begin"] : entity["end"]] != value or value.lower() in _PRONOUNS:
                    continue
                start, end = cut(text, entity["begin"], entity["end"])
                if kind == "PER":
                    start, end = without_titles(text, start, end)
                words = text[start:end].lower()
                if (
                    any(c.isupper() for c in text[start:end])
                    and words not in _PRONOUNS
                    and not _ONLY_TITLE.fullmatch(words)
                ):
                    (gold if rule == "all" or entity["confidence"] >= 0.5 else doubtful).add((start, end, kind))
            if rule != "all":
                kept = _longest(gold, across=True)
                doubtful |= gold - set(kept)
                if rule == "names":
                    described = {
                        m
                        for m in kept
                        if any(w.islower() and w not in _SMALL for w in re.findall(r"[^\W\d_]+", text[m[0] : m[1]]))
                    }
                    doubtful |= {(m[0], m[1], "") for m in described}
                    kept = [m for m in kept if m not in described]
                yield document["_id"], text, kept, doubtful - set(kept)
            else:
                yield document["_id"], text, _longest(gold), set()


def _longest(mentions: set[Mention], *, across: bool = False) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m[0] - m[1], m[0])):
        if not any((m[2] == mention[2] or across) and m[0] < mention[1] and mention[0] < m[1] for m in kept):
            kept.append(mention)
    return sorted(kept)


def uner(file: Path) -> Iterator[tuple[str, str, list[Mention], set[Mention]]]:
    """(id, text, gold mentions, nothing) of each document."""
    name, text, gold, at = "", "", [], 0
    for line in [*file.read_text(encoding="utf-8").splitlines(), "# newdoc id = end"]:
        if line.startswith("# newdoc"):
            if text:
                yield name, text, [(*cut(text, a, b), kind) for a, b, kind in gold], set()
            name, text, gold = line.rpartition("= ")[2], "", []
        elif line.startswith("# text"):
            text += " " if text else ""
            at = len(text)
            text += line.partition("= ")[2]
        elif line and not line.startswith("#"):
            _, word, tag = line.split("\t")[:3]
            found = text.find(word, at)
            if found >= 0:
                at = found + len(word)
                if tag.startswith("B-"):
                    gold.append((found, at, tag[2:]))
                elif tag.startswith("I-") and gold:
                    gold[-1] = (gold[-1][0], at, gold[-1][2])


def matches(gold: Sequence[Mention], found: Sequence[Mention]) -> tuple[Counter[str], Counter[str]]:
    """How many of each type are found exactly, and by overlap."""
    exact = Counter(m[2] for m in set(gold) & set(found))
    overlap: Counter[str] = Counter()
    free = list(found)
    for start, end, kind in gold:
        hit = next((m for m in free if m[2] == kind and m[0] < end and start < m[1]), None)
        if hit is not None:
            free.remove(hit)
            overlap[kind] += 1
    return exact, overlap


def _f1(hits: int, gold: int, found: int) -> tuple[float, float, float]:
    precision, recall = hits / found if found else 0.0, hits / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def measure(
    texts: Iterator[tuple[str, str, list[Mention], set[Mention]]],
    reader: Any,
    *,
    rule: str,
    kinds: Sequence[str],
    errors: bool,
) -> float:
    """Prints the table of one set and returns the headline figure."""
    totals: dict[str, Counter[str]] = {k: Counter() for k in ("gold", "found", "exact", "overlap")}
    wrong: Counter[tuple[str, str, str]] = Counter()
    for _, text, gold, doubtful in texts:
        gold = [m for m in gold if m[2] in kinds]
        wanted = {(m[0], m[1]): m[2] for m in gold}
        mentions: set[Mention] = set()
        for start, end, label in reader(text):
            if label in _OURS:
                start, end = cut(text, start, end)
                kind = _OURS[label]
                if kind == "PER":
                    start, end = without_titles(text, start, end)
                if rule in {"agreed", "names"} and label == "GPE" and wanted.get((start, end)) == "ORG":
                    kind = "ORG"
                mentions.add((start, end, kind))
        found = sorted(
            m
            for m in mentions
            if m[2] in kinds
            and m not in doubtful
            and (rule == "every" or any(c.isupper() for c in text[m[0] : m[1]]))
            and (wanted.get((m[0], m[1])) or not any(d[2] == "" and d[0] < m[1] and m[0] < d[1] for d in doubtful))
        )
        exact, overlap = matches(gold, found)
        totals["gold"].update(m[2] for m in gold)
        totals["found"].update(m[2] for m in found)
        totals["exact"].update(exact)
        totals["overlap"].update(overlap)
        for m in set(gold) - set(found):
            wrong["missed", m[2], text[m[0] : m[1]]] += 1
        for m in set(found) - set(gold):
            wrong["extra", m[2], text[m[0] : m[1]]] += 1
    headline = [k for k in kinds if k in {"PER", "ORG", "LOC"}]
    for kind in [*kinds, "all three"]:
        names = headline if kind == "all three" else [kind]
        gold_n, found_n = (sum(totals[t][k] for k in names) for t in ("gold", "found"))
        exact_f = _f1(sum(totals["exact"][k] for k in names), gold_n, found_n)
        overlap_f = _f1(sum(totals["overlap"][k] for k in names), gold_n, found_n)
        print(
            f"  {kind:9} gold {gold_n:4}  exact P {exact_f[0]:.3f} R {exact_f[1]:.3f} F {exact_f[2]:.3f}"
            f"   overlap F {overlap_f[2]:.3f}"
        )
    if errors:
        for (what, kind, words), times in wrong.most_common(400):
            print(f"    {what:6} {kind:7} {times:3} {words!r}")
    return exact_f[2]


def main() -> int:
    """Prints the figures of both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--develop", action="store_true", help="re3d's documents that were trained on, to find errors")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--only", choices=["re3d", "uner"])
    parser.add_argument(
        "--encoder-alone", action="store_true", help="the statistical names without gazetteer and parse"
    )
    options = parser.parse_args()
    extensions.register()
    nlp = english()
    for name in ("sitrep_layout", "sitrep_encoder", "sitrep_lemmas"):
        nlp.add_pipe(name)
    if not options.encoder_alone:
        nlp.add_pipe("sitrep_names")

    @cache
    def parsed(text: str) -> Any:
        return nlp(text)

    def reader(text: str) -> Iterator[tuple[int, int, str]]:
        doc = parsed(text)
        for span in doc.ents if options.encoder_alone else doc.spans["names"]:
            yield span.start_char, span.end_char, span.label_

    kinds = ["PER", "ORG", "LOC", "NORP", "WEAPON", "VEHICLE"]
    if options.only != "uner":
        for rule in ("all", "agreed", "names"):
            part = "documents of training (to develop)" if options.develop else "documents kept out"
            print(f"re3d, {part}, {rule}")
            texts = re3d(options.data / "re3d", develop=options.develop, rule=rule)
            measure(texts, reader, rule=rule, kinds=kinds, errors=options.errors and rule != "all")
    if options.only != "re3d":
        print("UNER, English Web Treebank dev")
        texts = uner(options.data / "uner" / "en_ewt-dev.iob2")
        measure(texts, reader, rule="every", kinds=kinds[:3], errors=options.errors)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
