"""Words that tell one report from another little or not at all."""

SMALL_WORDS = frozenset(
    word
    for line in (
        "a about above according across added after again against ago all almost along already also although among",
        "an and another any around are as at away back be became because been before being below between both but",
        "by called came can could day days did do does down during each earlier early either else eleven every few",
        "five following for four from further get given go group had half has have he her here him his hour hours",
        "house how however if in including into is it its just kept last late later least left less like made many",
        "may men might minister ministry month months more morning most much must near nearly never new next night",
        "nine no not nothing now of off office official officials on once one only or other our out outside over",
        "people per put reached reported reporter reporters said same saw saying says second set seven several",
        "shall she should since six so some soon source sources spokesman spokesperson spokeswoman state statement",
        "still such ten than that the their them then there these they third this those though three through time",
        "to today told took toward towards town twelve twenty two under until up us use used using very village was",
        "we week weeks well went were what when where which while who whole whom whose why will with within without",
        "woman women would year years yesterday yet you your government country region province district capital",
        "city northern southern eastern western central north south east west exercise training material described",
        "happened",
    )
    for word in line.split()
)
"""Words of every kind of report, folded."""

COMMON = frozenset(
    word
    for line in (
        "arm armed army attack attacked attacker attackers attacks bomb died dead death fight fighter fighters",
        "fired force forces gunmen kill killed killing leader local member members militant militants military",
        "officer officers police rebels report resident residents shot soldiers struck troops weapon wounded",
        "wounding injured injuring security authorities witnesses claimed claim denied blamed accused demanded",
    )
    for word in line.split()
)
"""Words of nearly every report of violence, folded: they tell little of which one it is."""
