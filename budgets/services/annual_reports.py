"""Acts on a year's annual report: collected, drafted, established, sealed, sent to each principal, and confirmed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.documents.models import Dispatch, Document
from governance.documents.services import dispatch_document, order_document, says_the_same, seal_now
from governance.documents.shapes import AnnualReportData
from governance.jobs.services import Progress, batch_progress
from governance.lib.dates import swedish_date
from governance.organisations.models import Principal
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..annual import dispatches_of, documents_of
from ..models import AnnualReport, Budget
from ..populations import principals_of
from ..report_guards import every_document_is_sealed, everyone_has_confirmed
from ..reports.annual import report_builder
from ..states import ReportState
from .common import Act

TEXTS = ("outcome_text", "explanations", "cooperation_text", "sources_text", "diary_number")
WRITABLE = (ReportState.COLLECTING, ReportState.DRAFT)


@transaction.atomic
def start_annual_report(budget: Budget, *, by: Any, today: date, diary_number: str = "") -> AnnualReport:
    """Begin to collect what a year's report tells (insamling). Raises Refused for a budget that is not adopted."""
    report = AnnualReport(
        partnership_id=budget.partnership_id, year=budget.year, budget=budget, diary_number=diary_number.strip()
    )
    require_right(report, by, permissions.may_prepare, permissions.WHO_PREPARES)
    if not budget.is_adopted:
        raise refuse(
            f"{budget} är inte fastställd. Det finns inget år att rapportera.",
            citations.YEARLY_FEEDBACK,
            mended_by="huvudmännen: fastställ budgeten",
        )
    steps.create(report, by=by, today=today, year=budget.year)
    return report


def require_writable(report: AnnualReport) -> None:
    """Raise Refused where the report's texts do not change any more."""
    if report.state not in WRITABLE:
        raise refuse(
            "Årsrapportens texter ändras medan den samlas in eller är ett utkast.",
            citations.YEARLY_FEEDBACK,
            mended_by="det politiska samverkansorganet: lämna tillbaka rapporten",
        )


@transaction.atomic
def edit_report(
    report: AnnualReport, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> AnnualReport:
    """Write the report's own texts (förklaringar, samverkan, underlag) while it is collected or drafted."""
    held: AnnualReport = steps.lock(report)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    unknown = set(changes) - set(TEXTS)
    if unknown:
        message = f"Kan inte ändras: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    require_writable(held)
    if any(
        len(each) != 2 or not all(isinstance(text, str) for text in each) for each in changes.get("explanations", ())
    ):
        message = "En förklaring är ett ämne och en text."
        raise ValueError(message)
    edited: AnnualReport = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def establish_report(
    report: AnnualReport, *, decided_on: date, paragraph: str, by: Any, today: date, version: int | None = None
) -> AnnualReport:
    """Record that the joint body has established the report, and order one sealed document for each principal."""
    held: AnnualReport = steps.perform(
        report,
        "establish",
        by=by,
        today=today,
        version=version,
        occurred_on=decided_on,
        decided_on=decided_on,
        paragraph=paragraph.strip(),
    ).subject
    order_reports(held, by=by, today=today, renew=True)
    return held


def order_reports(
    report: AnnualReport,
    *,
    by: Any,
    today: date,
    principals: list[Principal] | None = None,
    renew: bool = False,
) -> list[Document]:
    """Order the report to each of the principals (or to some); one that is there is handed back as it is.

    `renew` makes the next edition of those that were made before the report was established. Until it is, a later
    edition is also made of those that no longer tell how things stand.
    """
    build = report_builder(report, today=today)
    standing = {each.principal_id: each for each in documents_of(report).defer(None)}

    def is_outdated(principal: Principal) -> bool:
        found = standing.get(principal.pk)
        if found is None or renew or report.is_established:
            return found is not None and renew
        return not says_the_same(found, build(principal.organisation.code))

    return [
        order_document(
            kind=AnnualReportData,
            partnership=report.partnership,
            subject=report,
            title=title_of(report, each, today=today),
            period=str(report.year),
            build=build(each.organisation.code),
            by=by,
            today=today,
            principal=each,
            diary_number=report.diary_number,
            supersede=is_outdated(each),
            batch=report.batch,
        )
        for each in (principals if principals is not None else principals_of(report.budget))
    ]


def title_of(report: AnnualReport, principal: Principal, *, today: date) -> str:
    """What lists and verification call it; a provisional report says what it is and of which day."""
    title = f"Årsrapport {report.year} till {principal.organisation.name}"
    return title if report.is_established else f"{title} – EJ FASTSTÄLLD, läget den {swedish_date(today)}"


def make_reports(budget: Budget, *, today: date, principals: list[Principal] | None = None) -> Iterator[Document]:
    """Hand out a year's sealed reports one by one, and make those that are not made, here and now (for the command).

    Where nobody has begun the year's report it is begun. Until it is established the reports say that they are not,
    and one whose year has changed since it was made gets a later edition.
    """
    with transaction.atomic():
        report = AnnualReport.objects.filter(partnership_id=budget.partnership_id, year=budget.year).first()
        report = report or start_annual_report(budget, by=SYSTEM, today=today)
        ordered = order_reports(report, by=SYSTEM, today=today, principals=principals)
    yield from map(seal_now, ordered)


def sealing_progress(report: AnnualReport) -> Progress:
    """How far the sealing has come."""
    return batch_progress(report.batch)


def follow_documents(report_id: Any, *, today: date) -> AnnualReport:
    """Let the report follow its documents: sealed when all are sealed, received when all have confirmed.

    Safe to ask at any time; changes nothing when there is nothing to change.
    """
    with transaction.atomic():
        report: AnnualReport = steps.lock(AnnualReport.objects.get(pk=report_id))
        act = Act(SYSTEM, today)
        if report.state == ReportState.SEALING and every_document_is_sealed.ask(report, act) is None:
            report = steps.perform(report, "note_sealed", by=SYSTEM, today=today).subject
        if report.state == ReportState.DISPATCHED and everyone_has_confirmed.ask(report, act) is None:
            report = steps.perform(report, "note_receipted", by=SYSTEM, today=today).subject
    return report


@transaction.atomic
def dispatch_report(
    report: AnnualReport, *, by: Any, today: date, version: int | None = None, on: date | None = None
) -> list[Dispatch]:
    """Send each principal its sealed report (skicka ut); `on` is the day, where it is recorded afterwards."""
    sent_on = on or today
    held: AnnualReport = steps.perform(
        report, "dispatch", by=by, today=today, version=version, occurred_on=sent_on, on=sent_on
    ).subject
    return [
        dispatch_document(document, principal=document.principal, by=by, today=today, occurred_on=sent_on)
        for document in documents_of(held)
        if document.principal is not None
    ]


__all__ = [
    "dispatch_report",
    "dispatches_of",
    "documents_of",
    "edit_report",
    "establish_report",
    "follow_documents",
    "make_reports",
    "order_reports",
    "sealing_progress",
    "start_annual_report",
]
