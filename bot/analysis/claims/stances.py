"""What a speaker does with what is said: states, denies, threatens or demands it."""

from __future__ import annotations

import re

from bot.analysis.claims.verbs import Cue
from bot.analysis.claims.words import Words
from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Stance

_DENIED = re.compile(
    r" (?:(?:has|have|had|did|does|do) (?:not|n't|n’t|never) (?:\w+ ){0,2}"
    r"(?:recorded?|received?|carr(?:y|ied) out|attack(?:ed)?|take part|taken part|intend|warrant|see|seen|target(?:ed)?"
    r"|order(?:ed)?|violated?|commit(?:ted)?|participated?|shell|shelled|bomb(?:ed)?|fired?|kill(?:ed)?|cross(?:ed)?"
    r"|entere?d?|sought|done|do any|colluded?)"
    r"|(?:was|were|is|are|been|be) (?:not|n't|n’t|never) (?:\w+ ){0,2}"
    r"(?:involved|responsible|true|behind|aware|correct|accurate|guilty|planned|targeting|seeking)"
    r"|no (?:evidence|such|plans to|intention|truth|basis|role|part|knowledge|involvement|indications?|signs?|proof"
    r"|collusion|attacks?|incursion|link|connection|wrongdoing|threat)"
    r"|nothing to do with|not (?:\w+ ){0,3}any (?:\w+ ){0,2}(?:indications?|evidence|signs?|proof|information)"
    r"|(?:is|are|was|were) (?:\w+ )?(?:baseless|fabricated|false|untrue|unfounded|fake|nonsense|groundless|lies"
    r"|a lie|a fabrication|a hoax|a complete fabrication|fake news|fictitious|rubbish|absurd)"
    r"|(?:complete|pure|total|outright) (?:fabrication|lie|nonsense|fiction)|fake news|never happened"
    r"|never (?:aims?|aimed|targets?|targeted|attacks?|attacked|used?|fired?|harm(?:s|ed)?|struck|shelled|bombed"
    r"|killed)"
    r"|(?:do|does|did|has|have|had) (?:not|n't|n’t) (?:aim|harm|seek|use|used|harmed|fired|turned|touch(?:ed)?)"
    r"|no (?:\w+ ){0,2}(?:has|had|have) (?:harmed|killed|fired|attacked|crossed|entered|shelled|used|touched|hit)"
    r"|(?:fired|attacked|shelled|hit|bombed|harmed|killed) (?:no one|nobody|nothing)"
    r"|categorically deny|i deny|we deny) "
)
_HOSTILE = words(
    "strike attack target retaliate respond destroy bomb invade punish crush hit avenge hunt kill burn"
    " bury annihilate eliminate obliterate seize close fire launch confront fight force regret shoot block"
    " blockade execute besiege wipe erase sink cripple paralyse paralyze flatten storm lose"
)
_CONDITIONAL = frozenset({"if", "unless", "should", "until"})
_COMMISSIVE = frozenset({"vow", "pledge", "promise", "swear"})
_TALK = words("believe look listen thank imagine remember see let trust say")
"""Imperatives that order nothing."""
_WISHING = frozenset({"insist", "ask", "recommend", "suggest", "propose", "advise"})
_OUGHT = frozenset({"must", "ought"})
_ALLEGED = words(
    "accusation allegation claim report charge suggestion statement rumor rumour notion criticism"
    " assertion story involvement responsibility link finding account version idea wrongdoing speculation"
    " insinuation"
)
_REFUSING = frozenset({"reject", "dismiss", "dispute"})


def stance_of(t: Words, cue: Cue, i: int, start: int, end: int, *, direct: bool, outlet: bool) -> Stance:
    """From the cue, else from the words that were said."""
    lower, lemmas = t.lower, t.lemmas
    negated = any(t.lower[k] in {"not", "n't", "n’t", "never"} for k in t.kids[i] if t.deps[k] == "advmod")
    if cue.lemma in _REFUSING and not any(lemmas[k] in _ALLEGED or lower[k] == "that" for k in range(i + 1, end)):
        target = t.child(i, "obj")
        if target is not None and start <= target < end:
            return Stance.ASSERTS  # what is refused is no report
    if "s" in cue.frames and "c" not in cue.frames and cue.lemma != "call":
        return _named(t, start, end)
    if cue.stance is not Stance.ASSERTS:
        return _named(t, start, end) if cue.lemma == "call" and "s" in cue.frames else cue.stance
    if negated and "b" in cue.frames:
        return Stance.DENIES
    if cue.lemma in {"maintain", "insist"} and lower[start] in {"no", "nobody", "none", "neither"}:
        return Stance.DENIES
    will = hostile = conditional = False
    for k in range(start, end):
        word = lower[k]
        if word in {"will", "’ll", "'ll", "shall", "wo", "would"}:
            will = True
        elif lemmas[k] in _HOSTILE and t.pos[k] == "VERB":
            hostile = True
        elif word in _CONDITIONAL:
            conditional = True
    if cue.lemma in _COMMISSIVE and (hostile or (conditional and will)):
        return Stance.THREATENS
    if cue.lemma == "warn" and "c" in cue.frames and hostile and will and not outlet:
        return Stance.THREATENS
    if will and hostile and not outlet and _threat(t, i, start, end, direct=direct, conditional=conditional):
        return Stance.THREATENS
    text = f" {' '.join(lower[start:end])} "
    if _DENIED.search(text) and "just" not in lower[start:end]:
        return Stance.DENIES
    if not outlet and "b" not in cue.frames and _demand(t, cue, start, end, direct=direct):
        return Stance.DEMANDS
    return cue.stance


_FALSE = words(
    "false baseless ridiculous absurd nonsense lie lies untrue unfounded fabricated fake hoax fabrication fiction"
)


def _named(t: Words, start: int, end: int) -> Stance:
    """ "called the report a lie" denies, "called the raid a crime" does not."""
    content = range(start, end)
    false = any(t.lower[k] in _FALSE for k in content) and any(t.lemmas[k] in _ALLEGED for k in content)
    return Stance.DENIES if false else Stance.ASSERTS


def _threat(t: Words, i: int, start: int, end: int, *, direct: bool, conditional: bool) -> bool:
    """ "we will strike", "it would respond", "every base will be targeted if …"."""
    speaker = t.child(i, "nsubj")
    plain = t.lower[speaker] if speaker is not None else ""
    for k in range(start, end):
        if t.lower[k] not in {"will", "’ll", "'ll", "shall", "would"} or t.deps[k] != "aux":
            continue
        verb = t.heads[k]
        if not start <= verb < end or any(t.lower[c] in {"not", "n't", "n’t", "never"} for c in t.kids[verb]):
            continue
        hostile = t.lemmas[verb] in _HOSTILE or any(
            t.lemmas[c] in _HOSTILE for c in t.kids[verb] if t.deps[c] in {"xcomp", "conj"}
        )
        if not hostile:
            continue
        subject = next((c for c in t.kids[verb] if t.deps[c].startswith("nsubj")), None)
        word = t.lower[subject] if subject is not None else ""
        if word == "we" or (word in {"i"} and direct) or (not direct and (word in {"they", "it"} or word == plain)):
            return True
        if direct and (
            conditional
            or t.child(verb, "aux:pass") is not None
            or word in {"they", "you", "anyone", "whoever", "those"}
        ):
            return True
    return False


def _demand(t: Words, cue: Cue, start: int, end: int, *, direct: bool) -> bool:
    """Whether the main predicate says what must be done, or orders it."""
    top = next((k for k in range(start, end) if not start <= t.heads[k] < end or t.heads[k] == k), None)
    if top is None:
        return False
    if t.pos[top] == "PUNCT":
        top = next((k for k in range(start, end) if t.deps[k] in {"root", "ROOT", "ccomp"}), top)
    kids = t.kids[top]
    subject = next((k for k in kids if t.deps[k].startswith("nsubj")), None)
    for k in kids:
        if t.deps[k] == "aux" and t.lower[k] in _OUGHT and (subject is None or subject < k):
            return t.lower[k] != "must" or not any(t.lower[c] == "have" for c in kids)
    subjunctive = cue.lemma in _WISHING and t.tags[top] in {"VB", "VBP"} and t.deps[top] == "ccomp"
    if subjunctive and subject is not None and subject < top and not any(t.deps[k] == "aux" for k in kids):
        return t.tags[top] == "VB" or t.tags[subject] in {"NN", "NNP"}  # "insisted that the army leave"
    if t.lemmas[top] in _TALK:
        return False
    return direct and t.tags[top] == "VB" and subject is None and not any(t.deps[k] == "aux" for k in kids)
