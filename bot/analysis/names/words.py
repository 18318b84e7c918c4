"""Word lists for names: titles, heads of organisations and places, words that are towns only on paper. Own lists."""

from __future__ import annotations

from bot.analysis.lexicon.wordlists import words
from bot.analysis.lexicon.words import MONTHS, WEEKDAYS

TITLES = words(
    """
    president vice-president vice minister premier chancellor king queen prince princess crown sultan emir
    sheikh sheik ayatollah general gen. gen colonel col. col lieutenant lt. lt lieut. major maj. maj captain
    capt. capt commander cmdr. adm. admiral brigadier brig. brig sergeant sgt. sgt corporal cpl. private pvt.
    pfc. spc. spc pfc staff senator sen. sen rep. representative congressman congresswoman governor gov. mayor
    ambassador
    secretary spokesman spokeswoman spokesperson chief director chairman chairwoman chair judge justice pope
    bishop archbishop monsignor cardinal imam cleric rabbi father fr. sister brother leader envoy mr. mr mrs.
    mrs ms. ms miss dr. dr professor prof. prof sir dame lord lady baroness saint deputy speaker analyst
    lawmaker inspector superintendent commissioner coordinator negotiator prosecutor attorney journalist
    reporter correspondent activist warlord mp commandante commander-in-chief marshal field-marshal
    undersecretary coach officer detective sheriff trooper constable rev. rev reverend pastor lawyer economist
    author historian actor actress singer candidate presidential prime foreign defense defence interior finance
    former ex-president then-president late acting interim incumbent newly-elected elect u.n. press senior
    special assistant executive general-secretary secretary-general caliph mullah maulana hajj haji ustad don
    doña comandante
    """
)
"""Words that stand before a person's name and are no part of it, lower-cased."""

TITLE_HEADS = TITLES - words(
    """
    vice prime foreign defense defence interior finance former late acting interim incumbent u.n. press senior
    special assistant executive crown staff private newly-elected presidential elect
    """
)
"""Those that make a name a person's by themselves."""

ORG_HEADS = words(
    """
    ministry department army forces force brigade brigades front movement party council union organization
    organisation committee police command corps bank university court parliament authority commission office
    service services alliance coalition guard guards battalion battalions regiment squadron division resistance
    observatory institute centre center congress assembly senate foundation association federation confederation
    administration agency militia militias navy bureau directorate secretariat network company corporation corp
    corp. inc inc. ltd ltd. group college school academy league society club team embassy consulate mission fund
    board laboratory labs media news times post herald tribune gazette journal radio television tv magazine
    newspaper airlines airways industries systems holdings partners trust church brotherhood brethren wing fleet
    government cabinet initiative programme program project tribunal unit task-force taskforce campaign cartel
    tribe orchestra band museum theatre theater studios records energy petroleum motors pharmaceuticals
    technologies software insurance financial capital enterprises international llc plc gmbh ag bros. & co co.
    communications
    """
)
FAC_HEADS = words(
    """
    airport base port hospital bridge mosque prison palace square airbase airfield dam stadium cathedral church
    market refinery mall hotel camp terminal tower towers building barracks checkpoint crossing station plant
    reactor pipeline highway road street avenue boulevard lane park zoo library castle temple shrine synagogue
    monastery cemetery plaza garden gardens clinic jail penitentiary garrison outpost tunnel canal observatory
    center arena gate wharf pier house restaurant cafe bar inn
    """
)
GPE_HEADS = words(
    """
    province district county governorate oblast state region prefecture municipality city town village parish
    borough department township canton territory
    """
)
LOC_HEADS = words(
    """
    valley peninsula desert shoal lake river sea strait gulf island islands mountains mountain mount delta
    plateau coast bay ocean hills hill range forest basin plains plain canal creek falls beach cape pass glacier
    volcano reef archipelago highlands marshes heights steppe area zone swamp canyon sound harbor harbour
    springs border
    """
)
DIRECTIONS = words(
    """
    north south east west northern southern eastern western central northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern upper lower greater downtown rural inner outer mid
    """
)
PLACE_PREPOSITIONS = words(
    """
    in at near inside outside around across into from to toward towards throughout via between within above over
    """
)
PLACE_NOUNS = words(
    """
    city town village province district county governorate region state capital port suburb neighborhood
    neighbourhood municipality island outskirts north south east west northeast northwest southeast southwest
    parts people mayor streets hamlet area community department township residents resident camp university
    bishop archdiocese territory center centre siege battle fall liberation recapture bombing suburbs
    countryside governor
    """
)
SPEECH_LEMMAS = words(
    """
    say tell add warn write announce state claim threaten vow deny insist argue explain note report confirm
    declare ask reply think believe admit acknowledge stress urge tweet comment recall describe
    """
)
STREETS = words(
    """
    street st. road rd rd. avenue ave ave. lane square boulevard blvd drive terrace crescent alley row
    """
)
FIRST_NAMES = words(
    """
    jordan chad georgia israel india kenya ireland brazil china holland lebanon sofia victoria paris london
    kingston hamilton santiago lima washington asia valentina sydney adelaide florence austin jackson lincoln
    houston cuba monaco kiev bern malta tyre guinea mali niger samara aden roman charlotte madison tyler brandon
    aurora alexandria diego chelsea savannah dallas carson clinton cleveland franklin marion salem logan nelson
    warren wayne ashley beverly shelby lance taylor morgan jamie martin douglas stuart gary eugene irving leo
    max mercedes rosario salvador lourdes carmen angeles nancy mary anna marina helena elena olga maria jose
    juan pedro pablo miguel ana rosa clara lucia luis carlos manuel rafael francisco antonio alfonso felipe
    fernando ramos torres rivera lopez garcia gonzalez martinez flores mendoza cordoba guerrero aguilar santos
    silva costa soto mora medina valencia leon castro cabrera navarro ali hassan hussein mohammed muhammad ahmad
    ahmed omar khalid khan kumar singh bin abu abdul abdullah ibrahim yusuf ismail mansour nasser salah tariq
    karim rahman malik saleh qasim assad hamid aziz nur islam kim lee park chen wang li zhang chang yang hong
    jin min sung tran scott allen alexander anderson anthony arthur benton bradley brown bruce burton byron
    calvin cameron campbell carl carlton carroll charles clark clay clayton clyde craig crawford curtis dale dan
    daniel david davis dean dennis dixon donald duncan dwight earl edgar edward elizabeth elliott ellis elmer
    emery evans everett fisher floyd ford foster frederick fulton gordon graham grant gray green gregory griffin
    hall harris harrison harvey hayes helen henry herbert hill holmes howard hudson hunter jasper jefferson
    jerome joseph kelly kennedy kirby kyle lawrence lewis lloyd lynn marshall mason mitchell monroe murray
    newton norman oliver oscar otis owen parker patterson perry peterson phillips pierce preston quincy ralph
    ray reid riley robert robinson rogers ross russell sanders shaw sheldon sidney simpson smith spencer stanley
    stephens stewart sullivan terry thomas thompson troy turner vance vernon victor vincent wallace walker
    walter watson webster wells wilson winston woods wright young obama trump biden bush reagan nixon blair may
    cook putin
    """
)
"""Towns (and some countries) that are more often first names or surnames, by their key."""

NO_TOWN = words(
    """
    of the santa police march april may june july august monday tuesday sunday hurricane christmas easter bar best sale
    man point central orange imperial union liberty independence progress hope normal accident boring sandwich
    reading bath nice split mobile hit male of police media enterprise industry commerce university college park
    lake north south east west center centre city general president minister council house state federal
    government army navy force american english french german spanish italian british republican democrat
    christian muslim islam islamic bible gospel god jesus lord internet facebook google apple amazon twitter
    windows data security defense battle victory peace eagle phoenix-like order deal trade justice freedom
    mission justice church temple school plain rural summit speaker democrat price bell star sun sky moon earth
    mars venus mercury canon ford march lead most many much van den der des del los las una fort mount port
    saint san new old big little upper lower great grand royal imperial hospital market bridge mill mills rock
    spring springs river creek valley hill hills wood forest field beach bay harbor island ocean sea why how who
    what when where this that these those here there not and but for with from about under over between mine
    mines camp base hotel station road street avenue tower tunnel gate wall ambassador captain major colonel
    tourist prison crystal diamond gold silver iron steel coal oil gas salt sugar coffee corn rice apple cherry
    lemon ban bank bang bam bo de do en es et go ha he hi ho in it la le li lo lu ma me mi mo my na ne no nu on
    or os pa pe po re sa se si so ta te ti to tu ul un us va ve vi we xi ya ye yo ze as at be by an am al el is
    if up cart court dame dawn delta dream drum dry east edge eden elm era fairly fame gap gem hazard helper
    home homer humble ideal jet joy lamp level loving luck magic magnet mars mineral nada ne needles noble novel
    oblong odd opp pink pearl plush power prosper rainbow ransom red rest rugby salt seal show sleepy social
    static stop success surprise tea tell ten three truth two uncertain veto why wink young zip zone nasa un
    oslo-like west-like
    """
) - words("new-orleans oslo")
"""Names of towns that a text hardly ever means, by their key."""

CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS) | words("christmas easter ramadan eid thanksgiving")
BIRD = words(
    """
    thanksgiving stuffing roast roasted roasting oven poultry cranberry sandwich sandwiches gravy recipe recipes
    turkeys basting carving feathers leftovers slice slices breast breasts stuffed
    """
)
PERSONAL_VERBS = words(
    """
    scored dunked played starred sang smiled laughed married retired dribbled won lost averaged coached danced
    directed produced tweeted joked graduated wore
    """
)
NATIONS = words(
    """
    sunni sunnis shia shiite shiites shi'ite shi'ites shias shi'a alawite alawites druze christian christians
    muslim muslims jewish jew jews hindu hindus sikh sikhs buddhist buddhists catholic catholics protestant
    protestants orthodox coptic copts copt arab arabs kurd kurds kurdish yazidi yazidis yezidi yezidis turkmen
    turkomans turkoman assyrian assyrians pashtun pashtuns hazara hazaras tajik tajiks uzbek uzbeks uyghur
    uyghurs uighur uighurs tutsi tutsis hutu hutus fulani hausa igbo yoruba tuareg tuaregs berber berbers
    rohingya tamil tamils sinhalese baloch baluch balochi pashtu persian persians chechen chechens crimean tatar
    tatars roma bedouin bedouins african africans european europeans asian asians arabic islamist islamists
    jihadist salafi salafist western westerners westerner latino latinos hispanic maya mayan quechua mapuche
    zulu oromo tigrayan tigrayans amharas somali-american palestinian-american iranian-american jihadi
    evangelical evangelicals mormon mormons baathist marxist marxists communist communists republican
    republicans democrat democrats nazi nazis zionist zionists sandinista sandinistas kashmiri kashmiris tibetan
    tibetans basque basques catalan catalans darfuri darfuris shi'ite houthi-aligned balkan dinka nuer acholi
    gaza gazans gazan masalit zaghawa fur sahrawi sahrawis abkhaz ossetian ossetians transnistrian levantine
    """
) - words("gaza")
"""Religions, peoples and followings, lower-cased: NORP where they begin with a capital."""

ALONE = words(
    """
    IDF PKK YPG CIA FBI ELN RSF FSB TTP LRA IRA PLO BJP DEA FSA HTS SDF PMF PMU TPLF NYPD IRGC MI5 MI6 GCC KGB
    RAF SAF YPJ LNA ISF GOP
    """
)
"""Acronyms of one country's groups that are understood without their country in the text."""

LOCALS = words(
    """
    police council councillors residents officials mayor firefighters court school schools hospital authorities
    airport suburb suburbs area district neighborhood neighbourhood county fire city sheriff prosecutors metro
    region native councilman
    """
)
"""Lower-case nouns behind the name of a town ("Kingston police")."""

INSTITUTIONS = words(
    """
    department ministry embassy border parliament police government army election river valley lake state county
    city international national supreme central royal air armed prime foreign defense defence university
    province district first high red hashemite north south civil military gulf airport house times post street
    park
    """
)

DOUBTFUL_OUTLETS = words(
    """
    Sun Star Report Press Region Independent Today Online Signal Desk Register Review Standard Post Mail Globe
    Echo Monitor Beacon Guardian Mirror Examiner Sentinel Wire Radio Television TV Dispatch Outlook Observer
    """
)

GENERIC = (
    ORG_HEADS
    | FAC_HEADS
    | GPE_HEADS
    | LOC_HEADS
    | DIRECTIONS
    | TITLES
    | words(
        """
    room resolution summit airmen airman soldier soldiers marines marine troops offensive operations air ground
    special joint national local international levant airstrike report statement internet web god english
    resolve petty officer member
    """
    )
)
RULERS = words(
    "assad asad putin zelensky zelenskyy netanyahu khamenei khomeini erdogan maduro lukashenko kadyrov navalny xi modi"
    " trump biden obama macron merkel scholz sisi haftar hifter gaddafi qaddafi kadhafi hussein mubarak saleh mugabe"
    " kagame museveni ouattara gbagbo kabila tshisekedi farage duterte marcos bukele ortega chavez castro morales"
    " nasrallah sinwar haniyeh arafat abbas maliki sadr barzani talabani karzai ghani musharraf milosevic karadzic"
    " mladic vucic orban"
)
"""Surnames that stand alone for a person in most news ("at the hands of Assad"), from general knowledge."""
