"""Threats in set phrases: "our fingers are on the trigger", "your days are numbered". Own list."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from bot.analysis.dependents import index

_PHRASES = (
    r"finger be on the trigger",
    r"(?:would|will) be next",
    r"day be number",
    r"(?:would|will) cease to exist",
    r"know (?:exactly )?where (?:\w+ ){1,3}(?:live|work|sleep|go)",
    r"play with fire",
    r"at (?:its|their|his|her|your|one) own (?:risk|peril)",
    r"countdown to (?:the|its|their|your) end",
    r"(?:blood|bloodshed) (?:will|would) (?:flow|run|be spill)",
    r"(?:river|sea|bath) of blood",
    r"(?:see|regard|treat|consider|view|take|deem|amount|mean|constitute) (?:\w+ ){0,3}(?:declaration|act) of war",
    r"(?:will|would|shall) (?:be )?(?:see|regard|treat|consider|view|take|deem|interpret|count) (?:\w+ ){0,12}"
    r"(?:(?:act|declaration|cause|casus) of (?:war|aggression)|casus belli|hostile (?:act|target|force)|"
    r"(?:legitimate|military|fair|lawful) target|direct participation|unfriendly act|red line|as (?:a )?target)",
    r"(?:will|would|shall) (?:be|become) (?:\w+ )?fair game",
    r"(?:would|will) (?:\w+ ){0,3}(?:last|final|fatal|grave|strategic|deadly) mistake",
    r"share (?:the|their|his|its) (?:\w+ )?fate",
    r"meet (?:the|their|his|its) (?:same|end|maker|fate)",
    r"(?:leave|return|go|come|send)(?: \w+)?(?: home| back)? in (?:a )?(?:coffin|body bag|bodybag|box)",
    r"(?:our|my|his|her|its|their|'s) patience (?:have )?(?:run out|be (?:at an end|over|exhaust))",
    r"patience have (?:a |its |it )?limit",
    r"(?:not|never) (?:stand|sit|remain|stay)(?: by)? (?:idly|idle)|not (?:look on|look away)",
    r"not sit on (?:our|its|their|his) hand|not remain (?:neutral|a spectator)",
    r"(?:not|never) (?:sit|stand|fold) (?:\w+ )?(?:with|our|its|their) (?:\w+ )?(?:fold )?arm",
    r"(?:your|their|his|her|its) (?:turn|day|hour|time) (?:will|would|shall) come|you (?:be|will be) next",
    r"(?:will|would) be (?:our|the|their|its|my) next (?:target|victim|stop)",
    r"(?:will|would|shall) (?:be )?(?:send|go|sink|rest) to the bottom",
    r"(?:all )?hell (?:to pay|will|would|shall) (?:break|be)|(?:all|and) hell break",
    r"(?:will|would) (?:\w+ )?be blood\b",
    r"(?:be|become|make \w+) (?:a )?(?:party|side) to the (?:war|conflict|aggression|fight)",
    r"(?:must|should|can|will have to) expect (?:\w+ )?(?:war|attack|strike|retaliation|response|revenge|fire)\b",
    r"patience (?:\w+ ){0,4}be (?:not (?:\w+ ){0,2}(?:bottomless|infinite|unlimited|endless|inexhaustible|eternal)"
    r"|limited|finite|wear thin)|patience (?:\w+ ){0,3}wear thin",
    r"not be the only (?:\w+ )?to (?:bleed|suffer|pay|lose|mourn|burn|die)",
    r"know (?:which|what|where) (?:\w+ ){1,6}(?:live|attend|work|sleep|study|park|go to school)",
    r"(?:will|would) find (?:\w+ ){1,4}(?:shut|closed|barred)|no (?:\w+ ){1,4}(?:will|would) (?:leave|return|go|escape)"
    r" (?:\w+ ){0,4}alive",
    r"(?:will|would|could|can) (?:not|no longer) be (?:hold|bind) (?:to|by) (?:the|any|a|this) (?:\w+ )?"
    r"(?:truce|ceasefire|cease-fire|agreement|deal|treaty|pact|accord)",
    r"(?:will|would) be no (?:second|further|more|other) (?:warning|chance|mercy)",
    r"(?:this|it) be (?:the|our|your|a) (?:last|final) warning",
    r"an eye for an eye|(?:will|would) (?:not )?be (?:your|their|his|her) last\b",
    r"(?:will|would|shall) (?:not|never) (?:\w+ )?(?:leave|return|see|reach) (?:\w+ ){0,3}alive",
    r"(?:will|would|shall) (?:pay|repay) (?:\w+ ){0,6}with interest|(?:will|would) (?:pay|repay) (?:\w+ ){0,5}in kind",
    r"(?:will|would) dig (?:your|their|its|his) own grave|dig (?:your|their|its|his) grave",
    r"(?:will|would|shall) (?:be )?hunt(?: down)? (?:\w+ )?(?:like|wherever|one by one)",
    r"(?:same|similar|like) (?:fate|end|punishment) (?:will |would )?(?:await|befall)",
    r"(?:not|never) live to see",
    r"finish the job",
    r"(?:summer|winter|rain|sea|lake|storm|day|night) of fire",
    r"hell on earth|gate of hell|hell (?:will|would) break loose",
    r"(?:safety|security) (?:of (?:\w+ ){1,4})?(?:can|could|will|would) (?:not|no longer) be guarantee",
    r"next (?:strike|blow|attack|time|response|bullet|shot|rocket|missile|drone|bomb) (?:will|would) (?:not )?be",
    r"we know (?:all )?(?:your|who you|where you|every)|reserve (?:all|every) (?:\w+ )?option",
    r"no (?:place|corner|one|ship|base|soldier|city) (?:\w+ ){0,6}(?:will|would) be (?:safe|spare)",
    r"(?:nowhere|nobody|not|never|no longer) (?:\w+ )?(?:will |would )?be safe",
    r"nowhere to hide|no place to hide|wipe (?:\w+ ){1,3}off the (?:map|face)",
    r"time (?:have |be )?(?:run|running) out for",
    r"not be forgive|not forgive|never forget (?:and|nor|or) never forgive",
    r"(?:will|would) pay the (?:ultimate )?price",
    r"(?:must|shall) die",
    r"(?:get|be|come) burn(?:ed)?\b",
    r"(?:exact )?coordinate of (?:every|each|all)",
    r"in (?:our|my|their) (?:sight|crosshair|range)\b|within (?:the )?range of our",
)
_PATTERN = re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{phrase})" for phrase in _PHRASES) + r")(?!\w)")
_AS_WRITTEN = frozenset({"PRON", "ADJ", "ADV", "PART"})


_ADVICE = re.compile(
    r"(?<!\w)(?:(?:will|would) (?:be )?(?:very )?(?:wise|well.advised|ill.advised|unwise|foolish|advisable|mistaken)"
    r"|(?:will|would) (?:do|be) (?:well|better|advised) (?:\w+ )?to|(?:have|had|would) better (?:not )?\w+"
    r"|(?:should|had better|must|would do well to) (?:not )?think (?:twice|carefully|hard|again)"
    r"|(?:not|unwise|foolish|wise) (?:\w+ ){0,4}(?:test|try|tempt|provoke|underestimate|mistake) (?:\w+ )?"
    r"(?:patience|resolve|will|nerve|restraint|readiness|determination|fate|strength|silence)"
    r"|not mistake (?:\w+ ){1,3}for weakness|be a mistake to (?:think|believe|test|assume|underestimate)"
    r"|(?:patience|restraint|tolerance|forbearance) (?:\w+ ){0,2}have (?:a |its )?(?:limit|end|bottom))(?!\w)"
)
"""Advice that is a threat between powers, and only there: "Seoul would do well to keep its balloons at home"."""


def advice(doc: Doc, start: int, end: int) -> Token | None:
    """The verb, adjective or noun of the first veiled advice in tokens ``start``-``end``."""
    return _first(doc, start, end, _ADVICE)


def idiom(doc: Doc, start: int, end: int) -> Token | None:
    """The verb or noun of the first set phrase in tokens ``start``-``end``, ``None`` where there is none."""
    return _first(doc, start, end, _PATTERN)


def _first(doc: Doc, start: int, end: int, pattern: re.Pattern[str]) -> Token | None:
    columns = index(doc).columns
    pieces: list[str] = []
    offsets: list[int] = []
    for i in range(start, min(end, len(columns.words))):
        pos, word = columns.pos[i], columns.lemmas[i]
        if pos == "PUNCT" or columns.words[i].isspace():
            continue
        pieces.append(columns.lower[i] if pos in _AS_WRITTEN and word != "not" else word.lower())
        offsets.append(i)
    text = " ".join(pieces)
    found = pattern.search(text)
    if found is None:
        return None
    first = text.count(" ", 0, found.start())
    last = first + text.count(" ", found.start(), found.end())
    inside = [doc[offsets[k]] for k in range(first, last + 1)]
    head = next((t for t in inside if t.pos_ == "VERB" and t.lemma_ != "have"), None)
    return head or next((t for t in inside if t.pos_ in {"NOUN", "ADJ"}), inside[0])


def extent(doc: Doc, head: Token, end: int) -> int:
    """Where the words of a phrase end that ``head`` opens: with the adjective behind it ("sit idle"), at most."""
    after = head.i + 1
    return after + 1 if after < end and doc[after].pos_ == "ADJ" and doc[after].head.i == head.i else after
