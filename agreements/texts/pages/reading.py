"""A text as a reader sees it: sections with numbered paragraphs, and the tables that belong to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, kr

from ..content import AgreementText
from ..financing import month_name
from ..kinds import AgreementKind, AnnexLife, DetailLevel, LegalBasis, Part, SignOrder
from ..redline import share_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A section or an annex, with its paragraphs and how each is referred to."""

    anchor: str
    heading: str
    note: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A line of the financing plan in words."""

    party: str
    what: str
    share: str
    amount: str
    price_level: str


def reading_of(text: AgreementText) -> dict[str, Any]:
    """Everything that a page about a text shows."""
    return {
        "text": text,
        "particulars": particulars(text),
        "sections": tuple(
            Passage(
                anchor=f"avsnitt-{each.number}",
                heading=f"§\u00a0{each.number} {each.title}",
                note=str(Part(each.part).label) if each.part else "",
                paragraphs=tuple((f"{each.number}.{at}", said) for at, said in enumerate(each.paragraphs, start=1)),
            )
            for each in text.sections
        ),
        "annexes": tuple(
            Passage(
                anchor=f"bilaga-{each.number}",
                heading=_("Bilaga %(number)s %(title)s") % {"number": each.number, "title": each.title},
                note=_("Utgåva %(issue)s. %(life)s.") % {"issue": each.issue, "life": AnnexLife(each.life).label},
                paragraphs=tuple((f"{at}", said) for at, said in enumerate(each.paragraphs, start=1)),
            )
            for each in text.annexes
        ),
        "financing": tuple(
            Money(
                party=each.party,
                what=each.what,
                share=share_words(each.share_ppm) if each.share_ppm is not None else "",
                amount=kr(Sek(each.amount_ore)) if each.amount_ore is not None else "–",
                price_level=", ".join(
                    part
                    for part in (
                        month_name(date.fromisoformat(each.price_level_on)) if each.price_level_on else "",
                        each.index_series,
                    )
                    if part
                ),
            )
            for each in text.financing
        ),
        "cost": kr(Sek(text.cost_ore)) if text.cost_ore is not None else "",
        "timetable": tuple((each, date.fromisoformat(each.due_on)) for each in text.timetable),
    }


def particulars(text: AgreementText) -> tuple[Fact, ...]:
    """What the text says of the agreement, as rows."""
    days = (
        (_("Gäller från"), text.period_from),
        (_("Gäller till och med"), text.period_until),
        (_("Ska ha trätt i kraft senast"), text.last_on),
    )
    rows = [
        Fact(label=_("Slag och nummer"), value=f"{AgreementKind(text.kind).label} {text.number}"),
        Fact(label=_("Detaljeringsgrad"), value=DetailLevel(text.detail_level).label),
        Fact(label=_("Ordning"), value=SignOrder(text.sign_order).label),
        Fact(label=_("Rättslig grund"), value=LegalBasis(text.legal_basis).label),
        *(Fact(label=label, value=day(date.fromisoformat(on))) for label, on in days if on),
    ]
    if text.amends:
        rows.append(Fact(label=_("Ändrar avtalet"), value=text.amends))
    if text.supersedes:
        rows.append(Fact(label=_("Efterträder avtalet"), value=text.supersedes))
    if text.updating_reason:
        rows.append(Fact(label=_("Varför det inte står hur avtalet uppdateras"), value=text.updating_reason))
    return tuple(rows)
