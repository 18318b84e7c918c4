"""Whether a strike is one of workers: work laid down, where those who work, their unions or wages are told."""

from __future__ import annotations

import re

from bot.analysis.lexicon.wordlists import words
from bot.analysis.windows.phrases import Phrase
from bot.analysis.windows.view import View

_WORKERS = words(
    "worker workers teacher teachers driver drivers nurse nurses doctor doctors pilot pilots miner miners staff"
    " employees"
    " dockers truckers lecturers civil-servants union unions federation strikers crews porters postal rail transport"
)
_LABOUR = re.compile(
    r"\b(?:trades? unions?|labou?r unions?|unions|union (?:said|leaders?|members?|officials?)|workers['’]? union"
    r"|walkouts?|walked out|pickets?|picketing|picket lines?|strikers|wages?|pay (?:rise|deal|offer|dispute|talks)"
    r"|work stoppages?|stoppage|industrial action|downed tools)\b"
)
_WAR = words(
    "air drone drones missile missiles rocket rockets warplanes jets army military artillery troops soldiers militants"
    " airstrike airstrikes bomb bombs shells suicide"
)
_HARM = words("killed kills hit destroyed wounded injured struck targeted damaged on against at")


def laid_down(view: View, i: int, actors: list[Phrase], targets: list[Phrase]) -> bool:
    """Whether the "strike" at token ``i``, with its actors and targets, is a labour strike."""
    if any(_of_workers(view, a) for a in actors):
        return True
    sentence = view.words(view.start, view.end)
    if targets or actors or _WAR & set(sentence) or view.lower(i + 1) in _HARM:
        return False
    if _WORKERS & set(view.words(i - 2, i)) or (view.lower(i + 1) in {"by", "of"} and _WORKERS & set(sentence)):
        return True
    return _LABOUR.search(view.doc.text.lower()) is not None


def _of_workers(view: View, phrase: Phrase) -> bool:
    head = view.lower(phrase.head)
    if head == "union":
        return view.lower(phrase.head - 1) not in {"european", "african", "soviet"}
    return head in _WORKERS
