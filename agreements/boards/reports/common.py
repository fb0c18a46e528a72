"""What the reports of a board have in common."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from governance.documents.shapes import Head, Issuer

MADE_UP = "Alla parter, personer, belopp och beslut är påhittade."


def headed(head: Head) -> Head:
    """The register's head; in a demonstration it says what is made up in these reports, which hold no populations."""
    return replace(head, demo_note=_(MADE_UP)) if head.demo else head


def issuer_of(board: Any) -> Issuer:
    """The board as the one who gives the document out."""
    partnership = board.partnership
    return Issuer(
        name=board.body.name,
        short_name=partnership.short_name,
        partnership=partnership.name,
        cover_lines=(partnership.name,),
    )


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A text as its paragraphs."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def agreement_words(agreement: Any) -> str:
    """An agreement by kind, number and title."""
    return f"{agreement}: {agreement.title}"


def permille(part: Decimal, whole: Decimal) -> int:
    """How much of a whole, in parts per thousand, rounded down: what is not done is not shown as done."""
    return int(part * 1000 // whole) if whole > 0 else 0
