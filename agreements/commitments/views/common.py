"""What the pages of commitments have in common: where one is, how something is found, how an act is asked for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.views.common import agreement_url, find_agreement, named, said
from agreements.texts.views.common import frame as agreements_frame
from governance.organisations.pages import answer_form, owned_or_404
from governance.organisations.policy import SamverkRequest
from governance.workflow.refusals import AlreadyDone, NotAllowed, Refused

from ..models import Commitment

__all__ = ["agreement_url", "find_agreement"]

FORM = "agreements/commitments/form.html"
ALONG = (
    "partnership",
    "agreement__partnership",
    "agreement__parent",
    "agreement__negotiation",
    "principal__organisation",
    "counter_performance_of",
    "supersedes",
)


def list_url(agreement: Any) -> str:
    """The list of an agreement's commitments."""
    return reverse("commitments:list", args=[agreement.partnership.slug, agreement.pk])


def commitment_url(commitment: Commitment) -> str:
    """A commitment's page."""
    return reverse("commitments:commitment", args=[commitment.partnership.slug, commitment.pk])


def in_list(agreement: Any, *trail: tuple[str, str]) -> dict[str, Any]:
    """The frame of the list and of the pages below it."""
    way = ((agreement.title, agreement_url(agreement)), (_("Åtaganden"), list_url(agreement)), *trail)
    return {
        **agreements_frame(agreement.partnership, *way),
        "agreement": agreement,
        "eyebrow": str(agreement),
        "back_url": list_url(agreement),
        "back_label": _("Tillbaka till åtagandena"),
    }


def below(commitment: Commitment, *trail: tuple[str, str]) -> dict[str, Any]:
    """The frame of a page below a commitment's."""
    return {
        **in_list(commitment.agreement, (str(commitment), commitment_url(commitment)), *trail),
        "held": commitment,
        "eyebrow": f"{commitment.agreement} · {commitment.principal.organisation.short_name}",
        "back_url": commitment_url(commitment),
        "back_label": _("Tillbaka till åtagandet"),
    }


def read_commitment(pk: int) -> list[QuerySet[Commitment]]:
    """A commitment with what every page of it names."""
    return [Commitment.objects.filter(pk=pk).select_related(*ALONG)]


def find_commitment(request: SamverkRequest, slug: str, pk: int) -> Commitment:
    """A commitment that the actor may know of."""
    found: Commitment = owned_or_404(request, slug, pk, read_commitment, about="commitments.commitment")
    return found


def find_below(rows: Any, pk: int) -> Any:
    """A row below a commitment; what does not belong to it is not there."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def require_right(may: bool, who: Any) -> None:
    """Show a form only to those who may send it; others read who may."""
    if not may:
        raise NotAllowed(str(who))


def in_words(name: str, old: Any, new: Any) -> tuple[str, Any, Any]:
    """A changed field as its reader knows it: kronor and per cent, not öre and millionths."""
    return named(name), said(name, old), said(name, new)


def answer(
    request: SamverkRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], str],
    context: dict[str, Any],
    *,
    done: str,
    template: str = FORM,
) -> HttpResponse:
    """Show a form, ask again, refuse in place or act once; refusals are told in kronor and per cent."""

    def with_words(data: dict[str, Any]) -> str:
        try:
            return act(data)
        except (AlreadyDone, NotAllowed):
            raise
        except Refused as refused:
            refused.refusals = [
                replace(
                    each, rows=tuple((named(name), said(name, old), said(name, new)) for name, old, new in each.rows)
                )
                for each in refused.refusals
            ]
            raise

    return answer_form(
        request, form, with_words, template, {"refusals": (), "lead": "", "answers_to_check": (), **context}, done=done
    )
