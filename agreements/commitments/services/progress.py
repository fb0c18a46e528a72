"""Acts on progress: reported by the responsible party with evidence, verified by the board with its paragraph."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require_right

from .. import citations, permissions
from ..models import Commitment, Contribution, ProgressReport
from ..states import BINDING, CommitmentState, ReportState

State = CommitmentState
YOURSELF = "du själv: rätta rapporten"


@transaction.atomic
def report_progress(  # noqa: PLR0913 -- a report is told all at once
    commitment: Commitment,
    *,
    as_of: date,
    value: Decimal,
    text: str,
    evidence: str,
    by: Any,
    today: date,
    evidence_url: str = "",
    contributions: Mapping[Principal, Decimal] | None = None,
    version: int | None = None,
) -> ProgressReport:
    """Let the responsible party say how far it has come in all, with evidence and what others contributed (rapportera).

    Reported is not realised: the board verifies.
    """
    held: Commitment = steps.lock(commitment)
    require_right(held, by, permissions.may_report, permissions.WHO_REPORTS)
    given = {principal: part for principal, part in (contributions or {}).items() if part}
    refuse_report(held, as_of=as_of, value=value, parts=sum(given.values(), Decimal(0)), today=today)
    if version is not None and version != held.version:
        raise steps.Stale(*steps.last_change(held))
    report = ProgressReport(
        partnership_id=held.partnership_id,
        commitment=held,
        number=next_number(held.reports.all()),
        as_of=as_of,
        value=value,
        text=text.strip(),
        evidence=evidence.strip(),
        evidence_url=evidence_url.strip(),
        reported_on=today,
    )
    told = {principal.organisation.name: str(part) for principal, part in given.items()}
    made: ProgressReport = steps.create(
        report, by=by, today=today, kind="report", value=str(value), evidence=report.evidence, contributions=told
    ).subject
    rows = [Contribution(report=made, principal=principal, value=part) for principal, part in given.items()]
    Contribution.objects.bulk_create(rows)
    follow_reports(held, today=today)
    return made


def refuse_report(commitment: Commitment, *, as_of: date, value: Decimal, parts: Decimal, today: date) -> None:
    """Raise Refused when a report cannot be right."""
    rule = citations.REPORTED_IS_NOT_REALISED
    if commitment.state not in BINDING:
        words = _("Åtagandet är ”%s”. Det går att rapportera ett åtagande som gäller och inte är avslutat.")
        raise refuse(words % commitment.get_state_display().lower(), rule, mended_by="ingen: vänta tills det gäller")
    if commitment.reports.filter(state=ReportState.WAITING).exists():
        raise refuse(
            _("En rapport väntar redan på styrelsen. Den ska besvaras innan ni lämnar nästa."),
            rule,
            mended_by="avtalets styrelse: verifiera rapporten eller sänd tillbaka den",
        )
    if as_of > today:
        raise refuse(_("Dagen ligger framåt i tiden. Ange i dag eller en tidigare dag."), rule, mended_by=YOURSELF)
    if commitment.counts_from is not None and as_of < commitment.counts_from:
        raise refuse(_("Det som räknas börjar räknas senare än den dagen."), rule, mended_by=YOURSELF)
    if 0 <= value < parts:
        raise refuse(_("De andras bidrag är större än det sammanlagda."), rule, mended_by=YOURSELF)


def follow_reports(commitment: Commitment, *, today: date) -> Commitment:
    """Let the state say what the reports say; while a deviation is open, the state stays with that."""
    current: Commitment = Commitment.objects.select_related("agreement").get(pk=commitment.pk)
    if current.state in (State.DEVIATING, State.DISPUTED):
        return note_verified(current, today=today)
    waiting = current.reports.filter(state=ReportState.WAITING).exists()
    if waiting and current.state in (State.UNDER_WAY, State.VERIFIED):
        return take(current, "report", today)
    if not waiting and current.state == State.REPORTED:
        answered = current.reports.order_by("-number").first()
        if answered is None or answered.state == ReportState.SENT_BACK:
            current = take(current, "continue_work", today)
        else:
            current = take(current, "verify", today, **verified_figures(answered))
    return realise_when_full(note_verified(current, today=today), today=today)


def take(commitment: Commitment, step: str, today: date, **details: Any) -> Commitment:
    """Take a step that follows from a report."""
    taken: Commitment = steps.perform(commitment, step, by=SYSTEM, today=today, **details).subject
    return taken


def verified_figures(report: ProgressReport) -> dict[str, Any]:
    """What the board verified, when, and by which paragraph."""
    return {"value": report.value, "on": report.answered_on, "paragraph": report.paragraph}


def note_verified(commitment: Commitment, *, today: date) -> Commitment:
    """Keep the latest verified figure also where the state did not change (during a deviation)."""
    latest = commitment.reports.filter(state=ReportState.VERIFIED).order_by("-number").first()
    if latest is None or latest.value == commitment.verified_value:
        return commitment
    changes = {
        "verified_value": latest.value,
        "verified_on": latest.answered_on,
        "verified_paragraph": latest.paragraph,
    }
    noted: Commitment = steps.edit(
        commitment, by=SYSTEM, today=today, version=None, changes=changes, kind="note_verified"
    ).subject
    return noted


def realise_when_full(commitment: Commitment, *, today: date) -> Commitment:
    """Realise a commitment whose verified figure reaches the promise."""
    in_time = commitment.state in (State.UNDER_WAY, State.VERIFIED)
    full = commitment.verified_value >= commitment.promised
    waiting = commitment.reports.filter(state=ReportState.WAITING).exists()
    return take(commitment, "realise", today) if in_time and full and not waiting else commitment


@transaction.atomic
def verify_report(
    report: ProgressReport,
    paragraph: str,
    *,
    by: Any,
    today: date,
    on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> ProgressReport:
    """Let the board verify what was reported, by a paragraph of its minutes (verifiera).

    When the verified figure reaches the promise, the commitment is realised in the same transaction.
    """
    details: dict[str, Any] = {"paragraph": paragraph.strip(), "on": on or today, "note": note.strip()}
    verified: ProgressReport = steps.perform(
        report, "verify", by=by, today=today, version=version, occurred_on=on, **details
    ).subject
    follow_reports(verified.commitment, today=today)
    return verified


@transaction.atomic
def send_back_report(
    report: ProgressReport,
    paragraph: str,
    *,
    reason: str,
    by: Any,
    today: date,
    on: date | None = None,
    version: int | None = None,
) -> ProgressReport:
    """Let the board send a report back with its reasons; the party then reports anew (sända tillbaka)."""
    details: dict[str, Any] = {"paragraph": paragraph.strip(), "on": on or today, "reason": reason.strip()}
    sent: ProgressReport = steps.perform(
        report, "send_back", by=by, today=today, version=version, occurred_on=on, **details
    ).subject
    follow_reports(sent.commitment, today=today)
    return sent
