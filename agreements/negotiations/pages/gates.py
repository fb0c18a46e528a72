"""The five gates as a matrix, and what is missing in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.ui.templatetags.swedish import daymonth

from ..guards import present_parties
from ..models import GateConfirmation, GateRemark, Negotiation, Party
from ..states import GATE_SENTENCES, Gate

HEADS = {
    Gate.INFORMATION: "Samma infor\u00admation",
    Gate.PURPOSE: "Syfte och upplägg",
    Gate.DELIMITATIONS: "Avgräns\u00adningar",
    Gate.DIRECTIVE: "Direktiv",
    Gate.TYPE: "Typ av för\u00adhandling",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One gate of one party."""

    negotiation: Negotiation
    party: Party
    gate: int
    confirmation: GateConfirmation | None

    @property
    def url(self) -> str:
        """The gate's page."""
        at = [self.negotiation.partnership.slug, self.negotiation.pk, self.party.pk, self.gate]
        return reverse("negotiations:gate", args=at)

    @property
    def is_confirmed(self) -> bool:
        """Whether the party has confirmed it."""
        return self.confirmation is not None

    @property
    def differs(self) -> bool:
        """Whether a differing view stands beside the confirmation."""
        return self.confirmation is not None and bool(self.confirmation.differing_view)


@dataclass(frozen=True, slots=True)
class Row:
    """A party with its five gates."""

    party: Party
    cells: tuple[Cell, ...]
    is_mine: bool

    @property
    def missing(self) -> list[int]:
        """The gates that it has not confirmed."""
        return [cell.gate for cell in self.cells if not cell.is_confirmed]


@dataclass(frozen=True, slots=True)
class Gap:
    """A party that has gates left, and what it has said about them."""

    party: Party
    gates: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All parties and gates."""

    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    views: tuple[GateConfirmation, ...]

    @property
    def asked(self) -> int:
        """How many confirmations are asked for."""
        return len(self.rows) * len(Gate)

    @property
    def given(self) -> int:
        """How many are given."""
        return sum(cell.is_confirmed for row in self.rows for cell in row.cells)

    @property
    def lacking(self) -> int:
        """How many are not."""
        return self.asked - self.given

    @property
    def heads(self) -> list[tuple[int, str]]:
        """The gates as heads of columns."""
        return [(int(gate), words) for gate, words in HEADS.items()]

    @property
    def totals(self) -> list[int]:
        """How many parties have confirmed each gate."""
        return [sum(row.cells[at].is_confirmed for row in self.rows) for at in range(len(Gate))]

    @property
    def sentences(self) -> list[Any]:
        """What each gate asks for."""
        return list(GATE_SENTENCES.values())

    @property
    def last_given(self) -> date | None:
        """When the last confirmation was given."""
        days = [cell.confirmation.confirmed_on for row in self.rows for cell in row.cells if cell.confirmation]
        return max(days, default=None)


def matrix_of(
    negotiation: Negotiation,
    found: Sequence[GateConfirmation],
    remarks: Sequence[GateRemark],
    mine: Party | None = None,
) -> Matrix:
    """The whole matrix, of what is read already."""
    parties = present_parties(negotiation)
    confirmed = {(each.party_id, each.gate): each for each in found}
    negotiation.__dict__["_confirmed"] = set(confirmed)
    rows = tuple(row_of(negotiation, party, confirmed, mine) for party in parties)
    by_key = {party.pk: party for party in parties}
    for each in confirmed.values():
        if each.party_id in by_key:
            each.party = by_key[each.party_id]
    views = tuple(cell.confirmation for row in rows for cell in row.cells if cell.confirmation and cell.differs)
    return Matrix(rows, tuple(gap_of(row, remarks) for row in rows if row.missing), views)


def row_of(
    negotiation: Negotiation,
    party: Party,
    confirmed: dict[tuple[int, int], GateConfirmation],
    mine: Party | None,
) -> Row:
    """One party's row; a gate leads to its page."""
    cells = tuple(Cell(negotiation, party, int(gate), confirmed.get((party.pk, int(gate)))) for gate in Gate)
    return Row(party, cells, mine is not None and mine.pk == party.pk)


def gap_of(row: Row, remarks: Sequence[GateRemark]) -> Gap:
    """What a party has left, and its own words about it."""
    words = [said_of(each) for each in remarks if each.party_id == row.party.pk and each.gate in row.missing]
    return Gap(row.party, gates_in_words(row.missing), tuple(words))


def gates_in_words(gates: Sequence[int]) -> str:
    """Some gates by number, or all of them at once."""
    if len(gates) == len(Gate):
        return _("alla fem grindarna")
    noun = _("grind") if len(gates) == 1 else _("grindarna")
    return f"{noun} {join_swedish([str(gate) for gate in gates])}"


def said_of(remark: GateRemark) -> str:
    """A party's word about a gate, with the day it expects to confirm."""
    said = remark.text.rstrip(".")
    if remark.expected_on is None:
        return f"{said}."
    return _("%(said)s. Väntas %(day)s.") % {"said": said, "day": daymonth(remark.expected_on)}


def lead_of(matrix: Matrix, without_mandate: Sequence[Party]) -> str:
    """What is missing before the negotiation may begin, in words."""
    if not matrix.rows:
        return _("Förhandlingen har inga parter än.")
    told = []
    if matrix.lacking == matrix.asked:
        told.append(_("Alla %s bekräftelser saknas än.") % matrix.asked)
    elif matrix.lacking:
        missing = count_in_words(matrix.lacking, _("bekräftelse"), _("bekräftelser"))
        told.append(_("%(missing)s av %(asked)s saknas.") % {"missing": capitalise(missing), "asked": matrix.asked})
    if without_mandate:
        parties = count_in_words(len(without_mandate), _("part"), _("parter"))
        told.append(_("%s saknar mandat att förhandla.") % capitalise(parties))
    if told:
        return " ".join([*told, _("När inget saknas kan parterna börja förhandla.")])
    return _("Alla fem grindar är bekräftade av alla parter. Förhandlingen kan börja.")


def names_of(parties: Sequence[Party]) -> str:
    """Whose turn it is: up to three names, otherwise how many."""
    if len(parties) <= 3:
        return join_swedish([party.name for party in parties])
    return capitalise(count_in_words(len(parties), _("part"), _("parter")))
