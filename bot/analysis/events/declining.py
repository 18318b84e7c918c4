"""Refusals by negation: "we will not negotiate with them" rejects talks as "refused to negotiate" does."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.draft import EventDraft
from bot.analysis.events.moods import FUTURE, modal_of
from storage.model.findings import EventType

FRIENDLY = frozenset(
    {
        EventType.CONSULT, EventType.AGREE, EventType.CONCEDE, EventType.RETREAT, EventType.COOPERATE, EventType.AID,
        EventType.SUPPORT,
    }
)  # fmt: skip
"""Classes of what others may ask for, so that a flat no to it is an answer to them (CAMEO 12)."""
_WOULD = frozenset({"would", "'d", "’d"})


def declined(draft: EventDraft, head: Token) -> bool:
    """Whether the draft's own verb is said never to be done, by somebody: "will never recognise the junta".

    What has not been done ("did not meet") is no refusal, and what nobody does by himself ("will not be released")
    has nobody who refuses.
    """
    if draft.noun or draft.type not in FRIENDLY or not draft.actors or not draft.path:
        return False
    if head.pos_ == "ADJ":
        return draft.path[0].startswith("negated")  # "is not ready to talk"
    if tree.is_passive(head):
        return False
    if draft.path[0] == "plan:going":
        return tree.negated(head.head)  # "is not going to release anybody"
    return draft.path[0] == f"negated:{head.lower_}" and modal_of(head) in FUTURE | _WOULD
