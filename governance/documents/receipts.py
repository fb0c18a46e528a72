"""Where a receiver confirms a document: on a page here, or on the page of the app that the document is about."""

from collections.abc import Callable

from django.urls import reverse

from .models import Dispatch

Address = Callable[[Dispatch], str]
PAGES: dict[str, Address] = {}


def receipt_page(subject_type: str, address: Address) -> None:
    """Say where documents on a kind of subject are confirmed; called in `AppConfig.ready`, asks no database."""
    PAGES[subject_type] = address


def receipt_url(sent: Dispatch) -> str:
    """The page of the form; the dispatch comes with its document and partnership."""
    address = PAGES.get(sent.document.subject_type)
    if address is not None:
        return address(sent)
    return reverse("documents:receipt", args=[sent.document.partnership.slug, sent.document.doc_id, sent.pk])
