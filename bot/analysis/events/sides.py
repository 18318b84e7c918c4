"""Who threatens: whether he can, whether he only forecasts, what belongs to his side."""

from __future__ import annotations

from spacy.tokens import Token

from bot.analysis import tree
from bot.analysis.events.context import Context
from bot.analysis.events.hostile import lemma, lexicon
from bot.analysis.lexicon.wordlists import words

_OWNERS = frozenset({"our", "my", "its", "his", "her", "their"})
_FIRST = frozenset({"we", "i", "us"})
_THIRD = frozenset({"it", "they", "he", "she"})
_SOURCES = frozenset({"from", "by", "of"})
_TITLES = frozenset({"compound", "amod", "nmod:desc", "appos", "flat", "nmod:poss", "nmod"})
_OFFICIAL = words(
    "minister president government army commander leader general spokesman ministry spokeswoman spokesperson king"
    " premier military rebel official ayatollah regime junta chief"
)
_STATE = words("government army military state country nation authority force troop navy police")
_COMMANDERS = words("commander general colonel admiral rebel militant guerrilla army militia gang cartel military")
_SOMEBODY = words("who someone somebody anyone anybody nobody others some those")
_GROUP = words(
    "group movement militia organisation organization faction party cartel gang brigade front network bloc alliance"
    " coalition"
)
"""What a spokesman calls those he speaks for: "the group would resume attacks"."""
_SPEAKERS = words(
    "minister president government spokesman ministry spokeswoman spokesperson premier chief official secretary"
    " aide adviser advisor envoy ambassador commander general admiral colonel leader chairman speaker deputy council"
    " director head chancellor king emir prince ayatollah representative delegate delegation embassy lawmaker senator"
    " agency commentary editorial foreign-ministry"
)
_ABROAD = frozenset({"embassy", "consulate", "ambassador", "envoy", "mission"})
_REACH = 14


_CARING = (
    "united nations", "save the children", "world bank", "red cross", "red crescent", "amnesty international",
    "human rights watch", "food programme", "without borders", "refugee council", "rescue committee", "mercy corps",
    "crisis group", "monetary fund", "health organization", "health organisation",
)  # fmt: skip


def author(token: Token, ctx: Context) -> Token | None:
    """Who is behind a message that "threatens" ("a letter from the group", "the group's statement")."""
    if lemma(token) not in lexicon()["messages"]:
        return None
    for child in token.children:
        named = child.dep_ == "nmod:poss" or (
            child.dep_.startswith("nmod") and not _SOURCES.isdisjoint(tree.case_words(child))
        )
        if named and ctx.kinds(child) & {"person", "org", "force", "state", "name"}:
            return child
        if child.dep_ == "acl" and lemma(child) not in {"read", "carry", "see", "quote", "obtain", "publish", "report"}:
            by = tree.agent(child)
            if by is not None:
                return by
    return None


def can_threaten(token: Token, ctx: Context) -> bool:
    """Somebody, a state or a group, or a message; not a dispute or a storm."""
    if lemma(token) in lexicon()["messages"]:
        return True
    if token.pos_ == "PRON":
        return token.lower_ in _FIRST | _THIRD | _SOMEBODY
    kinds = ctx.kinds(token)
    if ctx.is_time(token) or ("abstract" in kinds and not kinds & {"person", "org", "force", "state"}):
        return False
    if kinds & {"person", "org", "force", "state"}:
        return True
    return "name" in kinds or (ctx.country(token) is not None and "place" in kinds)


def _around(token: Token) -> list[Token]:
    """The tokens of a name with its titles and apposition."""
    out = []
    stack = [token]
    for member in stack:
        out.append(member)
        if len(stack) > _REACH:
            break
        stack.extend(c for c in member.children if c.dep_ in _TITLES and abs(c.i - token.i) < _REACH)
    return out


def neutral(token: Token) -> bool:
    """Experts, aid workers, forecasters: they warn of what others do."""
    table = lexicon()
    if lemma(token) in table["neutral"]:
        return True
    for member in _around(token):
        low = lemma(member)
        if member.dep_ != "flat" and (low in table["neutral_names"] or member.lower_ in table["neutral_names"]):
            return True
        if member.i == token.i:
            continue
        if low in table["neutral_fields"] or (low in table["neutral"] and member.dep_ != "nmod"):
            return True
    text = token.doc[max(min(token.left_edge.i, token.i - 2), 0) : token.i + 4].text.lower()
    return any(name in text for name in _CARING)


def protected(token: Token) -> bool:
    """Citizens, drivers, swimmers: they are warned for their own good."""
    head = tree.light(token)
    return lemma(head) in lexicon()["protected"] or head.lower_ in {"people", "everyone", "americans", "britons"}


def power(token: Token, ctx: Context) -> bool:
    """States, forces, armed groups and who speaks for them: between them a warning is a threat."""
    kinds = ctx.kinds(token)
    if protected(token) or neutral(token):
        return False
    if kinds & {"state", "force"} or ctx.label(token) in {"GPE", "ORG"}:
        return True
    return any(lemma(member) in _OFFICIAL or ctx.label(member) == "GPE" for member in _around(token))


def commands(token: Token, ctx: Context) -> bool:
    """An officer or fighter whose country the text does not tell: what he says will be done, he will do."""
    if any(len(part) == 2 and part.isupper() for part in side(token, ctx)):
        return False
    return "force" in ctx.kinds(token) or any(lemma(member) in _COMMANDERS for member in _around(token))


def speaks_for(token: Token, doer: Token, ctx: Context, conditional: bool = False) -> bool:
    """An official of no told country, taken to be of the state that is the doer ("Iran will …", Minister X said).

    Under a condition anybody with a name is, who is no expert ("Lithuania would cut off transit, Vilkauskienė said").
    """
    abroad = lemma(token) in _ABROAD  # "the embassy in Manila" is not of the Philippines
    if neutral(token) or (not abroad and any(len(part) == 2 and part.isupper() for part in side(token, ctx))):
        return False
    owned = any(c.dep_ == "nmod:poss" and ctx.label(c) == "GPE" for c in doer.children)  # "Kyiv's drones"
    arms = conditional and owned and bool(ctx.kinds(doer) & {"weapon", "force", "vehicle"})
    if ctx.country(doer) is None or not (arms or ctx.label(doer) == "GPE" or lemma(doer) in _STATE):
        return False
    if conditional and (token.lower_ in {"he", "she"} or (token.pos_ == "PROPN" and "person" in ctx.kinds(token))):
        return True
    around = _around(token)
    return any(lemma(member) in _SPEAKERS for member in around) and not _among_several(token)


def _among_several(token: Token) -> bool:
    """ "officials", "two ministers", "a senior official": anybody's."""
    return token.tag_ == "NNS" or any(c.dep_ == "det" and c.lower_ in {"a", "an", "one"} for c in token.children)


def side(token: Token, ctx: Context) -> frozenset[str]:
    """The countries and names that a speaker stands for: his own, his office's, his organisation's."""
    out: set[str] = set()
    members = _around(token)
    owner = next((c for c in token.children if c.dep_ == "nmod:poss" and c.pos_ == "PRON"), None)
    whose = ctx.resolve(owner) if owner is not None else None
    for member in members if whose is None else [*members, whose]:
        name = ctx.name_at[member.i]
        if name is not None:
            if name.kb_id_:
                out.add(name.kb_id_)
            out.add(name.text.lower())
        elif member.pos_ == "PROPN":
            out.add(member.lower_)
    country = ctx.country(token)
    if country:
        out.add(country)
    return frozenset(out)


def own(subject: Token | None, actor: Token, side_: frozenset[str], ctx: Context, indirect: bool) -> bool:
    """Whether the subject of a deed belongs to the speaker's side: "we", "our missiles", his country, his group."""
    if subject is None:
        return False
    if subject.i == actor.i:
        return True
    if subject.pos_ == "PRON":
        return subject.lower_ in (_FIRST | _THIRD if indirect else _FIRST)
    for child in subject.children:
        if child.dep_ == "nmod:poss":
            if child.lower_ in (_OWNERS if indirect else {"our", "my"}):
                return True
            break
    owner = next((c for c in subject.children if c.dep_ == "nmod:poss"), None)
    whose = ctx.name_at[owner.i] if owner is not None else None
    if whose is not None and whose.text.lower() in side_:  # "Sadr's followers will …, his aide said"
        return True
    if _spoken_for(actor, subject, ctx):
        return True
    name = ctx.name_at[subject.i]
    if name is not None and (name.text.lower() in side_ or (name.kb_id_ and name.kb_id_ in side_)):
        return True
    country = ctx.country(subject)
    if country is not None and country in side_:
        return True
    if subject.pos_ != "NOUN":
        return False
    if lemma(subject) == lemma(actor):
        return True
    called = lemma(subject) in _STATE or (indirect and lemma(subject) in _GROUP and _the(subject))
    someone = actor.pos_ == "PROPN" and "person" in ctx.kinds(actor) and not neutral(actor)
    return country is None and called and (power(actor, ctx) or someone)


def _spoken_for(actor: Token, subject: Token, ctx: Context) -> bool:
    """ "The rebels would march on the capital, their spokesman said"."""
    owner = next((c for c in actor.children if c.dep_ == "nmod:poss" and c.pos_ == "PRON"), None)
    if owner is None or subject.i > owner.i or not any(lemma(member) in _SPEAKERS for member in _around(actor)):
        return False
    several = subject.tag_ in {"NNS", "NNPS"}
    if any(c.dep_ == "nmod:poss" and c.pos_ == "PROPN" for c in subject.children):  # "Sadr's followers", "his aide"
        return True
    return bool(ctx.kinds(subject) & {"force", "state", "org"}) and (owner.lower_ == "their" if several else True)


def _the(noun: Token) -> bool:
    """ "the group", with nothing further that would make it another one."""
    return all(c.dep_ in {"det", "punct"} and c.lower_ == "the" for c in tree.lefts(noun)) and any(
        c.dep_ == "det" for c in noun.children
    )


def belongs(noun: Token) -> bool:
    """Whether it is "their", "its", "his": most often of those who speak."""
    return any(c.dep_ == "nmod:poss" and c.lower_ in _OWNERS for c in noun.children)


def lays_down_work(verb: Token, actor: Token) -> bool:
    """ "The union threatened to strike": nobody is hit."""
    near = {lemma(verb)} | {lemma(c) for c in verb.children}
    if "strike" not in near and "action" not in near:
        return False
    for child in verb.children:
        if child.lower_ == "back" or (child.dep_ == "obj" and lemma(verb) == "strike"):
            return False
    return works(actor)


def works(actor: Token) -> bool:
    """A union, teachers, drivers: who lays down work."""
    labour = lexicon()["labour"]
    return any(lemma(member) in labour for member in _around(actor))
