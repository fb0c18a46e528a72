"""How a page finds its document, and where each document has its pages."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.models import Partnership
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to

from .. import queries
from ..models import Document


@dataclass(frozen=True, slots=True)
class Found:
    """An edition of a document, and the others there are."""

    partnership: Partnership
    document: Document
    editions: list[Document]

    @property
    def newest(self) -> Document:
        """The last edition, sealed or ordered."""
        return self.editions[0]

    @property
    def newest_sealed(self) -> Document | None:
        """The last edition that has a file."""
        return next((each for each in self.editions if each.is_sealed), None)


def find_document(request: SamverkRequest, slug: str, doc_id: str, edition: int | None) -> Found:
    """The edition asked for, or the newest, of a document that the actor may know of."""
    partnership = partnership_or_404(request, slug)
    editions = queries.editions_of(partnership, doc_id)
    chosen = next((each for each in editions if edition in (None, each.edition)), None)
    if chosen is None:
        raise Http404
    for each in editions:
        each.partnership = partnership
    return Found(partnership, chosen, editions)


def address(name: str, document: Document, slug: str, *, newest: bool) -> str:
    """A page about a document ("document", "file" or "data"): the newest edition's has no number in it."""
    if newest:
        return reverse(f"documents:{name}", args=[slug, document.doc_id])
    numbered = {"document": "edition", "file": "edition_file", "data": "edition_data"}[name]
    return reverse(f"documents:{numbered}", args=[slug, document.doc_id, document.edition])


def crumbs_to(partnership: Partnership, *here: tuple[str, str]) -> list[tuple[str, Any]]:
    """The way to a page about documents."""
    way = [*way_to(partnership), (_("Dokument"), reverse("documents:list", args=[partnership.slug])), *here]
    return [*way[:-1], (way[-1][0], "")]
