"""Closed word classes and inflection: the small grammar that the rules stand on. All in lower case.

Written for this project from general knowledge of English; no list is taken from elsewhere.
"""

from __future__ import annotations

from enum import StrEnum

from bot.analysis.lexicon.wordlists import listed, words

DETERMINERS = words(
    "the a an this that these those its their his her our my your some any no each every both all "
    "another several many few"
)
POSSESSIVES = words("its their his her our my your")
PRONOUNS = words("he she it they we i you who which")
THIRD_PERSON = frozenset(["he", "she", "it", "they"])
PREPOSITIONS = words(
    "in on at by of for from to with without against into onto over under near outside inside across "
    "around along through between among amid during since until till before after towards toward off "
    "behind beyond within via per despite about as than like including following targeting above below "
    "beside upon throughout"
)
LOCATIVES = words("in at near outside inside around across into over from off to")
SUBORDINATORS = words(
    "if unless after before while when whenever because although though whereas since until once which "
    "who whose whom where that whether as"
)
CONJUNCTIONS = words("and or but nor yet")
MODALS = words("will would can could may might shall should must ’ll 'll ’d")
BE = words("is are was were be been being am ’s 's ’re 're")
HAVE = words("has have had having ’ve 've")
DO = frozenset(["do", "does", "did"])
AUXILIARIES = MODALS | BE | HAVE | DO | {"to", "get", "got"}
NEGATIONS = words("not never n't n’t neither nor hardly")
ADVERBS = words(
    "also again already repeatedly reportedly allegedly recently earlier later now then still once "
    "twice twice initially immediately directly heavily briefly apparently still just only even yet "
    "soon jointly deliberately simultaneously overnight today yesterday tonight separately subsequently "
    "largely nearly almost about approximately roughly openly publicly formally officially temporarily "
    "partially fully severely seriously badly critically fatally completely together here there "
    "meanwhile however"
)
QUOTE_MARKS = frozenset('“”"«»„')

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan jan.",
            "february feb feb.",
            "march mar mar.",
            "april apr apr.",
            "may",
            "june jun jun.",
            "july jul jul.",
            "august aug aug.",
            "september sept sept. sep sep.",
            "october oct oct.",
            "november nov nov.",
            "december dec dec.",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri", "saturday", "sunday")
    )
    for name in names.split()
}
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen twenty"
        )
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
VAGUE_NUMBERS = {
    "dozens": (24, 99),
    "tens": (20, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2_000_000, 9_999_999),
}

SENTENCE_STARTERS = words(
    "the a an in on at it he she they we i but and this that these those his her its their our "
    "officials police there here as after before when while if some many most no what how why who for "
    "from since despite according however meanwhile earlier later last two three both all another such "
    "under during with also"
)
ABBREVIATIONS = words(
    "mr mrs ms dr prof gen maj col lt capt cmdr cpl sgt brig adm sen rep gov rev hon fr sr jr st mt ft "
    "no nos vs inc co corp ltd dept jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu "
    "fri approx est pres ret supt insp amb atty etc fig vol pp ave blvd al e.g i.e cf lt.-gen maj.-gen "
    "pvt"
)
MID_SENTENCE_ABBREVIATIONS = ABBREVIATIONS - {"etc", "co", "inc", "corp", "ltd", "no", "al"}

TITLES = words(
    "president minister premier chancellor king queen prince princess sultan emir sheikh ayatollah "
    "general gen. gen colonel col. lieutenant lt. lt major maj. captain capt. commander admiral adm. "
    "brigadier brig. sergeant sgt. senator sen. rep. representative congressman congresswoman governor "
    "gov. mayor ambassador secretary spokesman spokeswoman spokesperson chief director chairman "
    "chairwoman judge justice pope bishop archbishop imam cleric leader envoy mr. mr mrs. mrs ms. ms "
    "dr. dr professor prof. prof deputy speaker analyst lawmaker inspector superintendent commissioner "
    "coordinator negotiator prosecutor journalist activist warlord resident witness mp premier "
    "foreign-minister"
)

OUTLET_HEADS = words(
    "Times Post News Herald Tribune Daily Gazette Journal Observer Mail Standard Star Chronicle Monitor "
    "Dispatch Telegraph Wire Broadcasting Television TV Radio Newspaper Weekly Review Bulletin Courier "
    "Guardian Independent Examiner Reporter Mirror Sun Online Today Register Sentinel Inquirer Echo "
    "Region Globe Agency Press Ledger Signal Examiner Advertiser Outlook Beacon Desk Report"
)
US_STATES = frozenset(
    [
        "Alabama",
        "Alaska",
        "Arizona",
        "Arkansas",
        "California",
        "Colorado",
        "Connecticut",
        "Delaware",
        "Florida",
        "Hawaii",
        "Idaho",
        "Illinois",
        "Indiana",
        "Iowa",
        "Kansas",
        "Kentucky",
        "Louisiana",
        "Maine",
        "Maryland",
        "Massachusetts",
        "Michigan",
        "Minnesota",
        "Mississippi",
        "Missouri",
        "Montana",
        "Nebraska",
        "Nevada",
        "New Hampshire",
        "New Jersey",
        "New Mexico",
        "New York",
        "North Carolina",
        "North Dakota",
        "Ohio",
        "Oklahoma",
        "Oregon",
        "Pennsylvania",
        "Rhode Island",
        "South Carolina",
        "South Dakota",
        "Tennessee",
        "Texas",
        "Utah",
        "Vermont",
        "Virginia",
        "Washington state",
        "West Virginia",
        "Wisconsin",
        "Wyoming",
    ]
)


class Form(StrEnum):
    """The form in which a trigger word stands."""

    BASE = "base"
    PRESENT = "present"
    PAST = "past"
    PARTICIPLE = "participle"
    PAST_OR_PARTICIPLE = "past/participle"
    GERUND = "gerund"
    SINGULAR = "singular"
    PLURAL = "plural"


_IRREGULAR: dict[str, tuple[str, str]] = {
    "shoot": ("shot", "shot"),
    "throw": ("threw", "thrown"),
    "strike": ("struck", "struck"),
    "hit": ("hit", "hit"),
    "fight": ("fought", "fought"),
    "blow": ("blew", "blown"),
    "hold": ("held", "held"),
    "take": ("took", "taken"),
    "overrun": ("overran", "overrun"),
    "withdraw": ("withdrew", "withdrawn"),
    "meet": ("met", "met"),
    "send": ("sent", "sent"),
    "give": ("gave", "given"),
    "break": ("broke", "broken"),
    "cut": ("cut", "cut"),
    "shut": ("shut", "shut"),
    "set": ("set", "set"),
    "leave": ("left", "left"),
    "beat": ("beat", "beaten"),
    "slay": ("slew", "slain"),
    "draw": ("drew", "drawn"),
    "swear": ("swore", "sworn"),
    "burn": ("burned", "burned"),
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "begin": ("began", "begun"),
    "put": ("put", "put"),
    "pull": ("pulled", "pulled"),
    "rule": ("ruled", "ruled"),
    "free": ("freed", "freed"),
    "flee": ("fled", "fled"),
    "bring": ("brought", "brought"),
    "recapture": ("recaptured", "recaptured"),
    "retake": ("retook", "retaken"),
    "call": ("called", "called"),
    "lay": ("laid", "laid"),
    "find": ("found", "found"),
    "know": ("knew", "known"),
    "see": ("saw", "seen"),
}
_DOUBLING = words("stab kidnap ban gun stop expel scrap trim ram rebel pin arm-bar plan bar permit refer bug")
_VOWELS = "aeiou"


def inflect(verb: str) -> dict[str, Form]:
    """The forms of an English verb; of several words only the first is inflected ("opens fire")."""
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    past, participle = _past(first)
    out = {
        first: Form.BASE,
        _third(first): Form.PRESENT,
        _gerund(first): Form.GERUND,
    }
    if past == participle:
        out.setdefault(past, Form.PAST_OR_PARTICIPLE)
    else:
        out.setdefault(past, Form.PAST)
        out.setdefault(participle, Form.PARTICIPLE)
    return {word + tail: form for word, form in out.items()}


def pluralise(noun: str) -> str:
    """The regular plural of the last word."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _gerund(verb: str) -> str:
    if verb in _DOUBLING or (verb in _IRREGULAR and verb in {"hit", "cut", "shut", "set", "put", "overrun", "begin"}):
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


def _past(verb: str) -> tuple[str, str]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _DOUBLING:
        done = verb + verb[-1] + "ed"
    elif verb.endswith("e"):
        done = verb + "d"
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        done = verb[:-1] + "ied"
    else:
        done = verb + "ed"
    return done, done
