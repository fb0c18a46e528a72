"""What follows from sealed and confirmed documents, for when the process died that would have seen to it."""

import logging
from datetime import date, timedelta

from django.utils import timezone

from governance.audit.actors import SYSTEM
from governance.documents.models import Document
from governance.documents.shapes import ShareLetterData
from governance.workflow.guards import Act

from ..models import AnnualReport, Budget
from ..report_guards import every_document_is_sealed, everyone_has_confirmed
from ..states import ReportState
from .annual_reports import follow_documents
from .handover import dispatch_letters

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)  # what was sealed this lately is seen to by the one who sealed it


def catch_up(*, today: date) -> int:
    """Send the letters that were sealed and not sent, and let reports follow their documents; returns how many.

    Safe to ask at any time. One that cannot be seen to is told in the log and keeps no other waiting.
    """
    done = 0
    for budget in budgets_with_unsent_letters():
        try:
            done += len(dispatch_letters(budget, today=today))
        except Exception:
            log.exception("Missiven till budget %s kunde inte skickas.", budget.pk)
    for report in reports_left_behind(today=today):
        try:
            follow_documents(report.pk, today=today)
            done += 1
        except Exception:
            log.exception("Årsrapport %s kunde inte följa sina dokument.", report.pk)
    return done


def budgets_with_unsent_letters() -> list[Budget]:
    """Those with a letter that was sealed a while ago and is not sent."""
    letters = Document.objects.current().sealed().filter(kind=ShareLetterData.KIND, principal__isnull=False)
    unsent = letters.filter(
        subject_type=Budget._meta.label_lower, dispatches=None, sealed_at__lt=timezone.now() - PATIENCE
    )
    keys = {int(key) for key in unsent.values_list("subject_key", flat=True)}
    return list(Budget.objects.filter(pk__in=keys).order_by("pk"))


def reports_left_behind(*, today: date) -> list[AnnualReport]:
    """Those whose documents are all sealed, or all confirmed, although they do not say so."""
    act, asked = Act(SYSTEM, today), AnnualReport.objects.select_related("budget").order_by("pk")
    questions = {
        ReportState.SEALING: every_document_is_sealed,
        ReportState.DISPATCHED: everyone_has_confirmed,
    }
    return [report for report in asked.filter(state__in=questions) if questions[report.state].ask(report, act) is None]
