"""Documents that went to each of the principals: sealed, sent, confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from governance.documents.models import Dispatch, Document
from governance.documents.states import DispatchState
from governance.lib.swedish_order import swedish_key
from governance.organisations.actors import Actor
from governance.organisations.kinds import PrincipalGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One principal's document, and what became of it."""

    name: str
    doc_id: str
    url: str
    is_sealed: bool
    sent_on: date | None
    received_on: date | None
    received_by: str
    diary_number: str
    is_mine: bool
    receipt_url: str


def document_url(document: Document, slug: str) -> str:
    """Where the document is shown and fetched."""
    return reverse("documents:document", args=[slug, document.doc_id])


def place_of(document: Document) -> tuple[bool, tuple[str, ...]]:
    """Where a receiver stands in a list: the region first, then in Swedish order, as in every other list of them."""
    receiver = document.principal
    if receiver is None:
        return (True, swedish_key(""))
    return (receiver.group != PrincipalGroup.REGION, swedish_key(receiver.organisation.name))


def letter_rows(
    documents: Iterable[Document], sent: Mapping[int, Dispatch], actor: Actor, slug: str
) -> list[LetterRow]:
    """A row for each principal's document, the region first and then by name; no query besides who one is."""
    rows = []
    for document in sorted(documents, key=place_of):
        if document.principal is None:
            continue
        dispatch = sent.get(document.pk)
        is_mine = actor.receives_for(document.principal_id, document.partnership_id)
        waits = dispatch is not None and dispatch.state == DispatchState.SENT
        rows.append(
            LetterRow(
                name=document.principal.organisation.name,
                doc_id=document.doc_id,
                url=document_url(document, slug),
                is_sealed=document.is_sealed,
                sent_on=dispatch.sent_on if dispatch else None,
                received_on=dispatch.received_on if dispatch else None,
                received_by=dispatch.received_by if dispatch else "",
                diary_number=dispatch.diary_number if dispatch else "",
                is_mine=is_mine,
                receipt_url=reverse("budgets:receipt", args=[slug, dispatch.pk])
                if dispatch and waits and is_mine
                else "",
            )
        )
    return rows
