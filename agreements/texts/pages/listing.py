"""The agreements of a partnership as a list."""

from dataclasses import dataclass
from typing import Any

from governance.lib.text import join_swedish
from governance.organisations.models import Partnership

from ..models import Agreement, AgreementVersion
from ..queries import listed
from ..states import BINDING, UNDER_WAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An agreement in a list."""

    agreement: Agreement
    parties: str
    newest: AgreementVersion | None
    turn: str
    tone: str


MOST_NAMES = 4


def row_of(agreement: Agreement) -> Row:
    """One line, of what is read already."""
    names = [each.principal.organisation.short_name for each in agreement.parties.all()]
    shown = join_swedish(names) if len(names) <= MOST_NAMES else f"{', '.join(names[:3])} och {len(names) - 3} till"
    versions = list(agreement.versions.all())
    known = agreement.situations[agreement.state]
    return Row(
        agreement=agreement,
        parties=shown,
        newest=versions[0] if versions else None,
        turn=str(known.turn),
        tone=str(known.tone),
    )


def rows_of(partnership: Partnership) -> dict[str, Any]:
    """The agreements in three groups, each with its amendments beside."""
    rows = [row_of(each) for each in listed(Agreement.objects.filter(partnership=partnership).order_by("-pk"))]
    under_way = [each for each in rows if each.agreement.state in UNDER_WAY]
    binding = [each for each in rows if each.agreement.state in BINDING]
    over = [each for each in rows if each not in under_way and each not in binding]
    return {
        "groups": [
            ("vag", "På väg", under_way),
            ("galler", "Gäller", binding),
            ("avslutade", "Avslutade", over),
        ],
        "number": len(rows),
        "binding": len(binding),
        "under_way": len(under_way),
    }
