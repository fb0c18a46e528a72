"""How a board comes to be and is peopled: set up for an agreement, appointed by the State and by each party."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.commitments.words import lower_first
from agreements.texts.models import Agreement
from agreements.texts.states import BINDING, AgreementState
from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.organisations.invitations import known_or_new, send_invitation
from governance.organisations.kinds import BodyKind, OrganisationKind, SeatRole
from governance.organisations.models import Body, Principal
from governance.organisations.services import add_body, end_seat, seat_person
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right
from governance.workflow.refusals import NotAllowed

from .. import citations, permissions
from ..models import Appointment, Board
from ..states import OF_PARTY, OF_STATE, BoardState, Place

FORMED_FROM = (AgreementState.PARTLY_SIGNED, AgreementState.AWAITING_DECISIONS, *BINDING)
SEAT_OF: dict[str, SeatRole] = {
    Place.CHAIR: SeatRole.CHAIR,
    Place.DEPUTY_CHAIR: SeatRole.DEPUTY,
    Place.MEMBER: SeatRole.MEMBER,
    Place.DEPUTY: SeatRole.DEPUTY,
    Place.SECRETARY: SeatRole.SECRETARY,
}
YOURSELF = "du själv: rätta uppgiften"


@transaction.atomic
def form_board(agreement: Agreement, *, by: Any, today: date, name: str = "") -> Board:
    """Set up the joint board of an agreement (inrätta); asking again gives the same board.

    Supplementary agreements have none of their own: their board is that of the agreement which they change.
    """
    root: Agreement = steps.lock(agreement.root)
    known = Board.objects.filter(agreement=root).select_related("body").first()
    if known is not None:
        return known
    require_right(root, by, permissions.may_form, permissions.WHO_FORMS)
    if root.state not in FORMED_FROM:
        raise refuse(
            _("Avtalet är ”%s”. Styrelsen inrättas när parterna har börjat underteckna.")
            % root.get_state_display().lower(),
            citations.FORUM,
            mended_by="parterna: underteckna avtalet",
        )
    body = board_body(root, name.strip(), today=today)
    board = Board(partnership_id=root.partnership_id, agreement=root, body=body, formed_on=today)
    steps.create(board, by=by, today=today, agreement=str(root))
    return board


def board_body(agreement: Agreement, name: str, *, today: date) -> Body:
    """The body in which the board's people sit; one that stands there without a board is taken over."""
    given = name or _("Styrelsen för %s") % lower_first(str(agreement))
    free = Body.objects.filter(partnership_id=agreement.partnership_id, kind=BodyKind.BOARD, board__isnull=True)
    found = free.filter(name=given).first()
    return found or add_body(
        kind=BodyKind.BOARD,
        name=given,
        partnership=agreement.partnership,
        decides_within_frame=True,
        by=SYSTEM,
        today=today,
    )


def state_party(board: Board) -> Principal | None:
    """The State among the agreement's parties, or nothing."""
    states = (each.principal for each in board.parties)
    return next((each for each in states if each.organisation.kind == OrganisationKind.STATE), None)


def may_appoint(board: Board, principal: Principal | None, by: Any) -> bool:
    """The State appoints for the whole board (where it is no party, the negotiators do); each party for itself."""
    if by.is_system:
        return True
    if principal is not None:
        return permissions.speaks_for(principal.pk, board, by)
    if state_party(board) is not None:
        return permissions.speaks_for_state(board, by)
    return permissions.may_form(board, by)


@transaction.atomic
def appoint(
    board: Board,
    *,
    place: str,
    user: User,
    reference: str,
    by: Any,
    today: date,
    principal: Principal | None = None,
    from_on: date | None = None,
) -> Appointment:
    """Appoint a person to a place in the board (utse), by a decision of those who appoint.

    Whoever held the place before leaves it the day before; both appointments stay readable.
    """
    held: Board = steps.lock(board)
    if not may_appoint(held, principal, by):
        raise NotAllowed(str(permissions.WHO_APPOINTS))
    begins = from_on or today
    refuse_appointment(held, Place(place), principal, reference)
    before = succeed(held, Place(place), principal, begins, today=today)
    if before is not None and before.seat.user_id == user.pk:
        raise refuse(_("%s har redan den platsen.") % user, citations.COMPOSITION, mended_by=YOURSELF)
    seat = seat_person(user=user, body=held.body, role=SEAT_OF[place], from_on=begins, by=SYSTEM, today=today)
    appointment = Appointment(
        board=held,
        place=place,
        principal=principal,
        seat=seat,
        order=list(Place).index(Place(place)),
        reference=reference.strip(),
        appointed_on=today,
    )
    steps.create(appointment, by=by, today=today, kind="appoint", person=user.name, place=str(Place(place).label))
    return appointment


@transaction.atomic
def appoint_invited(
    board: Board,
    *,
    email: str,
    name: str,
    address: str,
    by: Any,
    today: date,
    principal: Principal | None = None,
    **appointment: Any,
) -> Appointment:
    """Appoint a person who is new in Samverk (bjuda in): she gets a link by mail with which to choose a password.

    Those who appoint need no right to set up bodies: the board's places are what they decide about.
    """
    held: Board = steps.lock(board)
    if not may_appoint(held, principal, by):
        raise NotAllowed(str(permissions.WHO_APPOINTS))
    user = known_or_new(email=email, name=name)
    made = appoint(held, user=user, principal=principal, by=by, today=today, **appointment)
    if not user.has_usable_password():
        send_invitation(user, by=by, today=today, address=address)
    return made


def refuse_appointment(board: Board, place: Place, principal: Principal | None, reference: str) -> None:
    """Raise Refused where the appointment cannot be right."""
    if board.state == BoardState.CLOSED:
        raise refuse(_("Styrelsen är avslutad."), citations.COMPOSITION, mended_by="ingen: arbetet är klart")
    if not reference.strip():
        raise refuse(_("Ange beslutet om vem som är utsedd."), citations.COMPOSITION, mended_by=YOURSELF)
    if (place in OF_PARTY) != (principal is not None) or (place in OF_STATE) != (principal is None):
        words = _("Ledamot och ersättare utses av en part, ordförande, vice ordförande och sekreterare av staten.")
        raise refuse(words, citations.COMPOSITION, mended_by=YOURSELF)
    if principal is not None and not board.agreement.parties.filter(principal=principal).exists():
        words = _("%s är inte part i avtalet.") % principal
        raise refuse(words, citations.COMPOSITION, mended_by=YOURSELF)


def succeed(board: Board, place: Place, principal: Principal | None, begins: date, *, today: date) -> Any:
    """Let the one who holds the place leave it the day before; what was done from it stays in that name."""
    before = board.appointments.filter(place=place, principal=principal, ended_on__isnull=True).told().first()
    if before is None:
        return None
    last = max(begins - timedelta(days=1), before.seat.from_on)
    end_seat(before.seat, until_on=last, by=SYSTEM, today=today, version=None)
    steps.edit(before, by=SYSTEM, today=today, version=None, changes={"ended_on": last}, kind="end")
    return before


@transaction.atomic
def activate_board(board: Board, *, by: Any, today: date, version: int | None = None) -> Board:
    """Begin the board's work: the agreement holds and everybody is appointed (bli verksam)."""
    begun: Board = steps.perform(board, "activate", by=by, today=today, version=version).subject
    return begun
