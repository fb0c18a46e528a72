"""Who may appoint, call, record, adjust, account and close; asked with the subject and the actor.

Everyone in a partnership may read everything in it (X-01); the querysets' `visible_to` sees to that.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.commitments.permissions import REPORTERS, SPEAKERS
from agreements.negotiations.permissions import may_assist
from governance.organisations.actors import Actor
from governance.organisations.kinds import OrganisationKind, SeatRole

WHO_FORMS = _("en förhandlingsperson, kansliet eller statens företrädare")
WHO_APPOINTS = _("partens egen företrädare; ordförande, vice ordförande och sekreterare utses av statens företrädare")
WHO_PREPARES = _("styrelsens sekreterare eller ordförande")
WHO_DECIDES = _("styrelsens ordförande eller vice ordförande")
WHO_ATTESTS = _("den som ledde sammanträdet; har den personen lämnat styrelsen, ordföranden eller vice ordföranden")
WHO_ADJUSTS = _("den justerare som ordföranden har utsett")
WHO_RETURNS = _(
    "justeraren eller den som ledde sammanträdet; har den personen lämnat styrelsen, ordföranden eller vice ordföranden"
)
WHO_ACCOUNTS = _("partens företrädare, handläggare, controller eller ledamot i styrelsen")
WHO_SYSTEM = _("Samverk, som en följd av någon annans handling")


def board_of(subject: Any) -> Any:
    """The board itself, or the one that a meeting, an item or a year's accounts belong to."""
    return subject if hasattr(subject, "body_id") else subject.board


def may_form(agreement: Any, actor: Actor) -> bool:
    """The negotiators and their office, or the State's own representative."""
    return may_assist(agreement, actor) or speaks_for_state(agreement, actor)


def speaks_for_state(agreement: Any, actor: Actor) -> bool:
    """Whether the seat acted from is the State's own representative."""
    mine = actor.principal_in(agreement.partnership_id)
    return mine is not None and mine.organisation.kind == OrganisationKind.STATE and actor.sits_as(*SPEAKERS)


def speaks_for(principal_id: int, subject: Any, actor: Actor) -> bool:
    """Whether the seat acted from represents the principal."""
    mine = actor.principal_in(subject.partnership_id)
    return mine is not None and mine.pk == principal_id and actor.sits_as(*SPEAKERS)


def may_prepare(subject: Any, actor: Actor) -> bool:
    """The board's secretariat prepares; its chair may as well."""
    return actor.sits_in(board_of(subject).body_id) and (
        actor.sits_as(SeatRole.SECRETARY, SeatRole.CHAIR) or is_deputy_chair(subject, actor)
    )


def may_decide(subject: Any, actor: Actor) -> bool:
    """The chair, or the deputy chair in the chair's place."""
    if not actor.sits_in(board_of(subject).body_id):
        return False
    return actor.sits_as(SeatRole.CHAIR) or is_deputy_chair(subject, actor)


def leader_of(meeting: Any, today: date) -> Any:
    """The seat that the meeting was led from, for as long as somebody sits in it; nothing after that."""
    seat = meeting.chaired_by
    has_left = seat is not None and seat.until_on is not None and seat.until_on < today
    return None if has_left else seat


def may_attest(meeting: Any, actor: Actor) -> bool:
    """Whoever led the meeting; where that person has left, the chair or the deputy chair, or nobody could."""
    if meeting.chaired_by_id is None or actor.seat is None:
        return False
    leader = leader_of(meeting, actor.today)
    return may_decide(meeting, actor) if leader is None else leader.pk == actor.seat.pk


def may_adjust(meeting: Any, actor: Actor) -> bool:
    """The adjuster, from his or her own seat; nobody adjusts for another."""
    return actor.seat is not None and meeting.adjuster_id == actor.seat.pk


def may_return(meeting: Any, actor: Actor) -> bool:
    """Whoever finds the minutes wrong: the adjuster, or one who may answer for them as whoever led the meeting."""
    return may_adjust(meeting, actor) or may_attest(meeting, actor)


def is_deputy_chair(subject: Any, actor: Actor) -> bool:
    """Whether the seat acted from is the deputy chair's; asked once, and of seats of deputies alone."""
    if not actor.sits_as(SeatRole.DEPUTY) or actor.seat is None:
        return False
    found = board_of(subject).appointments.filter(seat_id=actor.seat.pk, place="deputy_chair")
    return actor.recall(f"boards.deputy_chair.{actor.seat.pk}", found.exists)


def may_account(accounts: Any, actor: Actor) -> bool:
    """The party's people, or whoever sits in the board for it; whoever holds the office today."""
    mine = actor.principal_in(accounts.partnership_id)
    if mine is not None and mine.pk == accounts.principal_id and actor.sits_as(*REPORTERS):
        return True
    if actor.seat is None or not actor.sits_in(accounts.round.board.body_id):
        return False
    appointments = accounts.round.board.appointments.filter(seat_id=actor.seat.pk)
    sits_for = actor.recall(
        f"boards.sits_for.{actor.seat.pk}", lambda: list(appointments.values_list("principal_id", flat=True))
    )
    return accounts.principal_id in sits_for


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
