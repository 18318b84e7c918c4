"""Where a text names a date: the grammar's pattern tried at the right places, and the words that make a match a date.

``scan(text)`` gives the date expressions in order, each with its kind; what days they mean is days.py's business.
Lower-casing first makes capitals and wire copy alike cheap; where capitals matter ("May", "March") the text is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.analysis.dates.grammar import ANCHOR, DATE, START
from bot.analysis.lexicon.wordlists import words as wordset

_BEFORE, _AFTER, _LONGEST_START = 48, 80, 24

_LEAD = re.compile(r"([a-z]+)[\s-]*(?:the\s+)?$")
_BOUND = re.compile(
    r"\b(?:(?P<since>since|after|starting|beginning|as\sof|effective)|(?P<until>until|till|by|through)"
    r"|(?P<before>before|ahead\sof|prior\sto))"
    r"\s(?P<the>the\s)?(?:at\sleast\s|at\sthe\slatest\s|on\s|early\s|late\s|mid-?)*$"
)
_MONTH_LEADS = wordset(
    "in since by until till during of from before after through and to between for as last next this early late mid "
    "throughout on around about"
)
_YEAR_LEADS = _MONTH_LEADS - {"for", "on", "to"} | {"to", "the", "circa", "year", "or", "summer", "spring"}
_AMBIGUOUS = wordset("may march mar dec sep jan jun jul apr")
_NAMES_TOO = wordset("april may june august")


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression of a text at ``start``-``end``; ``text`` is lower-cased, ``kind`` the rule that found it.

    ``bound`` is "since", "until" or "before" where the words before make the date a beginning or an end;
    ``after`` are the next few characters.
    """

    kind: str
    start: int
    end: int
    text: str
    bound: str
    after: str


def lowered(text: str) -> str:
    """The text in lower case with every character in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def scan(text: str) -> list[Expression]:
    """Every date expression of a text, in order and apart. Pure; time is linear in the text."""
    lower = lowered(text)
    uncased = text == lower or not any(c.islower() for c in text)
    out: list[Expression] = []
    free = 0  # no word before this place can begin a date any more: each is tried once
    for anchor in ANCHOR.finditer(lower):
        at = anchor.start()
        for word in START.finditer(lower, max(free, at - _BEFORE), at + _LONGEST_START):
            if word.start() > at:
                continue
            match = DATE.match(lower, word.start(), anchor.end() + _AFTER)
            if match is None or match.end() <= at:
                continue
            expression = _checked(text, lower, match, uncased, out[-1] if out else None)
            if expression is not None:
                out.append(expression)
                free = expression.end
                break
        else:
            free = max(free, at + 1)
    return out


def _checked(
    text: str, lower: str, match: re.Match[str], uncased: bool, previous: Expression | None
) -> Expression | None:
    """The match as an expression, unless its words mean something else there."""
    kind = str(match.lastgroup)
    start, end = match.span()
    words = match.group()
    before = lower[max(0, start - 32) : start]
    after = lower[end : end + 24]
    found = _LEAD.search(before)
    lead = found[1] if found else ""
    if kind == "month" and not _is_month(text[start:end], words, lead, after, text[end : end + 3], uncased):
        return None
    if kind == "full" and not uncased and text[start].islower() and words.split()[0] in _AMBIGUOUS:
        return None
    if kind == "year" and not _is_year(words, lead, before, after, previous, start):
        return None
    if kind in {"years", "between"} and re.fullmatch(r"(?:between|from)\s\d{1,2}\D+(?:1[6-9]|20)\d\d", words):
        return None  # "from 12 to 2014": no day of anything
    return Expression(kind, start, end, words, _bound(before, words, after), after)


def _bound(before: str, words: str, after: str) -> str:
    """ "since 2015", "by Friday"; not "after Friday's attack", "before the 2014 war"."""
    found = _BOUND.search(before)
    if found is None or after.startswith(("'s", "’s")) or (found["the"] and " of " not in words):
        return ""
    return next(name for name in ("since", "until", "before") if found[name])


def _is_month(original: str, words: str, lead: str, after: str, next_letters: str, uncased: bool) -> bool:
    month = words.split()[-1].split("-")[-1].rstrip(".")
    if not uncased and not original[-len(words.split()[-1].split("-")[-1]) :][:1].isupper():
        return False
    if month in _AMBIGUOUS or month in _NAMES_TOO or uncased:
        return len(words) > len(month) + 1 or (
            lead in _MONTH_LEADS and not (month == "march" and lead in {"to", "and"})
        )
    return lead in _MONTH_LEADS or not next_letters[1:2].isupper()


def _is_year(words: str, lead: str, before: str, after: str, previous: Expression | None, start: int) -> bool:
    if len(words) > 4:
        return True
    if re.match(
        r"\s?(?:%|per\s?cent|km|k?m\b|miles|people|men|women|troops|soldiers|gmt|utc|hours|local)|[-–/]\w", after
    ):
        return False
    if lead in _YEAR_LEADS and before[-1:].isspace():
        return not (lead in {"of", "by", "the", "to", "for", "from", "about", "around"} and _plural_follows(after))
    if before[-1:] == "(" or re.match(r"['’]s\b", after):
        return True
    return previous is not None and previous.kind == "year" and 0 < start - previous.end <= 6


def _plural_follows(after: str) -> bool:
    """Whether a noun in the plural comes next, so that the number before counts ("by 2000 troops")."""
    return re.match(r"\s[a-z]+[^s\s]s\b", after) is not None
