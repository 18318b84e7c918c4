"""Words that several rooms share: months, numbers, abbreviations, outlets. All in lower case.

Written for this project from general knowledge of English; no list is taken from elsewhere.
"""

from __future__ import annotations

from bot.analysis.lexicon.wordlists import listed, words

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
SENTENCE_SUBJECTS = words(
    "canada britain france germany russia iran israel iraq ukraine china turkey kenya nigeria egypt qatar syria lebanon"
    " japan india pakistan australia spain italy poland sudan ethiopia uganda rwanda mexico brazil colombia venezuela"
    " cuba haiti afghanistan taiwan yemen jordan libya algeria morocco tunisia mali niger chad somalia eritrea belgium"
    " norway sweden finland denmark greece romania moldova georgia armenia azerbaijan serbia kosovo belarus"
    " indonesia malaysia thailand vietnam myanmar bangladesh moscow kyiv beijing tehran jerusalem ankara cairo paris"
    " london berlin hamas hezbollah gunmen residents witnesses authorities rebels militants protesters villagers"
    " activists critics analysts diplomats lawmakers gangs soldiers troops more fighting local"
)
"""What begins a new sentence behind "the U.N." or "the U.S." and is hardly ever part of a body's name."""
ABBREVIATIONS = words(
    "mr mrs ms dr prof gen maj col lt capt cmdr cpl sgt brig adm sen rep gov rev hon fr sr jr st mt ft "
    "no nos vs inc co corp ltd dept jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu "
    "fri approx est pres ret supt insp amb atty etc fig vol pp ave blvd al e.g i.e cf lt.-gen maj.-gen "
    "pvt"
)
MID_SENTENCE_ABBREVIATIONS = ABBREVIATIONS - {"etc", "co", "inc", "corp", "ltd", "no", "al"}


OUTLET_HEADS = words(
    "Times Post News Herald Tribune Daily Gazette Journal Observer Mail Standard Star Chronicle Monitor "
    "Dispatch Telegraph Wire Broadcasting Television TV Radio Newspaper Weekly Review Bulletin Courier "
    "Guardian Independent Examiner Reporter Mirror Sun Online Today Register Sentinel Inquirer Echo "
    "Region Globe Agency Press Ledger Signal Examiner Advertiser Outlook Beacon Desk Report"
)


_VOWELS = "aeiou"


def pluralise(noun: str) -> str:
    """The regular plural of the last word."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + "s"
