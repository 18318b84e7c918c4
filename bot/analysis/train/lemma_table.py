"""The table of lemmas that no rule gives, read off the treebanks alone: no change of the event lexicon changes it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot.analysis.parsing.lemmas import LemmaTable, lemma

MORE_VERBS = [
    "abduct",
    "ambush",
    "besiege",
    "bombard",
    "decapitate",
    "deploy",
    "detonate",
    "dynamite",
    "evacuate",
    "execute",
    "hijack",
    "infiltrate",
    "intercept",
    "kidnap",
    "loot",
    "machinegun",
    "mobilise",
    "mobilize",
    "overrun",
    "paralyse",
    "pillage",
    "ransack",
    "recapture",
    "repel",
    "sabotage",
    "shell",
    "shoot",
    "smuggle",
    "storm",
    "strafe",
    "torch",
    "torture",
    "airlift",
    "blockade",
    "demolish",
    "dismantle",
    "expel",
    "extradite",
    "impose",
    "reinforce",
    "retaliate",
    "shutter",
    "airdrop",
    "bulldoze",
    "enforce",
    "fire",
    "seize",
    "release",
    "force",
    "strike",
    "declare",
    "threaten",
    "urge",
    "raze",
    "oppose",
    "wound",
    "denounce",
    "condemn",
    "blame",
    "accuse",
    "criticise",
    "criticize",
    "pledge",
    "cease",
    "invade",
    "escalate",
    "provoke",
    "incite",
    "mine",
    "target",
    "stage",
]

MORE_IRREGULAR: dict[str, dict[str, str]] = {
    "VERB": {
        "fled": "flee", "slain": "slay", "slew": "slay", "struck": "strike", "stricken": "strike", "overran": "overrun",
        "overthrew": "overthrow", "overthrown": "overthrow", "withdrew": "withdraw", "withdrawn": "withdraw",
        "fought": "fight", "sought": "seek", "blew": "blow", "blown": "blow", "shot": "shoot", "hung": "hang",
        "strewn": "strew", "bled": "bleed", "swore": "swear", "sworn": "swear", "stole": "steal", "stolen": "steal",
        "tore": "tear", "torn": "tear", "sank": "sink", "sunk": "sink", "froze": "freeze", "frozen": "freeze",
        "forbade": "forbid", "forbidden": "forbid", "slit": "slit", "beheaded": "behead", "bound": "bind",
        "overtook": "overtake", "undertook": "undertake", "wove": "weave", "shook": "shake", "stabbed": "stab",
        "retook": "retake", "retaken": "retake", "beaten": "beat",
        "upheld": "uphold", "freed": "free", "arose": "arise",
        "foresaw": "foresee", "forgave": "forgive", "forgiven": "forgive", "undid": "undo", "undone": "undo",
        "withheld": "withhold", "rebuilt": "rebuild", "resold": "resell", "rewrote": "rewrite", "agreed": "agree",
    },
    "NOUN": {
        "crises": "crisis", "hypotheses": "hypothesis", "theses": "thesis", "oases": "oasis", "axes": "axe",
        "bases": "base",
    },
}  # fmt: skip

AS_THEY_ARE = frozenset({"people", "wound", "wounds", "media", "data"})
"""Forms that the rules leave as the lexicons of the analysis have them."""


def build(files: Sequence[Path], out: Path) -> float:
    """Writes ``lemmas.json``; returns the share of verbs and nouns of the same files that it gets right."""
    seen: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            if len(cells) > 9 and cells[0].isdigit() and "Typo=Yes" not in cells[5] and cells[2] != "_":
                pos = "VERB" if cells[3] == "AUX" else cells[3]
                seen[cells[1].lower(), pos, cells[4]][cells[2]] += 1
    verbs = Counter[str]()
    for (_, pos, _), lemmas in seen.items():
        if pos == "VERB":
            verbs.update({k: n for k, n in lemmas.items() if k.isalpha() and k.islower()})
    table = LemmaTable({}, frozenset(verbs) | frozenset(MORE_VERBS))
    irregular: dict[str, dict[str, str]] = defaultdict(dict)
    for (form, pos, tag), lemmas in sorted(seen.items()):
        best, count = lemmas.most_common(1)[0]
        if form in AS_THEY_ARE or not best.islower():
            continue
        wanted = pos in {"VERB", "NOUN", "ADJ", "ADV"} and form.isalpha() and best.isalpha()
        if wanted and (count >= 2 or pos == "VERB") and lemma(form, pos, tag, table) != best:
            irregular[pos].setdefault(form, best)
    for pos, forms in MORE_IRREGULAR.items():
        irregular[pos] |= forms
    full = LemmaTable(irregular, table.verbs)
    right = total = 0
    for (form, pos, tag), lemmas in seen.items():
        if pos in {"VERB", "NOUN"}:
            total += sum(lemmas.values())
            right += lemmas[lemma(form, pos, tag, full)]
    data = {
        "irregular": {k: dict(sorted(v.items())) for k, v in sorted(irregular.items())},
        "verbs": sorted(full.verbs),
    }
    out.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return right / total
