"""Words that report what somebody said, and what stance they give it. Own list; inflected by rule."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import Form, inflect
from storage.model.findings import Stance

_ASSERTS = (
    "say tell add report announce state warn claim confirm note insist stress allege write declare acknowledge argue"
    " suggest explain reiterate tweet post admit reveal disclose maintain emphasise emphasize caution estimate reply"
    " assert comment conclude recall inform assure"
)
_DENIES = "deny reject refute dismiss rebut"
_THREATENS = "threaten vow"
_DEMANDS = "demand urge"

BARE_OBJECT = words("claim confirm deny reject report announce dismiss refute demand threaten rebut")
"""Cues whose object may be a noun ("claimed hundreds of attacks", "denied the report")."""

TO_VERB = frozenset(["threaten", "vow", "demand", "claim"])
"""Cues whose content may be an infinitive ("threatened to strike")."""

MEDIA_HEADS = words("media television tv radio newspaper newspapers broadcaster agency outlet outlets press channel")


@cache
def cues() -> MappingProxyType[str, tuple[str, Form, Stance]]:
    """Word form -> (base form, form, stance)."""
    out: dict[str, tuple[str, Form, Stance]] = {}
    for listing, stance in (
        (_ASSERTS, Stance.ASSERTS),
        (_DENIES, Stance.DENIES),
        (_THREATENS, Stance.THREATENS),
        (_DEMANDS, Stance.DEMANDS),
    ):
        for verb in listing.split():
            for form_text, form in inflect(verb).items():
                out[form_text] = (verb, form, stance)
    return MappingProxyType(out)
