"""One commitment: where it stands, how far it has come, and what one may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.financing import carry_to, month_name
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.lib.text import capitalise, join_swedish
from governance.organisations.actors import Actor
from governance.organisations.happenings import happenings
from governance.organisations.models import Principal
from governance.ui.charts import bar
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import day, kr
from governance.workflow.refusals import Refused
from governance.workflow.situations import Situation
from governance.workflow.together import Wish, read_wishes

from .. import permissions
from ..models import Commitment, Contribution, Deviation, ProgressReport
from ..states import BINDING, CLOSED, OFFERS, RUNNING, CommitmentState, DeviationState, ReportState
from ..terms import Terms
from ..words import (
    condition_words,
    done_of_words,
    done_words,
    figures_words,
    price_level_words,
    promise_words,
    value_words,
)
from .listing import read_all, status_of
from .timeline import progress_of

State = CommitmentState
MOST_EVENTS = 20
BEING_ANSWERED = (DeviationState.WITH_PARTIES, DeviationState.RENEGOTIATING)
WITH_PARTY = (State.UNDER_WAY, State.VERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something one may do here; the first is the page's one filled button, unless it is no next step."""

    label: str
    url: str
    primary: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A progress report in the table, with the bar of what it told."""

    report: ProgressReport
    value: str
    share: Fraction
    bar: Any
    parts: str
    verify_url: str
    send_back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """A level of an offer with its conditions, each with the way to take it away."""

    level: Terms
    figures: str
    conditions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about a commitment: reports with what others gave, deviations, who contributes, what follows."""

    reports: list[ProgressReport]
    parts: dict[int, list[Contribution]]
    deviations: list[Deviation]
    contributors: list[Principal]
    successors: list[Commitment]


def address(name: str, commitment: Commitment, *more: Any) -> str:
    """An address below a commitment."""
    return reverse(f"commitments:{name}", args=[commitment.partnership.slug, commitment.pk, *more])


def page_of(commitment: Commitment, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    kept = read_kept(commitment)
    reports, deviations = kept.reports, kept.deviations
    waiting = next((each for each in reports if each.state == ReportState.WAITING), None)
    may_offer = permissions.may_offer(commitment, actor)
    may_verify = commitment.state in BINDING and permissions.may_verify(commitment, actor)
    status, words = status_of(commitment, today)
    situation = situation_of(commitment, deviations)
    return {
        "held": commitment,
        "status": status,
        "status_words": words,
        "lead": lead_of(commitment, today),
        "turn": turn_of(commitment, situation),
        "due": None if commitment.state in CLOSED else commitment.due_on,
        "situation": situation,
        "promise": promise_words(commitment),
        "done": done_of_words(commitment),
        "left": value_words(commitment.left, commitment.measure, commitment.unit),
        "share": progress_of(commitment),
        "bar": bar(progress_of(commitment), fill=5 if commitment.is_late(today) else 7),
        "shows_progress": commitment.state in (*BINDING, State.REALISED),
        "facts": facts_of(commitment, kept, today),
        "levels": level_rows(commitment, may_offer=may_offer) if commitment.state in OFFERS else [],
        "may_offer": may_offer and commitment.is_offer,
        "reports": [
            report_row(each, commitment, kept.parts.get(each.pk, ()), may_verify=may_verify) for each in reports
        ],
        "deviations": deviations,
        "actions": actions_of(commitment, actor, waiting, deviations, may_offer=may_offer, may_verify=may_verify),
        "events": happenings(events_of(commitment, reports, deviations)),
    }


def events_of(commitment: Commitment, reports: list[ProgressReport], deviations: list[Deviation]) -> Any:
    """What has happened to it, to its reports and to its deviations, newest first; one question."""
    about = Q(subject_type=commitment._meta.label_lower, subject_key=str(commitment.pk))
    for rows in (reports, deviations):
        if rows:
            keys = [str(each.pk) for each in rows]
            about |= Q(subject_type=rows[0]._meta.label_lower, subject_key__in=keys)
    return Event.objects.filter(about).order_by("-pk")[:MOST_EVENTS]


def kept_of(commitment: int) -> tuple[QuerySet[Any], ...]:
    """Reports with what each contributed, deviations, those who contribute, and what took its place."""
    return (
        ProgressReport.objects.filter(commitment_id=commitment).order_by("-number"),
        Contribution.objects.filter(report__commitment_id=commitment).select_related("principal__organisation"),
        Deviation.objects.filter(commitment_id=commitment).order_by("-number"),
        Principal.objects.filter(contributes_to=commitment).by_name(),
        Commitment.objects.filter(supersedes_id=commitment).exclude(state__in=(State.WITHDRAWN, State.LAPSED)),
    )


def read_kept(commitment: Commitment) -> Kept:
    """What the page shows beside the commitment itself; one question."""
    ((reports, contributions, deviations, contributors, successors),) = read_wishes(
        Wish("commitments.kept", kept_of, (commitment.pk,))
    )
    for each in (*reports, *deviations):
        each.commitment = commitment
    for each in successors:
        each.supersedes = commitment
    parts: dict[int, list[Contribution]] = {}
    for each in contributions:
        parts.setdefault(each.report_id, []).append(each)
    return Kept(reports, parts, deviations, contributors, successors)


def situation_of(commitment: Commitment, deviations: list[Deviation]) -> Situation:
    """Whose turn it is; while a deviation is with the parties it is theirs, not the board's."""
    theirs = next((each for each in deviations if each.state in BEING_ANSWERED), None)
    told: dict[str, Situation] = commitment.situations
    if theirs is not None and commitment.state in (State.DEVIATING, State.DISPUTED):
        told = theirs.situations
        return told[theirs.state]
    return told[commitment.state]


def turn_of(commitment: Commitment, situation: Situation) -> str:
    """Whose turn it is, by name where it is the party's."""
    if commitment.state in WITH_PARTY or commitment.is_flagged:
        return str(commitment.principal.organisation.name)
    return capitalise(str(situation.turn))


def lead_of(commitment: Commitment, today: date) -> str:
    """Where it stands, in a sentence."""
    party = commitment.principal.organisation.name
    if commitment.is_flagged:
        return _("%(party)s behöver säga om budet står fast. %(why)s") % {
            "party": party,
            "why": commitment.flag_reason,
        }
    if commitment.state in (*BINDING, State.REALISED):
        told = _("Verifierat av styrelsen: %s.") % done_of_words(commitment)
        late = _(" Åtagandet är sent: sista dagen var %s.") % day(commitment.due_on)
        return told + (late if commitment.is_late(today) else "")
    if commitment.state in OFFERS:
        return _("%(party)s erbjuder %(promise)s. Ingen är bunden än.") % {
            "party": party,
            "promise": promise_words(commitment),
        }
    if commitment.state == State.AGREED:
        return _("%(party)s har åtagit sig %(promise)s. Åtagandet gäller när avtalet gör det.") % {
            "party": party,
            "promise": promise_words(commitment),
        }
    return f"{commitment.get_state_display()}. {commitment.end_reason}".strip()


def level_rows(commitment: Commitment, *, may_offer: bool) -> list[LevelRow]:
    """The offer's levels with conditions in words."""
    rows = {str(each.pk): each for each in read_all(commitment.agreement)}
    mine = rows.get(str(commitment.pk), commitment)
    return [
        LevelRow(
            level=level,
            figures=figures_words(level, unit=commitment.unit, share_of=commitment.share_of),
            conditions=tuple(
                (
                    capitalise(_("om %s") % condition_words(each, rows)),
                    address("condition_drop", commitment, key) if may_offer else "",
                )
                for key, each in level.conditions
            ),
        )
        for level in mine.terms
    ]


def facts_of(commitment: Commitment, kept: Kept, today: date) -> list[Fact]:
    """What was promised and how it is counted."""
    slug = commitment.partnership.slug
    rows = [
        (_("Ansvarig part"), commitment.principal.organisation.name, ""),
        (_("Ansvarig roll"), commitment.owner_role, ""),
        (_("Åtagande"), promise_words(commitment), ""),
        (_("Prisnivå"), price_level_words(commitment), ""),
        (_("I dagens priser"), carried_words(commitment, today), ""),
        (_("Räkneregel"), commitment.counting_rule, ""),
        (_("Område"), commitment.counting_area, ""),
        (_("Räknas från"), day(commitment.counts_from) if commitment.counts_from else "", ""),
        (_("Uppfyllt senast"), day(commitment.due_on), ""),
        (_("Andra som bidrar"), contributors_words(kept.contributors), ""),
        (_("Vem som får nyttan"), commitment.beneficiary, ""),
        *linked(_("Motprestation för"), commitment.counter_performance_of, slug),
        *linked(_("Ersätter"), commitment.supersedes, slug),
        *[row for each in kept.successors for row in linked(_("Ersatt av"), each, slug)],
        (_("Bindande sedan"), agreed_words(commitment), ""),
    ]
    return [Fact(label=label, value=value, url=url) for label, value, url in rows if value and value != "–"]


def carried_words(commitment: Commitment, today: date) -> str:
    """The amount in the prices of the newest month that the index series has, or why it cannot be told."""
    if commitment.amount_ore is None or not commitment.index_series or commitment.price_level_on is None:
        return ""
    try:
        carried = carry_to(
            commitment.partnership,
            amount_ore=commitment.amount_ore,
            series=commitment.index_series,
            price_level_on=commitment.price_level_on,
            on=today,
        )
    except Refused as refused:
        return str(refused.refusals[0].sentence)
    return _("%(amount)s i prisnivå %(month)s (%(source)s)") % {
        "amount": kr(Sek(carried.amount_ore)),
        "month": month_name(carried.month),
        "source": carried.source,
    }


def linked(label: str, other: Commitment | None, slug: str) -> list[tuple[str, str, str]]:
    """Another commitment with the way to it."""
    if other is None:
        return []
    return [(label, str(other), reverse("commitments:commitment", args=[slug, other.pk]))]


def contributors_words(contributors: list[Principal]) -> str:
    """Who else contributes, by name."""
    return join_swedish([each.organisation.short_name for each in contributors])


def agreed_words(commitment: Commitment) -> str:
    """When it became binding, and at which level of the offer."""
    if commitment.agreed_on is None:
        return ""
    return day(commitment.agreed_on)


def report_row(
    report: ProgressReport, commitment: Commitment, contributions: Sequence[Contribution], *, may_verify: bool
) -> ReportRow:
    """A report as its row shows it."""
    promised = commitment.promised
    share = min(Fraction(report.value) / Fraction(promised), Fraction(1)) if promised else Fraction(0)
    parts = [f"{each.principal.organisation.short_name} {done_words(commitment, each.value)}" for each in contributions]
    answers = may_verify and report.state == ReportState.WAITING
    return ReportRow(
        report=report,
        value=done_words(commitment, report.value),
        share=share,
        bar=bar(share, fill=7 if report.state == ReportState.VERIFIED else 3),
        parts=join_swedish(parts),
        verify_url=address("verify", commitment, report.pk) if answers else "",
        send_back_url=address("send_back", commitment, report.pk) if answers else "",
    )


def actions_of(
    commitment: Commitment,
    actor: Actor,
    waiting: ProgressReport | None,
    deviations: list[Deviation],
    *,
    may_offer: bool,
    may_verify: bool,
) -> list[Action]:
    """What this actor may do now, the most important first."""
    found: list[tuple[bool, str, str]] = []
    still = next((each for each in deviations if each.is_open), None)
    written = commitment.agreement.is_written
    reports = commitment.state in BINDING and permissions.may_report(commitment, actor)
    found.append(
        (may_offer and commitment.is_flagged, _("Bekräfta att budet står fast"), address("confirm", commitment))
    )
    if waiting is not None and may_verify:
        found.append((True, _("Verifiera rapporten"), address("verify", commitment, waiting.pk)))
    found.append((waiting is None and reports, _("Rapportera läget"), address("report", commitment)))
    if still is not None:
        found.append((True, _("Se avvikelsen"), address("deviation", commitment, still.pk)))
    offered = may_offer and commitment.is_offer and written
    found += [
        (offered, _("Ändra budet"), address("edit", commitment)),
        (offered, _("Ställ ett villkor"), address("condition_new", commitment)),
        (offered, _("Lägg till en nivå"), address("level_new", commitment)),
        (offered, _("Ta tillbaka budet"), address("withdraw", commitment)),
        (
            commitment.state in RUNNING and (reports or may_verify),
            _("Anmäl en avvikelse"),
            address("deviate", commitment),
        ),
        (
            commitment.state in (*RUNNING, State.DEVIATING) and permissions.may_speak_in(commitment, actor),
            _("Anmäl en tvist"),
            address("dispute", commitment),
        ),
    ]
    asides = {address(name, commitment) for name in ("withdraw", "deviate", "dispute")}
    return [Action(label=label, url=url, primary=url not in asides) for is_open, label, url in found if is_open]
