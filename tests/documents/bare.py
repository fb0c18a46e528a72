"""Documents that are sealed as far as the register knows: their pages are drawn by other tests."""

from datetime import datetime

from django.utils import timezone

from governance.documents.models import Document
from governance.documents.seal import Sealed
from governance.documents.services import Made, keep


def seal_bare(document: Document, at: datetime | None = None) -> Document:
    """Keep a file that is no more than its number."""
    content = f"%PDF-1.7 {document.doc_id} {document.edition}\n".encode()
    return keep(document.pk, Made(Sealed(content, at or timezone.now(), "ab" * 32), 6))
