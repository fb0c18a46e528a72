"""The rules that signing rests on."""

from governance.workflow.citations import cite

UNTIL_THE_LAST = cite(
    "AG-6", source="000", place="Förhandlingspersoner", quote="från starten fram till att avtal undertecknats"
)
OWN_MANDATE = cite(
    "W-60", source="system", place="Samverks arbetssätt: bara den som har ett gällande mandat undertecknar för en part"
)
WITHIN_FRAME = cite(
    "W-61", source="system", place="Samverks arbetssätt: den som undertecknar håller sig inom sitt mandats ram"
)
IN_ORDER = cite("W-62", source="system", place="Samverks arbetssätt: underskrifter ges i den ordning som är bestämd")
ONE_FILE = cite(
    "W-63",
    source="system",
    place="Samverks arbetssätt: alla undertecknar samma fil, och den lånas ut till en i taget",
)
SIGN_IN_AGAIN = cite(
    "W-64", source="system", place="Samverks arbetssätt: den som undertecknar visar en gång till vem det är"
)
SEAL_FIRST = cite("W-65", source="system", place="Samverks arbetssätt: avtalet förseglas innan någon undertecknar")
REASONS = cite(
    "W-66", source="system", place="Samverks arbetssätt: den som avvisar, återtar eller stoppar skriver varför"
)
SAME_TEXT = cite(
    "W-155",
    source="system",
    place="Samverks arbetssätt: byts en undertecknare står texten fast, och alla undertecknar den nya filen",
)
EVERYBODY = cite("W-67", source="system", place="Samverks arbetssätt: varje part har någon som undertecknar")
