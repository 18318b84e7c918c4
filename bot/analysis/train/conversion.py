"""From CoNLL-U, re3d and IOB2 to labelled sentences in spaCy's own tokenisation.

A label is kept where a spaCy token is one syntactic word of the treebank. A token that covers several words takes the
labels of their head; of a word in several tokens the last one carries the labels and the others hang on it
(``goeswith``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

MORPH_KEPT = frozenset(
    {"VerbForm", "Tense", "Mood", "Number", "Person", "Voice", "Degree", "PronType", "Poss", "Polarity", "Case"}
)
"""Features that the rules of the analysis use; the others would only make more classes."""


UNKNOWN = "?"
"""The tag of a word of which nobody said whether it is a name, or of what kind."""


@dataclass(slots=True)
class Word:
    """A syntactic word of a treebank; ``head`` counts words of the sentence from 1, 0 is the root."""

    form: str
    upos: str
    xpos: str
    morph: str
    head: int
    dep: str
    misc: str
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Sentence:
    """A labelled sentence on spaCy's tokens. ``heads`` are token indices, the root's its own; ``names`` are BIO tags
    or ``None`` where nobody labelled names; ``corpus`` says whose policy the names follow."""

    words: list[str]
    spaces: list[bool]
    upos: list[str]
    xpos: list[str]
    morph: list[str]
    heads: list[int]
    deps: list[str]
    names: list[str] | None = None
    corpus: str = ""
    document: str = ""
    paragraph: int = 0
    parsed: bool = True


NamesOf = Callable[[str, Sequence[Word]], list[tuple[int, int, str]]]
"""From a sentence's text and words to its names: (first word, end, label)."""


def read_conllu(path: Path) -> Iterator[tuple[str, int, str, list[Word]]]:
    """Each sentence as (document, number of its paragraph, text, words)."""
    document, paragraph, text = "", 0, ""
    words: list[Word] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            document = line.partition("=")[2].strip()
            paragraph += 1
        elif line.startswith("# newpar id") or line == "# newpar":
            paragraph += 1
        elif line.startswith("# text ="):
            text = line[9:]
        elif not line.strip():
            if words:
                yield document, paragraph, text, words
            words, text = [], ""
        elif line[0].isdigit():
            cells = line.split("\t")
            if cells[0].isdigit():
                words.append(Word(cells[1], cells[3], cells[4], _reduced(cells[5]), int(cells[6]), cells[7], cells[9]))


def _reduced(morph: str) -> str:
    kept = [f for f in morph.split("|") if f.partition("=")[0] in MORPH_KEPT]
    return "|".join(kept) if kept else "_"


def place(text: str, words: Sequence[Word]) -> bool:
    """Sets the character offsets of words in their text; False where they are not found in it."""
    at = 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(word.form, at):
            return False
        word.start, word.end = at, at + len(word.form)
        at = word.end
    return True


def aligned(text: str, words: Sequence[Word], tokenise: Callable[[str], Doc]) -> tuple[Sentence, list[int]] | None:
    """The sentence on spaCy's tokens, and for each word the token that carries it. ``None`` if it cannot be placed."""
    if not place(text, words):
        return None
    tokens = [t for t in tokenise(text) if not t.is_space]
    if not tokens:
        return None
    starts = [t.idx for t in tokens]
    ends = [t.idx + len(t) for t in tokens]
    carrier = [-1] * len(words)  # the token that carries each word
    covered: list[list[int]] = [[] for _ in tokens]
    k = 0
    for n, word in enumerate(words):
        while ends[k] <= word.start:
            k += 1
        last = k
        while last + 1 < len(tokens) and starts[last + 1] < word.end:
            last += 1
        carrier[n] = last if last > k and ends[last] <= word.end else k
        for t in range(k, last + 1):
            covered[t].append(n)
    out = Sentence([t.text for t in tokens], [bool(t.whitespace_) for t in tokens], [], [], [], [], [])
    out.spaces[-1] = True
    for t, group in enumerate(covered):
        owned = [n for n in group if carrier[n] == t]
        if not owned:
            if not group:
                return None
            holder = carrier[group[0]]
            word = words[group[0]]
            out.heads.append(holder)
            out.deps.append("goeswith")
            out.upos.append(word.upos)
            out.xpos.append(word.xpos)
            out.morph.append(word.morph)
            continue
        top = next((n for n in owned if words[n].head == 0 or carrier[words[n].head - 1] != t), owned[0])
        word = words[top]
        out.heads.append(t if word.head == 0 else carrier[word.head - 1])
        out.deps.append(word.dep)
        out.upos.append(word.upos)
        out.xpos.append(word.xpos)
        out.morph.append(word.morph)
    return (out, carrier) if _is_tree(out) else None


def _is_tree(sentence: Sentence) -> bool:
    roots = [n for n, head in enumerate(sentence.heads) if n == head]
    if len(roots) != 1:
        return False
    for n in range(len(sentence.heads)):
        seen = 0
        while sentence.heads[n] != n:
            n = sentence.heads[n]
            seen += 1
            if seen > len(sentence.heads):
                return False
    sentence.deps[roots[0]] = "root"
    return True


_OPENING = re.compile(r'(^|[\s(\[—–-])"')
_DASHES = re.compile(r"(?<=\s)--?(?=\s)")


def curly(text: str) -> str:
    """The text with the quotation marks and dashes of newspapers; every character keeps its place but "--"."""
    text = _OPENING.sub(lambda m: m[1] + "“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[“])'(?=\w)", lambda m: m[1] + "‘", text).replace("'", "’")
    return _DASHES.sub("–", text) if "--" not in text else text


# --- names -----------------------------------------------------------------------------------------------------------

_GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}


def gum_names(words: Sequence[Word], pairs: Collection[tuple[str, str]] = ()) -> list[tuple[int, int, str]]:
    """Names among GUM's mentions: (first word, end, label), outermost first; heads that are proper nouns only.
    ``pairs``: see :func:`widened`."""
    stack: list[tuple[str, str, int]] = []
    found: list[tuple[int, int, str]] = []
    for n, word in enumerate(words):
        cell = next((f[7:] for f in word.misc.split("|") if f.startswith("Entity=")), "")
        for match in re.finditer(r"\((\d+)-(\w+)-[^()]*|(\d+)(?:\[[^\]]*\])?\)|\)", cell):
            if match[1]:
                stack.append((match[1], match[2], n))
                continue
            key = match[3]
            for k in range(len(stack) - 1, -1, -1):
                if key is None or stack[k][0] == key:
                    opened = stack.pop(k)
                    found.append((opened[2], n + 1, opened[1]))
                    break
            # "(3-place-...)" closes right away: the bare ")" above
    out: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda f: (f[0], -f[1])):
        label = _GUM_LABELS.get(kind)
        if label is None:
            continue
        head = _head_of(words, start, end)
        if head is not None and words[head].upos != "PROPN" and label == "PERSON":  # "author Truman Capote"
            head = next((n for n in range(start, end) if words[n].head == head + 1 and words[n].dep == "flat"), head)
        if head is None or words[head].upos != "PROPN":
            continue
        a, b = _name_run(words, start, end, head)
        if label != "PERSON":
            a, b = widened(words, a, b, pairs, least=start)
        if all(b <= x or a >= y for x, y, _ in out):
            out.append((a, b, label))
    return sorted(out)


def _head_of(words: Sequence[Word], start: int, end: int) -> int | None:
    for n in range(start, end):
        if not start <= words[n].head - 1 < end:
            return n
    return None


def _name_run(words: Sequence[Word], start: int, end: int, head: int) -> tuple[int, int]:
    """The run of proper nouns around a head; small words inside it ("of the") belong to it."""
    a = head
    while a > start and (words[a - 1].upos == "PROPN" or (words[a - 1].form == "-" and words[a - 2].upos == "PROPN")):
        a -= 1
    b = head + 1
    while b < end:
        k = b
        while k < end and words[k].upos not in {"PROPN"} and words[k].form.lower() in {"of", "the", "for", "-", "&"}:
            k += 1
        if k < end and words[k].upos == "PROPN" and words[k].dep not in {"appos", "conj"}:
            b = k + 1
        else:
            break
    while a < head and words[a].dep in {"nmod:desc", "det"}:  # titles and articles are no part of the name
        a += 1
    return a, b


_MODIFIERS = frozenset({"amod", "compound", "nummod", "flat", "nmod", "nmod:poss", "advmod", "obl", "nmod:unmarked"})


def widened(
    words: Sequence[Word], start: int, end: int, pairs: Collection[tuple[str, str]], *, least: int = 0
) -> tuple[int, int]:
    """A phrase with the capitalised adjectives and nouns that belong to it ("Supreme Court", "Arab League"). At the
    start of a sentence, where every word has a capital, only pairs known from elsewhere count. Not before ``least``."""
    while start > least:
        word = words[start - 1]
        if not (
            word.form[:1].isupper()
            and word.form != "The"
            and word.upos in {"ADJ", "VERB", "NOUN", "NUM", "ADV"}
            and word.dep in _MODIFIERS
            and start - 1 <= word.head - 1 < end
            and (start > 1 or (word.form, words[start].form) in pairs)
        ):
            break
        start -= 1
    while end < len(words):
        word = words[end]
        if not (
            word.form[:1].isupper()
            and word.form[1:].islower()
            and word.upos in {"ADJ", "NOUN", "VERB"}
            and any(
                words[i].head - 1 == end and words[i].dep in {"compound", "amod", "nmod"} for i in range(start, end)
            )
        ):
            break
        end += 1
    return start, end


def bio(length: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIO tags of spans that do not overlap; words of a span labelled ``UNKNOWN`` have that for a tag."""
    tags = ["O"] * length
    for start, end, label in spans:
        for n in range(start, end):
            tags[n] = UNKNOWN if label == UNKNOWN else ("B-" if n == start else "I-") + label
    return tags


def treebank(
    path: Path, *, names: NamesOf | None, corpus: str, nlp: Any, variant: Callable[[str], str] | None = None
) -> list[Sentence]:
    """The sentences of a CoNLL-U file, with the names that ``names`` finds in them; ``variant`` rewrites the text."""
    out = []
    for document, paragraph, text, words in read_conllu(path):
        spans = names(text, words) if names is not None else []
        if variant is not None:
            changed = variant(text)
            if len(changed) != len(text):
                changed = text
            if place(text, words):
                for word in words:
                    word.form = changed[word.start : word.end]
            text = changed
        made = aligned(text, words, nlp.make_doc)
        if made is None:
            continue
        sentence, carrier = made
        sentence.corpus, sentence.document, sentence.paragraph = corpus, document, paragraph
        if names is not None:
            tokens = [(carrier[a], carrier[b - 1] + 1, label) for a, b, label in spans]
            sentence.names = bio(len(sentence.words), tokens)
        out.append(sentence)
    return out
