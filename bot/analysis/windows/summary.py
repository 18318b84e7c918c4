"""The extractive summary: whole sentences of the text, at most three, in text order."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.analysis.extensions import chars, group
from storage.model.findings import Status, SummarySentence

MAX_SENTENCES = 3
_MIN_WORDS = 5
_MAX_WORDS = 60


@Language.component("sitrep_summary")
def summary(doc: Doc) -> Doc:
    """Sets ``Doc._.summary``: position, events and their gravity, countries in focus, length."""
    sents = [sent for sent in doc.sents if chars(sent).end > chars(sent).start]
    names = [(span.start, span.kb_id_) for span in group(doc, "names") if span.kb_id_]
    scored = [
        (score, n, sent) for n, sent in enumerate(sents) if (score := _score(doc, sent, n, len(sents), names)) > 0
    ]
    best = sorted(scored, key=lambda item: (-item[0], item[1]))
    chosen: list[tuple[float, int, Span]] = []
    for item in best:
        if len(chosen) == MAX_SENTENCES:
            break
        if all(_overlap(item[2], other[2]) < 0.6 for other in chosen):
            chosen.append(item)
    if not chosen and sents:
        chosen = [(0.1, 0, sents[0])]
    doc._.summary = tuple(
        SummarySentence(where.start, where.end, round(min(score, 1.0), 4))
        for score, _, sent in sorted(chosen, key=lambda item: item[1])
        for where in (chars(sent),)
    )
    return doc


def _score(doc: Doc, sent: Span, n: int, total: int, names: list[tuple[int, str]]) -> float:
    words = sum(1 for token in sent if token.is_alpha)
    if words < _MIN_WORDS:
        return 0.0
    where = chars(sent)
    position = 0.35 / (1 + n) + (0.05 if total > 1 and n == total - 1 else 0.0)
    events = [e for e in doc._.events if where.start <= e.trigger.start < where.end]
    act = max(
        (0.1 + 0.1 * int(e.severity) - (0.1 if e.status is Status.HISTORICAL else 0.0) for e in events), default=0.0
    )
    focus = {c.code for c in doc._.countries if c.role == "focus"}
    named = {code for at, code in names if sent.start <= at < sent.end}
    place = 0.1 if named & focus else 0.05 if named else 0.0
    length = 0.05 if words <= _MAX_WORDS else -0.1
    return round(position + act + place + length, 6)


def _overlap(one: Span, two: Span) -> float:
    """Shared words, as a share of the shorter sentence (Jaccard would favour long ones)."""
    left = {t.lower_ for t in one if t.is_alpha and len(t) > 3}
    right = {t.lower_ for t in two if t.is_alpha and len(t) > 3}
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0
