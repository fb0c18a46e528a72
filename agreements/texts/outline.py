"""The fifteen sections that an agreement begins with (avtalsmall): those of the real framework agreements.

Sections 10 and 11 are about land and building there; in an agreement on health care they are about data and
procurement. A partnership may change its template, and every agreement its own sections.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from .kinds import Part


class Field(models.TextChoices):
    """What the agreement is about, as far as the template differs (område)."""

    HEALTH = "health", _("Hälso- och sjukvård, omsorg")
    BUILDING = "building", _("Infrastruktur och byggande")


@dataclass(frozen=True, slots=True)
class Outline:
    """A section to begin with: its title, the mandatory part that it is, and what to write in it."""

    title: str
    part: str = ""
    guidance: str = ""


FIRST = (
    Outline("Parter", "", "Vilka som är parter, och vem som företräder var och en."),
    Outline("Inledning", "", "Bakgrunden, direktivet och hur förhandlingen har gått till."),
    Outline("Definitioner och avtalsstruktur", "", "Vilka bilagor som hör till, och vad som gäller före vad."),
    Outline("Syfte och omfattning", Part.FUNCTION, "Vad som ska åstadkommas: principerna för funktion."),
    Outline("Parternas åtaganden", Part.RESPONSIBILITY, "Vem som gör vad: mängd, räkneregel, dag och ansvarig roll."),
    Outline("Finansiering och betalning", Part.COST, "Den samlade kostnaden, prisnivån, andelarna och kostnadstaket."),
    Outline("Tidplan", Part.TIMETABLE, "När varje del ska vara klar, och vad en försening betyder."),
    Outline(
        "Projektgenomförande, drift, underhåll och äganderätt",
        Part.RESPONSIBILITY,
        "Vem som genomför, driver, underhåller och äger det som byggs upp.",
    ),
    Outline(
        "Organisation och samverkan", Part.FOLLOW_UP, "Styrelsen, redovisningen varje år och hur avtalet följs upp."
    ),
)
LAST = (
    Outline("Avtalstid och uppsägning", "", "Hur länge avtalet gäller, och hur det sägs upp."),
    Outline("Ändring av avtalet", Part.UPDATING, "Hur avtalet uppdateras, justeras och underhålls."),
    Outline("Avtalets giltighet", "", "Vad som krävs för att avtalet ska gälla, och när det förfaller."),
    Outline("Ändrade förutsättningar", "", "Vad parterna gör när något väsentligt ändras."),
)
MIDDLE = {
    Field.HEALTH: (
        Outline(
            "Data, juridik och personuppgifter", "", "Rättslig grund, personuppgiftsansvar och informationssäkerhet."
        ),
        Outline("Upphandling och tillstånd", "", "Vad som upphandlas, av vem, och vilka tillstånd som behövs."),
    ),
    Field.BUILDING: (
        Outline("Markåtkomst", "", "Hur mark och rättigheter blir tillgängliga."),
        Outline("Särskilt om planer och tillstånd", "", "Planer och tillstånd som arbetet kräver."),
    ),
}


def outline_of(field: str) -> tuple[Outline, ...]:
    """The fifteen sections for what an agreement is about."""
    return (*FIRST, *MIDDLE[Field(field)], *LAST)
