"""Where a receiver confirms a document: on a page here, or on the page of the app that the document is about."""

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse

from .models import Dispatch, DispatchQuerySet

Address = Callable[[Dispatch], str]
Needless = Callable[[], Q]
PAGES: dict[str, Address] = {}
NEEDLESS: dict[str, Needless] = {}


def receipt_page(subject_type: str, address: Address, *, needless: Needless | None = None) -> None:
    """Say where documents on a kind of subject are confirmed; called in `AppConfig.ready`, asks no database.

    `needless` gives a condition on dispatches: when it holds, nobody need be asked for the receipt any more.
    """
    PAGES[subject_type] = address
    if needless is not None:
        NEEDLESS[subject_type] = needless


def still_asked(sent: DispatchQuerySet) -> DispatchQuerySet:
    """Those whose receipt still tells somebody something."""
    for subject_type, needless in NEEDLESS.items():
        sent = sent.exclude(Q(document__subject_type=subject_type) & needless())
    return sent


def receipt_url(sent: Dispatch) -> str:
    """The page of the form; the dispatch comes with its document and partnership."""
    address = PAGES.get(sent.document.subject_type)
    if address is not None:
        return address(sent)
    return reverse("documents:receipt", args=[sent.document.partnership.slug, sent.document.doc_id, sent.pk])
