"""What benefits and packages tell the rest of Samverk: whose turn it is, what is in the room, where events are seen."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations import registry
from agreements.negotiations.models import Negotiation
from agreements.negotiations.permissions import LEADERS, SPEAKERS, led_by
from agreements.negotiations.states import GOING_ON, NegotiationState
from governance.audit.models import Event
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.kinds import TALKS, BodyKind
from governance.workflow.together import Wish

from .board import Board
from .models import Package, PackageConsent
from .models.valuations import acted_for
from .pages.matrix import matrix_of
from .pages.packs import packs_of
from .pages.room import next_in, turn_in
from .states import AGREED_IN, LIVE, ConsentState, PackageState

SHOWN = 3
SHOWN_OF_ANSWER = (
    *("reason", "package__state", "package__number", "package__title"),
    *("package__laid_on", "package__answer_by", "package__ended_on"),
    *("package__negotiation__state", "package__negotiation__title", "package__negotiation__partnership__slug"),
)
ASKED = {
    ConsentState.ASKED: (gettext_lazy("Svara på paket %s"), gettext_lazy("Svara på paketet")),
    ConsentState.OUTDATED: (gettext_lazy("Ta del av varför paket %s inte gäller längre"), gettext_lazy("Läs skälet")),
}


def package_url(package: Package) -> str:
    """The package's page."""
    negotiation = package.negotiation
    return reverse("benefits:package", args=[negotiation.partnership.slug, negotiation.pk, package.number])


@agenda.reading
def partys_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Packages that wait for the party's answer, and answers that hold no longer (N-14)."""
    own = acted_for(actor)
    if not own or not actor.sits_as(*SPEAKERS):
        return None
    waiting = PackageConsent.objects.filter(party__principal__organisation_id=own, party__left_on__isnull=True)
    asked = waiting.filter(
        state=ConsentState.ASKED, package__state=PackageState.LAID, package__negotiation__state__in=AGREED_IN
    )
    ended = waiting.filter(state=ConsentState.OUTDATED, package__negotiation__state__in=GOING_ON)
    found = (
        (asked | ended)
        .select_related("package__negotiation__partnership")
        .only("state", *SHOWN_OF_ANSWER)
        .order_by("pk")
    )
    return agenda.Wanted(found, lambda rows: [partys_duty(each) for each in rows])


def partys_duty(consent: PackageConsent) -> agenda.Duty:
    """One of them."""
    title, action = ASKED[ConsentState(consent.state)]
    package = consent.package
    return agenda.Duty(
        title=str(title) % package.full_title,
        url=package_url(package),
        text=consent.reason or _("Varje part svarar inom sitt mandat."),
        context=package.negotiation.title,
        due_on=package.answer_by if consent.state == ConsentState.ASKED else None,
        since=package.ended_on or package.laid_on,
        action=action,
        action_url=package_url(package),
    )


@agenda.reading
def leaders_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Packages that hold no longer, for the negotiators to replace; one that lies before the parties has done so."""
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.NEGOTIATORS or seat.role not in LEADERS:
        return None
    return agenda.Wanted(
        Wish("benefits.ended", ended_in, (seat.body.partnership_id or 0,)),
        lambda rows: [  # the last that ended in each negotiation: one new package answers them all
            agenda.Duty(
                title=_("Lägg fram ett nytt paket i stället för %s") % each.full_title,
                url=package_url(each),
                text=each.reason,
                context=each.negotiation.title,
                since=each.ended_on or each.laid_on,
            )
            for each in {row.negotiation_id: row for row in rows}.values()
            if each.negotiation_id in led_by(actor)
        ],
    )


def ended_in(partnership: int) -> list[QuerySet[Package]]:
    """Packages that hold no longer where none has taken their place, in a partnership's negotiations."""
    found = Package.objects.filter(
        negotiation__partnership_id=partnership,
        negotiation__state=NegotiationState.NEGOTIATING,
        state=PackageState.OUTDATED,
    ).exclude(negotiation__packages__state__in=LIVE)
    return [found.select_related("negotiation__partnership")]


def laid_in(partnership: int) -> list[QuerySet[Package]]:
    """Packages that lie before the parties of a partnership's negotiations."""
    found = Package.objects.filter(
        negotiation__partnership_id=partnership, negotiation__state__in=AGREED_IN, state=PackageState.LAID
    )
    return [found.select_related("negotiation__partnership")]


@agenda.reading
def waitings(actor: Actor, today: date) -> agenda.Wanted[agenda.Waiting] | None:
    """Packages that the parties have before them, for the negotiators."""
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.NEGOTIATORS:
        return None
    return agenda.Wanted(
        Wish("benefits.laid", laid_in, (seat.body.partnership_id or 0,)),
        lambda rows: [
            agenda.Waiting(
                title=_("Paket %s") % each.full_title,
                url=package_url(each),
                turn=each.situations[each.state].turn,
                since=each.laid_on,
                due_on=each.answer_by,
            )
            for each in rows
        ],
    )


def room_panel(negotiation: Negotiation, actor: Any, today: date) -> dict[str, Any] | None:
    """The matrix and the packages in the negotiation's room, to each reader what he or she may know."""
    board = Board(negotiation, actor)
    if not board.issues or not board.parties:
        return None
    at = [negotiation.partnership.slug, negotiation.pk]
    packs = [each for each in packs_of(board, today) if each.package.state != PackageState.WITHDRAWN]
    return {
        "template": "agreements/benefits/_room.html",
        "order": 20,
        "matrix": matrix_of(board),
        "packs": packs[:SHOWN],
        "packs_lead": packs_lead(negotiation, board, bool(packs)),
        "benefits_url": reverse("benefits:overview", args=at),
        "benefits_label": _("Värdera för er part") if board.mine else _("Nyttor och intressen"),
        "packages_url": reverse("benefits:packages", args=at),
        "turn": turn_in(board),
        "next": next_in(board),
    }


def packs_lead(negotiation: Negotiation, board: Board, has_packs: bool) -> str:
    """What the packages are, to this reader."""
    if not board.is_leader:
        if has_packs:
            return _("Nyttan visas före kostnaden.")
        return _("Förhandlingspersonerna har inte lagt fram något paket än.")
    if negotiation.state not in (NegotiationState.PROPOSED, NegotiationState.INITIATING):
        return _("Nyttan visas före kostnaden. Skisserna ser bara ni, tills de läggs fram.")
    return _(
        "Nyttan visas före kostnaden. Paketen är skisser som bara ni ser. De kan läggas fram när fasen Förhandla har "
        "börjat."
    )


def page_of(event: Event) -> str:
    """Where events about our objects can be seen: an address that finds the page by the object's number."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("benefits:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (partys_duties, leaders_duties):
        agenda.duty_source(source, kinds=TALKS)
    agenda.waiting_source(waitings, kinds=TALKS)
    registry.room_panel(room_panel)
    for model in (Package, PackageConsent):
        happenings.link(model._meta.label_lower, page_of)
