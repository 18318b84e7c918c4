"""What a governing word does to the act that hangs on it: plans it, threatens it, denies it, fears it, continues it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.analysis.lexicon.wordlists import words

_CLASSES = {
    "plan": words(
        "plan prepare intend aim hope want wish expect schedule poise consider weigh mull contemplate propose plot"
        " conspire arrange promise pledge volunteer mean set ready due likely willing eager determine determined able"
        " contemplation intention intent plan preparation proposal readiness willingness ability capability capacity"
        " pledge promise conspiracy plot bid going go gear train anticipate envisage envision discuss debate examine"
        " mobilise mobilize mass deploy send offer eye prepared free vow swear swore mission about project hatch"
    ),
    "order": words(
        "order instruct direct command authorise authorize approve allow permit enable empower mandate assign task"
        " tell invite hire pay recruit convince persuade incite encourage inspire entitle bind order instruction"
        " authorisation authorization approval permission decision"
    ),
    "decide": words("decide agree vote opt resolve choose elect decision agreement undertake move"),
    "demand": words(
        "demand urge ask request appeal call implore beg advise recommend suggest insist press pressure require lobby"
        " petition invite need seek advocate exhort plead favor favour prefer oppose demand call appeal request need"
        " recommendation urging petition necessity ultimatum must"
    ),
    "threat": words("threaten warn vow threat ultimatum"),
    "prevent": words(
        "prevent foil thwart avert avoid deter block stop forestall preempt pre-empt frustrate abort cancel postpone"
        " shelve forgo renounce abandon dissuade discourage protect guard prohibit ban bar forbid defend brace"
        " prevention foiling thwarting cancellation postponement protection insurance disrupt uncover"
    ),
    "attempt": words("try attempt fail seek attempt try effort struggle endeavour endeavor strive unable failure plot"),
    "refuse": words(
        "refuse decline reject fail forget hesitate neglect omit refusal failure inability reluctance reluctant"
        " unwilling unable incapable"
    ),
    "fear": words(
        "fear worry dread risk predict foresee imagine suppose speculate doubt wonder fear risk danger possibility"
        " prospect probability likelihood chance concern worry speculation scenario potential warning alert forecast"
        " doubt could capable vulnerable afraid worried concerned simulate rehearse possible probable threat"
    ),
    "deny": words("deny refute disclaim disavow dispute dismiss denial refutation disavowal"),
    "claim": words(
        "claim allege purport suspect believe think accuse blame charge implicate indict attribute assume pretend boast"
        " claim allegation accusation suspicion rumor rumour belief charge suspected accused rumoured rumored"
        " presume link boast insinuate"
    ),
    "continue": words("continue keep persist remain continuation intensify"),
    "history": words(
        "anniversary commemorate commemoration memorial remembrance centenary remember recall memory history mark"
        " veteran survivor documentary film book museum historian legacy mourn reminiscence"
    ),
    "happen": words(
        "happen occur begin start erupt break come come follow ensue last end start kill wound injure leave cause take"
        " claim destroy damage hit strike target be"
    ),
}
CLASSES: Mapping[str, frozenset[str]] = _CLASSES
SAYING = words(
    "say tell report state add announce note declare confirm explain acknowledge admit reveal disclose show indicate"
    " write argue maintain insist reiterate stress emphasize emphasise point recall comment observe remark mention"
    " affirm assert certify testify confess hear learn know find see discover read publish broadcast cite quote"
)
"""Verbs under which the content keeps its own status."""
UNREAL_MODIFIERS: Mapping[str, str] = {
    **dict.fromkeys(
        words("planned upcoming forthcoming scheduled future impending looming next proposed intended"), "plan"
    ),
    **dict.fromkeys(
        words("possible potential foiled failed attempted thwarted averted hypothetical eventual feared likely imminent"
              " simulated mock prevented abortive aborted threatened any would-be"),
        "fear",
    ),
    **dict.fromkeys(words("alleged purported supposed claimed reported"), "claim"),
    **dict.fromkeys(words("ongoing continuing continued continuous persistent current"), "continue"),
    **dict.fromkeys(words("previous past former historic historical"), "history"),
}  # fmt: skip
"""Adjectives of a noun of action that say how real it is."""
CLAIMING_ADVERBS = words("allegedly reportedly purportedly supposedly apparently presumably")
HISTORIC = words(
    "anniversary anniversaries commemorate commemorated commemorates commemorating commemoration remembrance centenary"
    " bicentenary reenactment re-enactment"
)
RESPONSIBILITY = words("responsibility credit blame involvement role part participation complicity link connection")


def class_of(lemma: str, *wanted: str) -> str:
    """The first of the wanted classes that holds the lemma, else ""."""
    for name in wanted:
        if lemma in CLASSES[name]:
            return name
    return ""
