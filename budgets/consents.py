"""Whether the deviating principles of a budget still rest on the councils that decided them (E-13).

Who must consent is computed when a principle is proposed. Residents and principals change from year to year, so it is
looked at anew on the figures of every budget that a principle is applied to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from governance.lib.sharing import Principle, consent_set
from governance.lib.text import join_swedish

from .cost_sharing import Residents, principles_in_effect, residents_of, strangers
from .models import Budget, CostPrinciple, PopulationSnapshot


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a principle lacks in a budget: payers that are no principals then, councils that were never asked."""

    principle: CostPrinciple
    year: int
    strangers: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line it shares, within a sentence."""
        return f"{self.principle.service}, {self.principle.get_phase_display().lower()}"

    @property
    def strangers_words(self) -> str:
        """Who is named and cannot pay; empty where there is nobody."""
        if not self.strangers:
            return ""
        words = _("Den avvikande principen för ”%(line)s” ger en fast del till %(who)s, som inte är huvudman %(year)s.")
        return words % {"line": self.line, "who": join_swedish(self.strangers), "year": self.year}

    @property
    def unasked_words(self) -> str:
        """Whose share rises without a decision; empty where there is nobody."""
        if not self.unasked:
            return ""
        words = _(
            "Den avvikande principen för ”%(line)s” höjer andelen för %(who)s med de invånartal som budgeten delas "
            "efter. Fullmäktige där har inte beslutat om principen."
        )
        return words % {"line": self.line, "who": join_swedish(self.unasked)}


def doubts_of(budget: Budget, snapshot: PopulationSnapshot | None = None) -> list[Doubt] | None:
    """The doubts about the principles that apply to a budget's lines; None where every line goes by the base principle.

    They are looked at on the residents frozen with the budget, those about to be (`snapshot`), or those of today.
    """
    applying = principles_in_effect(budget.partnership_id, budget.year)
    keys = {line.key for line in budget.lines.all()}
    wanted = [each for key, each in applying.items() if key in keys]
    if not wanted:
        return None
    residents = Residents(tuple(snapshot.rows.all())) if snapshot is not None else residents_of(budget)
    return doubts_about(wanted, residents, budget.year)


def doubts_about(principles: Iterable[CostPrinciple], residents: Residents, year: int) -> list[Doubt]:
    """The doubts about some principles on some residents; two queries, none without principles or residents."""
    keys = [each.pk for each in principles]
    if not keys or not residents.can_share:
        return []
    read = CostPrinciple.objects.filter(pk__in=keys).select_related("service").prefetch_related("shares")
    found = (doubt_about(each, residents, year) for each in read.order_by("service__name", "phase"))
    return [each for each in found if each.strangers or each.unasked]


def doubt_about(principle: CostPrinciple, residents: Residents, year: int) -> Doubt:
    """One principle: it is read with its service and shares."""
    rule, rows = principle.as_principle(), list(principle.shares.all())
    names = {row.code: row.name for row in rows} | {row.code: row.name for row in residents.rows}
    asked = {row.code for row in rows if row.must_consent}
    missing = strangers(rule, residents)
    rising = frozenset() if missing else consenting(rule, residents)
    return Doubt(
        principle=principle,
        year=year,
        strangers=named(missing, names),
        unasked=named(sorted(rising - asked), names),
    )


def consenting(rule: Principle, residents: Residents) -> frozenset[str]:
    """Whose share rises on these residents."""
    return consent_set(rule, region=residents.region, populations=residents.populations)


def named(codes: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Principals by name, or by code where the name was never known."""
    return tuple(names.get(code, code) for code in codes)
