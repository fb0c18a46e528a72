"""What documents tell the frame, the desk and the trail."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.ui import menu
from governance.workflow.together import Wish

from .models import Dispatch, DispatchQuerySet
from .receipts import receipt_url, still_asked


def unconfirmed(*principals: int) -> list[DispatchQuerySet]:
    """What some principals have been sent and not confirmed, while it matters."""
    found = still_asked(Dispatch.objects.waiting().filter(principal_id__in=principals))
    return [found.select_related("document__partnership").defer("document__data").order_by("sent_on", "pk")]


@agenda.reading
def receipt_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Documents that the principal one speaks for has not confirmed, while it matters that they arrive."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id or not seat.body.organisation_id:
        return None
    mine = (each.pk for each in actor.principals if each.organisation_id == seat.body.organisation_id)
    return agenda.Wanted(
        Wish("documents.unconfirmed", unconfirmed, tuple(mine)),
        lambda rows: [
            agenda.Duty(
                title=_("Kvittera %s") % each.document.title,
                url=receipt_url(each),
                text=_("Bekräfta att dokumentet har kommit fram."),
                context=each.document.partnership.short_name,
                since=each.sent_on,
                action=_("Kvittera"),
                action_url=receipt_url(each),
            )
            for each in rows
        ],
    )


def page_of(event: Event) -> str:
    """Where events about documents and dispatches can be seen."""
    kind = event.subject_type.rsplit(".", 1)[-1]
    return reverse("documents:find", args=[kind, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    agenda.duty_source(receipt_duties)
    agenda.section(
        gettext_lazy("Dokument"), lambda partnership: reverse("documents:list", args=[partnership.slug]), order=40
    )
    for name in ("documents.document", "documents.dispatch"):
        happenings.link(name, page_of)
    menu.register(
        "Dokument",
        "documents:start",
        order=40,
        shown_to=lambda actor: actor is not None and actor.is_person,
        sections=("documents:",),
    )
    menu.register_footer("Kontrollera ett dokument", "documents:verify", order=10)
