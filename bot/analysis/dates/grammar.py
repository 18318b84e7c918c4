"""How English writes dates: one rule a kind, put together to one pattern over lower-cased text.

Rules are written short: a blank is a gap between two words, ``(...)`` groups without capturing, words in capitals are
the pieces below. The first kind that matches at a word wins, so what is longer stands first.
"""

from __future__ import annotations

import re

GAP = r"(?:[^\S\n]{1,2}|[^\S\n]?\n[^\S\n]{0,2})"
"""White space between two words of one expression: a line may be folded there, no paragraph may end."""


def _rule(short: str, pieces: dict[str, str]) -> str:
    """A rule written short as a regular expression."""
    grouped = re.sub(r"(?<!\\)\((?!\?)", "(?:", short).replace(" ", GAP)
    names = sorted(pieces, key=len, reverse=True)
    return re.sub("|".join(names) or "$^", lambda found: pieces[found.group()], grouped)


def _pieces(*definitions: tuple[str, str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, short in definitions:
        out[name] = f"(?:{_rule(short, out)})"
    return out


PIECES = _pieces(
    ("MONTH", r"(january|february|march|april|may|june|july|august|september|october|november|december)\b"
              r"|(jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"),
    ("YEAR", r"(1[6-9]|20)\d\d(?!\d|[.,:]\d)"),
    ("DAY", r"([12]\d|3[01]|0?[1-9])(st|nd|rd|th)?(?![\w%:]|[.,]\d)"),
    ("WEEKDAY", r"(mon|tues|wednes|thurs|fri|satur|sun)day"),
    ("NUMBER", r"\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
               r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
               r"|dozen|several|many|some|half"),
    ("COUNT", r"NUMBER( |-)(few|couple( of)?|NUMBER|and a half|dozen)|NUMBER|few"),
    ("UNIT", r"(minute|hour|day|week|fortnight|month|year|decade|century|centurie)s?"),
    ("UNITS", r"(hours|days|weeks|months|years|decades)"),
    ("PARTOFDAY", r"(early( |-)|late( |-))?(morning|mid-morning|midday|noon|afternoon|evening|night|midnight|dawn)\b"),
    ("SEASON", r"spring|summer|autumn|fall|winter"),
    ("DASH", r"\s?([-–—]|--)\s?"),
    ("MODIFIER", r"(early|late|mid|earlier|later)(-| )(in )?"
                 r"|(the )?(beginning|start|end|middle|(first|second|latter) half) of (the )?"),
    ("RELATIVE_YEAR", r"(last|this|next) year\b"),
    ("DAY_OF_WEEK", r"(WEEKDAY|(mon|tues?|wed|thu(rs?)?|fri|sat|sun)\b\.?)( PARTOFDAY)?,? (the )?"),
    ("DAY_MONTH", r"DAY (of )?MONTH|MONTH( |(?<=\.))(the )?DAY"),
    ("FULL", r"DAY_OF_WEEK?DAY_MONTH(,? YEAR)?"),
    ("POINT", r"FULL|MONTH(,? YEAR)?|YEAR|WEEKDAY|yesterday|today"),
    ("TILL", r" (to|until|till|through) |DASH"),
    ("TO", r" (to|and|until|till|through) |DASH"),
)  # fmt: skip

KINDS = {
    "iso": r"\d{4}-\d\d-\d\d(?=t\d|\b)",
    "numeric": r"\d{1,2}(/\d{1,2}/|\.\d{1,2}\.)((19|20)\d\d|\d\d)(?![\d/.]\d)",
    "between": r"(between|from) (POINT|DAY)TOPOINT",
    "monthdays": r"DAY_OF_WEEK?MONTH( |(?<=\.))DAYTODAY(,? YEAR)?",
    "daysmonth": r"DAY(TO|/)DAY (of )?MONTH(,? YEAR)?",
    "points": r"FULLTILLFULL",
    "months": r"MONTH( YEAR)?TILLMONTH,? YEAR",
    "years": r"YEARDASH(YEAR|\d\d(?![\d,.:/-]|[^\S\n]*%))",
    "weekdays": r"WEEKDAYTILLWEEKDAY",
    "shortyear": r"DAY MONTH ['’]?\d\d(?=\)|\]|$|[^\S\n]?(\(|--|—|–)|[.;,]?\n)",
    "dayyear": r"DAY_MONTH(,? (of )?)RELATIVE_YEAR",
    "full": r"FULL",
    "monthyear": r"MODIFIER?MONTH,? (of )?(YEAR|RELATIVE_YEAR)",
    "decade": r"(the )?MODIFIER?((1[6-9]|20)\d0['’]?s|['’][2-9]0s|(twen|thir|for|fif|six|seven|eigh|nine)ties)",
    "century": r"(the )?MODIFIER?\d\d(st|nd|rd|th)( |-)century",
    "season": r"(the )?MODIFIER?(SEASON|(first|second|third|fourth|last) (quarter|half))( of)? (YEAR|RELATIVE_YEAR)",
    "anniversary": r"anniversar(y|ies)\b|COUNT years? (since|on from)\b",
    "ago": r"((COUNT )?UNIT((,| and) COUNT UNIT)?( and a half)?|long) ago\b( (today|yesterday)\b)?",
    "apart": r"(COUNT )?UNIT (earlier|later|before|after|afterwards|prior)\b(?! (yesterday|tomorrow))"
             r"|(the|that) (following|next|previous|same|very (next|same)|preceding)"
             r" (day|morning|afternoon|evening|night|week|month|year|WEEKDAY)\b"
             r"|the (day|week|month|year) (before|after)\b(?! (yesterday|tomorrow))",
    "window": r"(the )?(last|past|previous|next|coming) COUNT( |-)(plus )?UNIT\b"
              r"|(the )?(past|recent|coming|last|next) UNITS\b",
    "within": r"within (the (next|coming) )?(COUNT UNIT|UNITS)\b",
    "ofweek": r"WEEKDAY( PARTOFDAY)? (of )?(last|this|next) week\b|(last|this|next) week on WEEKDAY\b",
    "period": r"(the )?MODIFIER?(last|next|this|past|coming) (weekend|week|month|year|decade|century|SEASON|WEEKDAY"
              r"|MONTH|night|morning|afternoon|evening)\b( PARTOFDAY)?"
              r"|(the )?MODIFIERthe (year|month|week)\b|the weekend\b",
    "deictic": r"(the )?day (before yesterday|after tomorrow)\b"
               r"|((earlier|later) )?(today|yesterday|tomorrow|tonight)\b( PARTOFDAY)?"
               r"|(earlier|later) in the day\b|overnight\b",
    "recurring": r"(every|each|most) (day|week|month|year|WEEKDAY|MONTH)\b|WEEKDAYs\b",
    "weekday": r"WEEKDAY\b( PARTOFDAY)?",
    "named": r"9/11\b|7/7\b|(christmas (day|eve)|new year['’]?s (day|eve)|christmas)\b(,? YEAR)?",
    "month": r"MODIFIER?MONTH",
    "year": r"MODIFIER?YEAR",
}  # fmt: skip


def pattern_of(kind: str) -> str:
    """The regular expression of one kind."""
    return _rule(KINDS[kind], PIECES)


DATE = re.compile("(?:" + "|".join(f"(?P<{kind}>{pattern_of(kind)})" for kind in KINDS) + r")(?!\w)")

ANCHOR = re.compile(
    r"\b(?=[acdefhjlmnostwy0-9])(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|days?|weeks?|weekends?|months?|years?|hours?|minutes?|decades?|century|centuries|fortnights?"
    r"|today|yesterday|tomorrow|tonight|overnight|ago|anniversar(?:y|ies)|christmas|night|morning|afternoon|evening"
    r"|spring|summer|autumn|fall|winter|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|\d{1,4}(?:st|nd|rd|th|s)?)\b"
)
"""Every expression holds one of these: the full pattern is tried only at the words before one (a tenth of the time)."""

_NUMBER = (
    r"[0-9]|one|two|three|four|five|six|seven|eigh|nine|ten|eleven|twel|twen|thir|fort|fif|hundred|dozen|several|many|some"
    r"|half|few"
)
_UNIT = r"minute|hour|day|week|fortnight|month|year|decade|centur"
_LATER = r"first|second|third|fourth|latter|last|next|past|previous|coming|recent|early|earlier|late|later|mid"
_SEASON = r"spring|summer|autumn|fall|winter"
START = re.compile(
    r"(?<![\w.,/-])(?=[abcdefhjlmnoprstwy0-9'’])(?=['’]"
    rf"|an?[\s-]+(?:{_NUMBER}|{_UNIT}|couple|an?\b)"
    rf"|the\s+(?:{_LATER}|{_UNIT}|{_SEASON}|{_NUMBER}|['’]|beginning|start|end|middle|following|this|same|very|preceding"
    r"|the\b)"
    r"|that\s+(?:following|next|previous|same|very|preceding)"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
    rf"|{_NUMBER}|{_UNIT}|{_LATER}|{_SEASON}|this|every|each|most|long|beginning|start|end|between|from|within"
    r"|today|yesterday|tomorrow|tonight|overnight|anniversar|christmas|new\s)"
)
"""How every expression begins, so that the full pattern is not tried at other words. It matches no character: the next
word may begin one too ("the 13 November attacks")."""
