"""What the pages of agreements have in common: where one is, what is beside, and how something is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_form, owned_or_404
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import AlreadyDone, NotAllowed, Refusal, Refused

from .. import permissions
from ..models import Agreement, AgreementVersion
from ..redline import share_words

FORM = "agreements/texts/form.html"


def frame(partnership: Partnership, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of agreements gives its template: the way here."""
    way = [*way_to(partnership), (_("Avtal"), reverse("agreements:list", args=[partnership.slug])), *trail]
    return {"partnership": partnership, "crumbs": [*way[:-1], (way[-1][0], "")]}


def agreement_url(agreement: Agreement) -> str:
    """The agreement's page."""
    return reverse("agreements:agreement", args=[agreement.partnership.slug, agreement.pk])


def text_url(agreement: Agreement) -> str:
    """The page where its text is written."""
    return reverse("agreements:text", args=[agreement.partnership.slug, agreement.pk])


def below(agreement: Agreement, here: str, *, back: str = "") -> dict[str, Any]:
    """The frame of a page below an agreement's."""
    to_text = back == "text"
    trail = [(agreement.title, agreement_url(agreement))]
    trail += [(_("Texten"), text_url(agreement))] if to_text else []
    return {
        **frame(agreement.partnership, *trail, (here, "")),
        "agreement": agreement,
        "eyebrow": f"{agreement}",
        "back_url": text_url(agreement) if to_text else agreement_url(agreement),
        "back_label": _("Tillbaka till texten") if to_text else _("Tillbaka till avtalet"),
    }


def read_agreement(pk: int) -> list[QuerySet[Agreement]]:
    """An agreement with what every page of it names, and whether others rest on it."""
    below = Agreement.objects.filter(Q(parent=OuterRef("pk")) | Q(supersedes=OuterRef("pk")))
    found = Agreement.objects.filter(pk=pk).annotate(has_below=Exists(below))
    return [found.select_related("partnership", "parent", "supersedes", "negotiation")]


def find_agreement(request: SamverkRequest, slug: str, pk: int) -> Agreement:
    """An agreement that the actor may know of."""
    found: Agreement = owned_or_404(request, slug, pk, read_agreement, about="agreements.agreement")
    return found


def find_version(request: SamverkRequest, slug: str, pk: int) -> AgreementVersion:
    """A version of a text that the actor may know of."""
    found = AgreementVersion.objects.visible_to(request.actor).filter(agreement__partnership__slug=slug, pk=pk)
    along = ("agreement__partnership", "agreement__parent", "agreement__supersedes")
    version = found.select_related(*along).first()
    if version is None:
        raise Http404
    return version


def find_row(request: SamverkRequest, model: Any, slug: str, pk: int) -> Any:
    """A row of a version that the actor may know of, with its agreement."""
    found = model.objects.visible_to(request.actor).filter(version_of__agreement__partnership__slug=slug, pk=pk)
    row = found.select_related("version_of__agreement__partnership").first()
    if row is None:
        raise Http404
    return row


def draft_of(agreement: Agreement) -> AgreementVersion:
    """The version that is being written; without one, there is nothing to change on the page."""
    newest = agreement.newest_version
    if newest is None or not newest.is_drafting:
        raise Http404
    newest.agreement = agreement
    return newest


def require_writer(subject: Any, request: SamverkRequest) -> None:
    """Show a form only to those who may send it."""
    if not permissions.may_write(subject, request.actor):
        raise permissions.not_allowed()


def post_only(request: SamverkRequest) -> None:
    """An address that only acts has no page of its own."""
    if request.method != "POST":
        raise Http404


def readable(refusal: Refusal) -> Refusal:
    """A refusal whose saved and own values are kronor and percentages, not öre and millionths."""
    return replace(
        refusal, rows=tuple((named(name), said(name, saved), said(name, own)) for name, saved, own in refusal.rows)
    )


def named(field: str) -> str:
    """A field's name without its unit of storage."""
    return str(field).removesuffix(" i ören").removesuffix(" i miljondelar").capitalize()


def said(field: str, value: Any) -> Any:
    """A value as its reader knows it."""
    if value in (None, "", "–"):
        return "–"
    if str(field).endswith("i ören"):
        return kr(Sek(int(value)))
    return share_words(int(value)) if str(field).endswith("i miljondelar") else value


def answer(
    request: SamverkRequest,
    form: Form,
    act: Callable[[Any], str],
    context: dict[str, Any],
    *,
    template: str = FORM,
    done: str = "",
) -> HttpResponse:
    """Show a form, ask again, refuse in place or act once; what was refused is told in kronor and words."""

    def with_words(data: Any) -> str:
        try:
            return act(data)
        except (AlreadyDone, NotAllowed):
            raise
        except Refused as refused:
            refused.refusals = [readable(each) for each in refused.refusals]
            raise

    return answer_form(request, form, with_words, template, {"refusals": (), "lead": "", **context}, done=done)
