"""The rules that decisions rest on, word for word."""

from governance.workflow.citations import cite

ROUTE = cite(
    "B-01",
    source="001",
    place="missivet",
    quote="behandlas av Central tjänstemannaberedning för att därefter föreläggas Centralt Samverkansorgan",
)
WITHIN_FRAME = cite(
    "B-03",
    source="001",
    place="avsnitt 7.2",
    quote="beslutar inom ramen för den handlingsplan och budget som de 34 huvudmännen fastställt",
)
SOVEREIGN = cite(
    "P-12",
    source="001",
    place="avsnitt 7.2",
    quote="de 34 huvudmännen som var och en är suveräna i sin beslutsprocess",
)
IN_NOVEMBER = cite(
    "C-06",
    source="001",
    place="avsnitt 7.1",
    quote="dock senast före november månads utgång, året före verksamhetsåret",
)
ALL_OF_THEM = cite(
    "A-16",
    source="001",
    place="avsnitt 7.1",
    quote="godkännande av de 34 huvudmännen",
)
RETURNED = cite(
    "A-15",
    source="system",
    place="Samverks läsning A-15: ett avslag eller en sak som sänts tillbaka gör antagandet ofullständigt",
)
RECOMMENDATION = cite(
    "A-21",
    source="001",
    place="missivet",
    quote="beslutar om att rekommendera de 34 huvudmännen att besluta enligt förslaget",
)
RISING_SHARE = cite(
    "A-07",
    source="001",
    place="avsnitt 7.3.4",
    quote="de fullmäktige hos de 34 huvudmännen som får en ökad finansieringsandel i förhållande till grundprincipen",
)
TRANSPARENCY = cite(
    "X-01",
    source="001",
    place="avsnitt 7.4",
    quote="bygger på förtroende och transparens",
)
EVIDENCE = cite("W-10", source="system", place="Samverks arbetssätt: ett beslut registreras med dag, paragraf och skäl")
CORRECTING = cite("W-11", source="system", place="Samverks arbetssätt: ett fel rättas med en ny händelse, inget stryks")
LEGAL_FORCE = cite(
    "W-12",
    source="system",
    place="Samverks arbetssätt: laga kraft antecknas av en person efter kontroll, räknas inte ut",
)
REMINDED_ONCE_A_DAY = cite(
    "W-14",
    source="system",
    place="Samverks arbetssätt: en huvudman påminns högst en gång om dagen",
)
MEETING_WITHIN_TWO_YEARS = cite(
    "W-13",
    source="system",
    place="Samverks arbetssätt: ett sammanträde anges högst två år i förväg",
)
