"""Reads of an annual report's documents: which are sealed, which have arrived."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from governance.documents.models import Dispatch, Document, DocumentQuerySet
from governance.documents.shapes import AnnualReportData

if TYPE_CHECKING:
    from .models import AnnualReport


def documents_of(report: "AnnualReport") -> DocumentQuerySet:
    """The current report to each of the principals, ordered or sealed."""
    found = Document.objects.about(report).current().filter(kind=AnnualReportData.KIND, principal__isnull=False)
    return found.listed().order_by("principal__organisation__code")


def sealed_documents(report: "AnnualReport") -> list[Document]:
    """Those that are finished."""
    return list(documents_of(report).sealed())


def dispatches_of(report: "AnnualReport") -> QuerySet[Dispatch]:
    """What was sent of the current reports, and whether it has arrived."""
    return Dispatch.objects.filter(document__in=documents_of(report)).select_related("principal__organisation")
