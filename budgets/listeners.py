"""What budgets do when something has happened to their documents; each may run twice and then changes nothing."""

from django.utils import timezone

from governance.audit.models import Event
from governance.documents.models import Dispatch, Document
from governance.documents.shapes import AnnualReportData, ShareLetterData

from .services import annual_reports, handover


def hear(event: Event) -> None:
    """Send a letter that has been sealed; note a report whose documents are all sealed, or all confirmed."""
    today = event.occurred_on or timezone.localdate()
    if event.kind == "documents.document.seal":
        document: Document = event.subject
        if document.kind == ShareLetterData.KIND and document.subject_type == "budgets.budget":
            handover.dispatch_letter(document, today=today)
        if document.kind == AnnualReportData.KIND and document.subject_type == "budgets.annualreport":
            annual_reports.follow_documents(document.subject_key, today=today)
    if event.kind == "documents.dispatch.receipt":
        sent: Dispatch = event.subject
        if sent.document.subject_type == "budgets.annualreport":
            annual_reports.follow_documents(sent.document.subject_key, today=today)
