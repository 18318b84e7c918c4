"""The words that attribute: verbs, nouns and adjectives by lemma, with their stance and the frames they open.

Frames: ``c`` a clause ("said that …"), ``q`` a quotation, ``x`` an infinitive ("vowed to …"), ``a`` whom and an
infinitive ("urged Iran to …"), ``o`` an object ("denied the report"), ``s`` an object and what it is called
("called it a crime"), ``p`` whom and what for ("accused the army of …"), ``f`` the same with "for" or
"as" only ("praised them for …"), ``n`` a number of victims or deeds ("counted 13 bodies"), ``t`` a clause with "that"
only ("charged that …"), ``h`` one with "how" ("described how …"), ``b`` a belief: never a quotation. Own list.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from bot.analysis.lexicon.wordlists import words
from storage.model.findings import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """One attributing word."""

    lemma: str
    stance: Stance
    frames: frozenset[str]


_VERBS: tuple[tuple[str, Stance, str], ...] = (
    (
        "cq",
        Stance.ASSERTS,
        "say tell add state note stress write explain reiterate tweet retweet emphasise emphasize caution reply assert"
        " comment recall inform assure remark observe mention counter retort contend remind notify brief testify attest"
        " affirm reaffirm underline underscore highlight hint imply intimate quip joke lament complain grumble boast"
        " brag gripe object profess opine muse posit repeat echo relate recount narrate elaborate clarify specify"
        " answer inquire enquire interject interrupt whisper shout yell scream murmur mutter mumble blurt blog rejoin"
        " fume thunder argue insist maintain reveal disclose conclude suggest respond declare proclaim disagree concur"
        " point spell venture theorise theorize surmise conjecture rule certify record summarise summarize preach rave"
        " tout chant sing sigh agonise bemoan stipulate post telegraph cable quote hail confide divulge exclaim bellow"
        " roar tease apologise apologize generalise generalize hypothesise hypothesize speculate gush warn ask wonder",
    ),
    (
        "q",
        Stance.ASSERTS,
        "continue begin laugh smile cry snap conclude finish question agree read joke sum sob wail"
        " nod shrug gasp chuckle chime proceed text email thank welcome praise lash taunt jeer scoff mock sneer",
    ),
    (
        "cqo",
        Stance.ASSERTS,
        "report announce claim confirm allege admit acknowledge concede predict forecast project estimate",
    ),
    (
        "cb",
        Stance.ASSERTS,
        "believe think know fear suspect doubt assume feel understand realise realize presume suppose imagine"
        " trust worry regret hope foresee envisage envision anticipate reckon guess calculate judge sense remember"
        " consider hold learn discover determine find show prove demonstrate indicate signal accept recognise recognize"
        " agree decide assess fret figure infer deduce gather",
    ),
    ("cb", Stance.ASSERTS, "wish expect hear"),
    ("i", Stance.ASSERTS, "put speak talk"),
    ("o", Stance.ASSERTS, "suspect"),
    ("cqx", Stance.ASSERTS, "promise pledge vow swear guarantee"),
    ("x", Stance.ASSERTS, "offer profess claim"),
    ("o", Stance.ASSERTS, "vow"),
    ("tq", Stance.ASSERTS, "protest charge prophesy prophesie object threaten swear bet joke"),
    ("h", Stance.ASSERTS, "describe recount tell relate explain narrate recall detail remember outline"),
    (
        "n",
        Stance.ASSERTS,
        "count list record document register log tally tabulate verify catalogue catalog enumerate compile note"
        " estimate tell confirm",
    ),
    ("cqoi", Stance.DENIES, "deny refute rebut"),
    ("co", Stance.DENIES, "dispute reject dismiss repudiate disavow contradict debunk discount"),
    ("cqxo", Stance.THREATENS, "threaten"),
    ("cqxo", Stance.DEMANDS, "demand"),
    ("ca", Stance.DEMANDS, "order request command instruct urge implore beg exhort beseech plead appeal insist"),
    ("a", Stance.DEMANDS, "ask call direct press pressure encourage warn advise tell counsel"),
    ("cq", Stance.DEMANDS, "implore beg exhort plead command"),
    ("cqo", Stance.ASSERTS, "recommend propose"),
    ("cq", Stance.ASSERTS, "advise"),
    (
        "s",
        Stance.ASSERTS,
        "call describe label brand dub term characterise characterize portray denounce consider deem identify bill",
    ),
    ("s", Stance.ASSERTS, "regard depict declare style name list paint cast frame present"),
    ("p", Stance.ASSERTS, "accuse blame suspect charge"),
    (
        "f",
        Stance.ASSERTS,
        "criticise criticize condemn slam blast praise fault chide rebuke lambast lambaste castigate mock hail berate"
        " commend applaud deride decry scold skewer denounce censure lament thank",
    ),
)
_NOUNS: tuple[tuple[str, Stance, str], ...] = (
    (
        "c",
        Stance.ASSERTS,
        "statement announcement assertion suggestion belief view opinion conclusion finding hope assurance guarantee"
        " admission acknowledgment acknowledgement confession revelation argument insistence contention suspicion"
        " expectation hint testimony comment remark theory declaration estimate forecast message letter ruling"
        " confirmation recommendation proposal doubt impression perception confidence understanding assessment"
        " explanation tweet post speculation word notion feeling conviction certainty reminder notice clarification"
        " reassurance premise stance position signal indication complaint thesis judgment judgement prophecy",
    ),
    (
        "co",
        Stance.ASSERTS,
        "claim report allegation accusation charge warning prediction fear concern rumor rumour worry",
    ),
    ("cx", Stance.ASSERTS, "promise pledge vow offer oath"),
    ("cxo", Stance.THREATENS, "threat"),
    ("cx", Stance.DEMANDS, "demand call request appeal order plea ultimatum"),
    ("co", Stance.DENIES, "denial"),
    ("c", Stance.DENIES, "rejection rebuttal"),
)
_ADJECTIVES = (
    "confident certain sure adamant convinced hopeful optimistic doubtful skeptical sceptical worried concerned afraid"
    " aware clear insistent positive fearful wary unsure mindful emphatic unequivocal pessimistic adamant"
)


def _table(rows: tuple[tuple[str, Stance, str], ...]) -> MappingProxyType[str, Cue]:
    out: dict[str, Cue] = {}
    for frames, stance, lemmas in rows:
        for lemma in lemmas.split():
            seen = out.get(lemma)
            first = seen.stance if seen is not None else stance
            joined = seen.frames if seen is not None else frozenset[str]()
            out[lemma] = Cue(lemma, first, joined | frozenset(frames))
    return MappingProxyType(out)


VERBS = _table(_VERBS)
NOUNS = _table(_NOUNS)
ADJECTIVES = MappingProxyType({w: Cue(w, Stance.ASSERTS, frozenset("cb")) for w in _ADJECTIVES.split()})

REPORTING_PASSIVES = words(
    "say report allege believe think understand rumour rumor claim estimate suspect assume quote presume fear"
)
"""Verbs whose passive attributes ("is reported to have fled")."""

LIGHT_VERBS = words(
    "make issue give express voice repeat reiterate raise level deliver release publish post send have"
    " hold share echo offer provide stand renew withdraw retract sound float spread advance air file lodge"
    " maintain write sign bring put carry circulate convey utter write"
)
"""Verbs that lend a noun its speaker ("issued a warning that")."""

OUTLET_NOUNS = words(
    "media television tv radio newspaper newspapers broadcaster broadcasters agency agencies outlet"
    " outlets channel channels magazine website daily weekly station wire reporter reporters journalist"
    " journalists newsroom network networks site correspondent"
)
HEARERS = words("reporter reporters journalist journalists correspondent correspondents press")
"""They are told, but they are no outlet."""

ORGANISATION_NOUNS = words(
    "ministry government army group militia department company party council agency organisation"
    " organization office embassy administration committee commission court parliament bank union movement"
    " force coalition front brigade association institute centre center firm body panel team unit bureau"
    " state country kingdom republic nation mission command junta regime cabinet senate house network"
    " newspaper broadcaster outlet judiciary presidency prosecution leadership opposition consulate"
    " statement report letter document study poll survey memo communique"
    " article charity watchdog observatory alliance bloc"
)
DOCUMENTS = frozenset(
    [
        "statement",
        "report",
        "letter",
        "document",
        "study",
        "poll",
        "survey",
        "memo",
        "communique",
        "communiqué",
        "article",
        "tweet",
        "post",
        "paper",
        "memo",
        "review",
        "indictment",
        "filing",
        "complaint",
        "affidavit",
        "bulletin",
        "dispatch",
        "dossier",
        "audit",
        "investigation",
        "inquiry",
        "text",
    ]
)
HUMANS = words(
    "mayor minister president governor commander general colonel major captain lieutenant sergeant"
    " officer official spokesperson spokesman spokeswoman ambassador envoy diplomat leader chief secretary"
    " premier chancellor senator lawmaker deputy mp judge lawyer prosecutor doctor nurse teacher witness"
    " resident survivor activist analyst expert journalist farmer fighter soldier pilot director chairman"
    " chairwoman head adviser aide bishop imam sheikh cleric king queen prince princess emir sultan pope"
    " man woman boy girl father mother brother sister son daughter wife husband uncle aunt widow"
    " negotiator mediator candidate professor researcher scientist author manager owner worker driver"
    " trader shopkeeper volunteer rescuer coordinator representative counsel counselor candidate student"
    " source politician commissioner inspector sheriff admiral marshal congressman congresswoman suspect"
    " defendant lawyer billionaire businessman businesswoman veteran patient refugee migrant villager"
    " elder priest pastor rabbi rebel insurgent guerrilla militant militiaman jihadist gunman peacekeeper medic"
    " paramedic protester demonstrator organiser organizer campaigner observer investigator detainee prisoner deserter"
    " defector fisherman herder hostage hauler dissident monk nun"
)
"""Nouns that "he" or "she" can stand for, where they act in the sentence before."""
EVIDENCE = words("show prove demonstrate indicate signal suggest reveal imply underscore underline highlight")
"""Verbs that things can do too: only those who speak, and papers and figures, say something with them."""
FIGURES = words(
    "poll survey data study report figure result record document evidence analysis research footage video"
    " image statistic map photo photograph picture number file email recording transcript estimate test"
    " model chart finding paper census imagery intelligence"
)
PLURAL_NOUNS = words("police people media staff military clergy")
FEMALE = frozenset(
    [
        "woman",
        "spokeswoman",
        "chairwoman",
        "congresswoman",
        "mother",
        "wife",
        "daughter",
        "sister",
        "queen",
        "princess",
        "mrs",
        "ms",
        "miss",
        "mrs.",
        "ms.",
        "lady",
        "girl",
        "actress",
        "widow",
        "aunt",
        "councilwoman",
        "businesswoman",
        "policewoman",
        "saleswoman",
        "grandmother",
        "she",
        "her",
    ]
)
MALE = frozenset(
    [
        "man",
        "spokesman",
        "chairman",
        "congressman",
        "father",
        "husband",
        "son",
        "brother",
        "king",
        "prince",
        "mr",
        "mr.",
        "sir",
        "boy",
        "actor",
        "sheikh",
        "imam",
        "uncle",
        "councilman",
        "businessman",
        "policeman",
        "fisherman",
        "gunman",
        "serviceman",
        "grandfather",
        "he",
        "him",
        "his",
        "mullah",
        "ayatollah",
    ]
)
GIVEN_HE = words(
    "aaron abdul abdullah adam adel ahmad ahmed alan albert alexander alexei ali amir andrew andrei andres anthony"
    " anton antonio ashraf aziz barack ben benjamin bernard bill bob boris brian carl carlos charles chris christopher"
    " chuck daniel david dennis dmitry donald ed eduardo edward emmanuel eric ernesto fernando francis frank fred"
    " gabriel gary george gerald gordon greg gustavo hamid harry hassan henry hugo hussein ibrahim igor ismail ivan"
    " jack jacob jake james jason javier jean jeff jeffrey jeremy jerry jesus jim jimmy joe john jonathan jorge jose"
    " joseph joshua juan julian karim karl keith ken kenneth kevin khaled khalid larry lars lee leonid lloyd louis"
    " luis mahmoud manuel marc marco mario mark martin matt matthew max michael miguel mike mikhail mohamed mohammad"
    " mohammed muhammad mustafa nasser nicholas nick nicolas nikolai oleg oliver omar oscar osama pablo patrick paul"
    " pavel pedro peter philip rafael rahul ralph ramon recep ricardo richard rick robert roberto rodrigo roger ron"
    " ronald roy russell ryan saad said salman sam samir samuel scott sean sergei sergey stephen steve steven stuart"
    " ted thomas tim timothy todd tom tony victor vincent viktor vladimir volodymyr walter wayne william yasser yousef"
    " youssef yusuf zachary"
)
GIVEN_SHE = words(
    "aisha alexandra alice alicia amanda amelia amina amy ana andrea angela anita ann anna anne annie ayesha barbara"
    " beatriz betty brenda camilla carla carmen carol caroline catherine cecilia charlotte christina christine claire"
    " clara claudia cristina cynthia daniela deborah diana diane donna dorothy elena elisabeth elizabeth ellen emily"
    " emma eva evelyn farah fatima fatou federica frances gabriela gina giulia gloria grace hanan hannah heather helen"
    " helena hillary ines ingrid irene irina isabel ivanka jane janet jennifer jessica jill joan joanna judith julia"
    " julie kamala karen kate katherine kathleen kathryn kathy katie kim kirsten laila laura layla leila lena"
    " linda lisa liz lucia lucy madeleine mai marcia margaret maria mariam marie marina marta martha mary maryam megan"
    " melania melissa michelle monica nadia nancy natalia natalie nicola nicole nikki nina noor nora olga olivia pamela"
    " patricia penny petra rachel rania rebecca rita rosa rosemary ruth sally samantha sandra sara sarah sharon sheila"
    " sofia sonia sophie stephanie susan susana susanne svetlana sylvia tamara tatiana teresa theresa tulsi ursula"
    " valentina valerie vanessa veronica victoria virginia wendy yulia yvette zahra zainab"
)
"""Common given names, for "he" and "she" only."""
