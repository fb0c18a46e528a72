"""What the pages of a negotiation have in common: the doors to rows, the way here, the parts beside, a form's page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_form, owned_or_404
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Chip
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import AlreadyDone, NotAllowed, Refusal, Refused

from .. import permissions, registry
from ..forms.base import RowForm
from ..models import Negotiation, Party

FORM = "agreements/negotiations/form.html"


def read_negotiation(pk: int) -> list[QuerySet[Negotiation]]:
    """A negotiation with its partnership."""
    return [Negotiation.objects.filter(pk=pk).select_related("partnership")]


def find_negotiation(request: SamverkRequest, slug: str, pk: int) -> Negotiation:
    """A negotiation that the actor may know of."""
    found: Negotiation = owned_or_404(request, slug, pk, read_negotiation, about="negotiations.negotiation")
    return found


def find_party(negotiation: Negotiation, pk: int) -> Party:
    """A party of the negotiation, also one that has left."""
    party = negotiation.parties.with_organisation().filter(pk=pk).first()
    if party is None:
        raise Http404
    party.negotiation = negotiation
    return party


def find_part(rows: Any, pk: int) -> Any:
    """A row that belongs to the negotiation."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def url_of(negotiation: Negotiation, name: str, *args: Any) -> str:
    """The address of a page of the negotiation."""
    return reverse(f"negotiations:{name}", args=[negotiation.partnership.slug, negotiation.pk, *args])


def home(partnership: Partnership) -> tuple[str, str]:
    """The list of negotiations, as a step of the way."""
    return _("Förhandlingar"), reverse("negotiations:list", args=[partnership.slug])


def full_name(name: str) -> str:
    """A part's name as an address has it: ours may be told without their app."""
    return name if ":" in name else f"negotiations:{name}"


def frame(negotiation: Negotiation, current: str = "room", *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of a negotiation gives its template: the way here, and the parts beside."""
    at = [negotiation.partnership.slug, negotiation.pk]
    current = full_name(current)
    parts = [
        Chip(label=_(label), url=reverse(name, args=at), current=name == current) for label, name in registry.PARTS
    ]
    here = [(chip.label, chip.url) for chip in parts[1:] if chip.current]
    way = [
        *way_to(negotiation.partnership),
        home(negotiation.partnership),
        (negotiation.title, url_of(negotiation, "room")),
        *here,
        *trail,
    ]
    return {
        "partnership": negotiation.partnership,
        "negotiation": negotiation,
        "crumbs": [*way[:-1], (way[-1][0], "")],
        "parts": parts,
    }


def require(allowed: bool, who: Any) -> None:
    """Show a form only to those who may send it."""
    if not allowed:
        raise NotAllowed(str(who))


def require_assistant(negotiation: Negotiation, request: SamverkRequest) -> None:
    """The negotiators and their office."""
    require(permissions.may_assist(negotiation, request.actor), permissions.WHO_ASSISTS)


def require_speaker(party: Party, request: SamverkRequest) -> None:
    """Those who speak for the party."""
    require(permissions.may_speak_for(party, request.actor), permissions.WHO_SPEAKS)


def in_kronor(refusal: Refusal) -> Refusal:
    """A refusal whose saved and own values are amounts in kronor, not öre."""

    def shown(field: str, value: Any) -> Any:
        return kr(Sek(value)) if field.endswith("i ören") and isinstance(value, int) else value or "–"

    rows = tuple(
        (str(field).removesuffix(" i ören").capitalize(), shown(str(field), saved), shown(str(field), own))
        for field, saved, own in refusal.rows
    )
    return replace(refusal, rows=rows) if refusal.rows else refusal


def form_page(  # noqa: PLR0913 -- a page is told all at once
    request: SamverkRequest,
    negotiation: Negotiation,
    form: RowForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    button: str,
    back: str = "room",
    back_args: tuple[Any, ...] = (),
    back_label: str = "",
    crumb: str = "",
    lead: str = "",
    done: str = "",
    template: str = FORM,
    **context: Any,
) -> HttpResponse:
    """A page with one form that does one thing: shown, asked again, refused in place or done once.

    `act` is given what was typed and `version`; it may answer with where to go, otherwise one goes back.
    """
    back_url = url_of(negotiation, back, *back_args)
    part = back if full_name(back) in {name for _label, name in registry.PARTS} else "parties"

    def with_words(data: dict[str, Any]) -> str:
        try:
            made = act({name: value for name, value in data.items() if name != "row_version"})
        except (AlreadyDone, NotAllowed):
            raise
        except Refused as refused:
            refused.refusals = [in_kronor(each) for each in refused.refusals]
            raise
        return made if isinstance(made, str) and made.startswith("/") else back_url

    shown = {
        **frame(negotiation, part, (crumb or title, "")),
        "title": title,
        "eyebrow": negotiation.title,
        "lead": lead,
        "button": button,
        "back_url": back_url,
        "back_label": back_label or _("Tillbaka"),
        "refusals": (),
        **context,
    }
    return answer_form(request, form, with_words, template, shown, done=done)


def version_of(form: RowForm) -> int | None:
    """The version of the row that the reader saw."""
    seen: int | None = form.cleaned_data.get("row_version")
    return seen


def post_only(request: SamverkRequest) -> None:
    """An address that only acts has no page of its own."""
    if request.method != "POST":
        raise Http404
