"""Contents that are no clause: infinitives, objects, charges, names given, figures."""

from __future__ import annotations

from bot.analysis.claims.content import SAYABLE, Content, clause_head, infinitive_of, settle, with_conditions
from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words

_NO_WORDS = {
    "claim": words("life asylum seat title throne prize benefit refuge victim toll pension expense crown"),
    "concede": words("penalty goal point ground territory corner seat goalkeeper run"),
    "deny": words("access entry visa bail chance right request aid permission"),
    "report": frozenset(["duty", "profit", "loss", "earnings", "revenue"]),
    "project": frozenset(["power", "image", "force"]),
    "threaten": words("life security stability peace safety livelihood existence"),
}
"""Objects with which these verbs say nothing ("the blast claimed lives")."""

GERUNDS = words("deny report admit recall remember acknowledge suggest recommend propose describe mention")


def infinitive(t: Words, i: int, cue: Cue) -> Content | None:
    frames = cue.frames
    target = t.child(i, "obj", "iobj")
    verb = next((k for k in t.kids[i] if t.deps[k] == "xcomp" and k > i), None)
    if verb is None and "a" in frames:
        verb = next((k for k in t.kids[i] if t.deps[k] == "advcl" and k > i and infinitive_of(t, k)), None)
    if verb is None and "x" in frames and target is None:
        # "promised on national radio to hand over power"
        verb = next((k for k in t.kids[i] if t.deps[k] in {"advcl", "ccomp"} and k > i and infinitive_of(t, k)), None)
        verb = verb if verb is None or all(t.pos[k] != "PUNCT" for k in range(i + 1, t.reach(verb)[0])) else None
    if (
        verb is None
        and cue.lemma == "expect"
        and target is not None
        and target > i
        and any(t.deps[k] in {"acl", "advcl"} and infinitive_of(t, k) for k in t.kids[target])
    ):
        return settle(t, *t.reach(target), i, "infinitive")
    if verb is None:
        return _call_on(t, i) if cue.lemma in {"call", "appeal", "press", "plead"} else None
    infinitive = infinitive_of(t, verb)
    if "s" in frames and not infinitive and (target is not None or t.reach(verb)[0] < verb):
        return settle(t, t.reach(target if target is not None else verb)[0], t.reach(verb)[1], i, "naming")
    if not infinitive and not (t.tags[verb] == "VBG" and "x" in frames):
        return None
    if cue.lemma in {"call", "appeal", "plead"} or (cue.lemma == "press" and target is None):
        return _call_on(t, i)
    lo, hi = t.reach(verb)
    if "a" in frames and target is not None and target > i:
        return settle(t, min(lo, t.reach(target)[0]), hi, i, "order")
    if "x" in frames or ("b" in frames and cue.lemma == "expect") or (cue.lemma == "hope" and target is not None):
        if "b" in frames and target is not None and i < target < verb:
            lo = min(lo, t.reach(target)[0])
        return settle(t, lo, with_conditions(t, i, verb, hi), i, "infinitive")
    return None


def _call_on(t: Words, i: int) -> Content | None:
    """ "called on Iran to stop", "called for a ceasefire", "appealed to both sides to stop"."""
    for k in t.kids[i]:
        if k > i and t.deps[k] in {"obl", "obj"}:
            case = next((c for c in t.kids[k] if t.deps[c] == "case"), None)
            word = t.lower[case] if case is not None else ""
            if word in {"on", "upon", "for", "to", "with"} and case is not None:
                hi = t.reach(k)[1]
                verb = next(
                    (c for c in t.kids[i] if c > k and t.deps[c] in {"xcomp", "advcl"} and infinitive_of(t, c)), None
                )
                around = [*t.kids[i], *t.kids[k]]
                plea = next(
                    (c for c in around if c > k and t.deps[c] in {"obl", "nmod"} and _case(t, c) == "for"), None
                )
                if word in {"to", "with"} and verb is None:
                    if plea is None:
                        continue
                    verb = plea
                if verb is not None:
                    hi = max(hi, t.reach(verb)[1])
                elif hi + 1 < t.n and t.lower[hi] == "to" and word in {"on", "upon"}:
                    hi = max(hi, t.reach(_below(t, hi, i))[1])  # "to free cleric X", taken for an adjective
                return settle(t, case + 1, hi, i, "call")
    return None


def _below(t: Words, k: int, i: int) -> int:
    """The highest word over ``k`` that is still under ``i``."""
    for _ in range(8):
        if t.heads[k] in {i, k}:
            return k
        k = t.heads[k]
    return k


def _case(t: Words, k: int) -> str:
    return next((t.lower[c] for c in t.kids[k] if t.deps[c] == "case"), "")


_CHARGING = frozenset({"of", "for", "on", "to"})


def charge(t: Words, i: int) -> Content | None:
    """ "accused the army of shelling …", "blamed the delay on …", "blamed X for …"."""
    target = t.child(i, "obj", "iobj")
    if target is not None and target < i and t.lower[target] in {"which", "whom", "who", "that"}:
        # "Rwanda, which Kinshasa accuses of arming the rebels"
        deed = next((k for k in t.kids[i] if k > i and t.deps[k] in {"advcl", "obl", "ccomp"}), None)
        if deed is not None and t.lower[i + 1] in {"of", "for"} and t.reach(deed)[0] == i + 1:
            return settle(t, i + 2, t.reach(deed)[1], i, "charge")
    if target is None or target < i:
        return None
    lo, hi = t.reach(target)
    charged = False
    for k in t.kids[i]:
        if k > target and t.deps[k] in {"advcl", "obl", "xcomp", "ccomp", "nmod"}:
            word = next((t.lower[c] for c in t.kids[k] if c < k and t.deps[c] in {"mark", "case"}), "")
            if word in _CHARGING or (t.lemmas[i] == "charge" and word == "with" and t.tags[k] == "VBG"):
                hi = max(hi, t.reach(k)[1])
                charged = True
    if not charged and t.lemmas[i] == "charge":
        return None  # "charged the crowd"
    if not charged and (mark := _distant_of(t, i, target)) is not None:
        hi, charged = max(hi, t.reach(t.heads[mark])[1]), True
    inner = any(t.lower[c] in {"of", "for"} for k in t.kids[target] if k > target for c in t.kids[k])
    if not charged and not inner and (t.lemmas[i] == "accuse" or t.pos[target] == "PRON"):
        return None
    return settle(t, lo, hi, i, "charge")


def reason(t: Words, i: int) -> Content | None:
    """ "condemned the raid as piracy", "praised the army for …"."""
    target = t.child(i, "obj")
    if target is None or target < i:
        return None
    hi = 0
    for k in (*t.kids[i], *t.kids[target]):
        if k > target and t.deps[k] in {"advcl", "obl", "nmod", "xcomp", "acl"}:
            word = next((t.lower[c] for c in t.kids[k] if c < k and t.deps[c] in {"mark", "case", "advmod"}), "")
            if word in {"for", "as", "over"}:
                hi = max(hi, t.reach(k)[1])
    return settle(t, t.reach(target)[0], max(hi, t.reach(target)[1]), i, "charge") if hi else None


def _distant_of(t: Words, i: int, target: int) -> int | None:
    """ "accused the column, an armed group that operates there, of having …", wherever the tree hangs it."""
    for k in range(target + 1, t.sentence(i)[1]):
        if t.lower[k] == "of" and t.deps[k] == "mark" and t.tags[t.heads[k]] == "VBG":
            return k
        if t.lower[k] in {";", ":"}:
            return None
    return None


SUMMARIES = words(
    "charge claim accusation allegation figure assertion suggestion notion report idea move step decision demand"
    " criticism denial account version threat warning verdict view"
)
"""Nouns that sum up what was said before, in apposition: "…, a charge that Minsk dismissed as hysteria"."""
_SELVES = words("themselves itself himself herself ourselves myself yourself yourselves")


def _termed(t: Words, i: int) -> Content | None:
    """ "what it termed foreign meddling", "a charge that the mission rejected as fantasy": how it is named."""
    for k in t.kids[i]:
        if k > i and t.deps[k] in {"obj", "xcomp", "obl", "ccomp", "advcl"} and t.pos[k] in SAYABLE:
            lo, hi = t.reach(k)
            marked = t.lower[lo] == "as"
            if lo == i + 1 and (marked or t.deps[k] in {"obj", "xcomp", "ccomp"}):
                return settle(t, lo + marked, hi, i, "naming")
    return None


def _so_called(t: Words, i: int) -> Content | None:
    """ "what he called “a disgrace”", "what it described as a mistake": only the name that is given."""
    at = i + 1
    if at < t.n and t.lower[at] == "as":
        at += 1
    if at >= t.n or t.quote[at] < 0 or t.quote[at] == t.quote[i]:
        return None
    return settle(t, *t.inner(t.quote[at]), i, "naming")


def naming(t: Words, i: int) -> Content | None:
    """ "described the attack as an act of terror", "labelled the group terrorists"."""
    if "what" in t.lower[max(i - 4, 0) : i]:
        return _so_called(t, i) or _termed(t, i)
    named = t.heads[i] if t.deps[i] in {"acl", "acl:relcl"} else i
    if named < i and (t.lower[named] == "what" or t.lemmas[named] in SUMMARIES):
        return _so_called(t, i) or _termed(t, i)
    target = t.child(i, "obj")
    if target is None or target < i or t.lower[target] in _SELVES:
        return None
    for k in t.kids[i]:
        if k > target and t.deps[k] in {"obl", "xcomp", "advcl", "obj", "ccomp"}:
            marked = t.lemmas[i] != "call" and any(t.lower[c] == "as" and c < k for c in t.kids[k])
            if marked or (t.deps[k] in {"xcomp", "obj"} and not infinitive_of(t, k)):
                return settle(t, t.reach(target)[0], t.reach(k)[1], i, "naming")
    for k in t.kids[target] if t.lemmas[i] != "call" else ():  # the tree may hang "as …" on the object
        if k > target and t.deps[k] in {"nmod", "acl", "advcl"} and any(t.lower[c] == "as" for c in t.kids[k]):
            return settle(t, t.reach(target)[0], t.reach(target)[1], i, "naming")
    return None


_FINDERS = words("poll survey study report investigation inquiry enquiry audit review probe autopsy inquest panel jury")


def finding(t: Words, i: int) -> Content | None:
    """ "A poll found Biden leading", "an inquiry found the army responsible"."""
    subject = t.child(i, "nsubj")
    if t.lemmas[i] not in {"find", "show"} or subject is None or t.lemmas[subject] not in _FINDERS:
        return None
    for k in t.kids[i]:
        if k < i + 2 or t.deps[k] not in {"advcl", "xcomp", "ccomp"} or t.child(k, "mark") is not None:
            continue
        whom = t.child(i, "obj") or next((c for c in t.kids[k] if i < c < k and t.deps[c] in {"obj", "nsubj"}), None)
        if whom is not None and i < whom < k:
            return settle(t, t.reach(whom)[0], t.reach(k)[1], i, "finding")
    return None


def gerund(t: Words, i: int) -> Content | None:
    """ "denied shelling the town", "reported hearing gunfire"."""
    for k in t.kids[i]:
        if k < i or t.tags[k] != "VBG" or t.deps[k] not in {"xcomp", "advcl", "ccomp"} or "," in t.lower[i + 1 : k]:
            continue
        if t.child(k, "mark") is None:
            return settle(t, *t.reach(k), i, "gerund")
    return None


_COUNTED = words(
    "dead body corpse casualty coffin death victim case incident violation attack strike explosion detention arrest"
    " injury killing fatality wounded injured hurt sortie raid shot shell rocket missile drone blast clash grave"
    " disappearance abduction kidnapping execution breach abuse assault rape murder people person child woman man"
    " civilian soldier fighter demonstrator protester protest detainee prisoner house home building tank vehicle boat"
    " ship aircraft warplane family refugee evacuee"
)
"""What is counted as news: victims, deeds of violence and what they hit."""


def toll(t: Words, i: int, cue: Cue) -> Content | None:
    """ "counted at least 15 bodies", "listed 12 dead by name", "documented 40 cases of torture"."""
    for k in range(i + 1, min(i + 5, t.n - 1)):
        if t.pos[k] == "NUM" and t.lower[k + 1] in _HARMED:
            return settle(t, i + 1, k + 2, i, "toll")  # "counted 23 wounded"
    target = t.child(i, "obj")
    if target is None or target < i or cue.lemma in {"note", "tell"}:
        return None
    head = target
    for k in t.kids[target]:  # "43 people hurt", "dozens of cases"
        if t.deps[k] == "nmod" and k > target and _case(t, k) == "of" and t.lemmas[target] in _MANY:
            head = k
    if t.lemmas[head] not in _COUNTED or not (_number(t, target) or t.lemmas[target] in _MANY):
        return None
    lo, hi = t.reach(target)
    return settle(t, lo, hi, i, "toll")


_HARMED = words("dead wounded injured hurt missing detained killed")
_MANY = words("dozen hundred score thousand ten number total")


def _said_before(t: Words, i: int, comma: int) -> Content | None:
    """ "…, which the group denies": the clause before the comma."""
    head = clause_head(t, t.heads[i])
    if head >= comma:
        return None
    lo, hi = t.reach(head, [i])
    return settle(t, lo, min(hi, comma), i, "which")


def thing(t: Words, i: int) -> Content | None:
    target = t.child(i, "obj")
    lemma = t.lemmas[i]
    if t.deps[i] == "acl:relcl" and t.lemmas[t.heads[i]] in SUMMARIES and (found := _termed(t, i)):
        return found
    if target is None:
        return None
    if target < i and t.lower[target] == "which" and t.lower[target - 1] == ",":
        return _said_before(t, i, target - 1)
    if target < i or t.pos[target] not in SAYABLE or t.pos[target] == "PRON":
        return None
    if t.lemmas[target] in _NO_WORDS.get(lemma, ()):
        return None
    if lemma in {"threaten", "claim", "report"} and t.pos[target] == "PROPN":
        return None
    if lemma == "threaten" and t.names.get(target) is not None:
        return None
    lo, hi = t.reach(target)
    for k in t.kids[i]:  # "rejected the measures as politically motivated"
        if (
            k > target
            and t.deps[k] in {"obl", "advcl", "xcomp"}
            and any(t.lower[c] in {"as", "for"} and c < k for c in t.kids[k])
        ):
            hi = max(hi, t.reach(k)[1])
    if lemma in {"claim", "threaten", "demand", "predict", "vow"}:
        hi = with_conditions(t, i, target, hi)
    lo, hi = _plain(t, target, lo, hi)
    return settle(t, lo, hi, i, "object")


def _plain(t: Words, target: int, lo: int, hi: int) -> tuple[int, int]:
    """Without "once more" before it, what stands behind a semicolon, and "…, an idea that others floated"."""
    while lo < target and t.pos[lo] == "ADV" and t.lower[lo] not in {"only", "not", "at", "more", "nearly", "almost"}:
        lo += 2 if t.lower[lo : lo + 2] == ["once", "more"] else 1
    for k in range(target + 1, hi - 2):
        if t.quote[k] >= 0:
            continue
        if t.lower[k] == ";":
            return lo, k
        if t.lower[k] == "," and t.lower[k + 1] in {"a", "an"} and t.lemmas[k + 2] in SUMMARIES:
            return lo, k
    return lo, hi


def idiom(t: Words, i: int) -> Content | None:
    """ "put the toll at 17", "spoke of 60,000", "ruled out talks", "claimed responsibility for …"."""
    lemma = t.lemmas[i]
    if lemma == "put":
        target = t.child(i, "obj", "xcomp")
        if target is None or target < i:
            return None
        if t.lower[target] == "it" and t.deps[i] == "advcl" and any(t.lower[c] == "as" for c in t.kids[i] if c < i):
            head = t.heads[i]  # "As Merkel put it, the deal was dead"
            inner = t.reach(head, [i])
            return settle(t, max(inner[0], t.reach(i)[1]) if head > i else inner[0], inner[1], i, "as-put")
        for k in t.kids[i]:
            if k > target and t.deps[k] == "obl":
                if not any(t.lower[c] == "at" for c in t.kids[k]) or not _number(t, k):
                    return None
                return settle(t, t.reach(target)[0], t.reach(k)[1], i, "figure")
        for k in t.kids[target]:
            if t.deps[k] == "nmod" and any(t.lower[c] == "at" for c in t.kids[k]) and _number(t, k):
                return settle(t, *t.reach(target), i, "figure")
    elif lemma in {"speak", "talk", "warn", "complain", "boast"}:
        for k in t.kids[i]:
            if k > i and t.deps[k] in {"obl", "advcl"}:
                case = next((c for c in t.kids[k] if t.deps[c] in {"case", "mark"}), None)
                if case is None and t.lower[i + 1] in {"of", "against"}:
                    case = i + 1  # "of nine dead", wherever the tree hangs it
                if case is not None and t.lower[case] in ({"of", "against"} if lemma == "warn" else {"of"}):
                    return settle(t, case + 1, t.reach(k)[1], i, "of")
    elif lemma == "rule" and t.child(i, "compound:prt") is not None:
        target = t.child(i, "obj")
        if target is not None and target > i:
            return settle(t, *_plain(t, target, *t.reach(target)), i, "object")
    return None


def _number(t: Words, k: int) -> bool:
    return t.pos[k] == "NUM" or t.child(k, "nummod") is not None
