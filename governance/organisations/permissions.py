"""Who may set up what. The system itself may, when a person has asked it to (a job, the demonstration)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.audit.actors import Actor as AnyActor

from .actors import Actor
from .kinds import BodyKind, SeatRole
from .models import Body, Organisation, Partnership, PartnershipQuerySet

WHO_RUNS = _("den som är systemansvarig")
WHO_SETS_UP = _("systemansvarig, eller partnerskapets administratör eller programkontorets sekreterare")
WHO_SEATS = _("systemansvarig, eller en administratör i den organisation eller det partnerskap som organet hör till")
WHO_GIVES_MANDATE = _("ordförande, sekreterare, registrator eller administratör i den organisation som ger mandatet")
MANDATE_KEEPERS = (SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.REGISTRAR, SeatRole.ADMINISTRATOR)


def may_run_installation(actor: AnyActor) -> bool:
    """Whether the actor runs the installation: registers organisations, partnerships and population figures."""
    return actor.is_system or bool(getattr(person_of(actor), "is_staff", False))


def person_of(actor: Any) -> Any:
    """The user behind an actor; the system has none."""
    return getattr(actor, "user", None)


def may_set_up(partnership: Partnership, actor: AnyActor) -> bool:
    """Whether the actor may set up principals, bodies and seats of the partnership."""
    if may_run_installation(actor):
        return True
    seat = getattr(actor, "seat", None)
    if seat is None or seat.body.partnership_id != partnership.pk:
        return False
    is_office = seat.body.kind == BodyKind.PROGRAMME_OFFICE and seat.role == SeatRole.SECRETARY
    return seat.role == SeatRole.ADMINISTRATOR or is_office


def partnerships_to_set_up(actor: Actor) -> PartnershipQuerySet:
    """The partnerships whose set-up the actor may see: one's own, and every one for those who run the installation."""
    return Partnership.objects.all() if may_run_installation(actor) else Partnership.objects.visible_to(actor)


def may_set_up_organisation(organisation: Organisation, actor: AnyActor) -> bool:
    """Whether the actor may set up the organisation's own bodies.

    A partnership's administrator may not: whoever seats people for a principal speaks for it in every partnership.
    """
    if may_run_installation(actor):
        return True
    seat = getattr(actor, "seat", None)
    return (
        seat is not None
        and seat.role == SeatRole.ADMINISTRATOR
        and seat.body.partnership_id is None
        and seat.body.organisation_id == organisation.pk
    )


def may_set_up_body(body: Body, actor: AnyActor) -> bool:
    """Whether the actor may change the body and seat people in it."""
    if body.partnership is not None:
        return may_set_up(body.partnership, actor)
    return body.organisation is not None and may_set_up_organisation(body.organisation, actor)


def may_give_mandate(organisation: Organisation, actor: AnyActor) -> bool:
    """Whether the actor may register what the organisation lets somebody do for it (P-08).

    Only its own people may, from a seat in one of its own bodies: nobody gives a mandate for another (P-12).
    """
    if actor.is_system:
        return True
    seat = getattr(actor, "seat", None)
    return (
        seat is not None
        and seat.role in MANDATE_KEEPERS
        and seat.body.partnership_id is None
        and seat.body.organisation_id == organisation.pk
    )
