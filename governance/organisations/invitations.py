"""People are invited to a seat and choose a password of their own; nobody else ever knows it."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.accounts.invitations import invitation_token, invited_user
from governance.accounts.models import User
from governance.audit.actors import Actor
from governance.audit.services import SYSTEM_CHAIN, record
from governance.jobs.models import Job
from governance.jobs.registry import Finish, job
from governance.jobs.services import queue_job
from governance.workflow.refusals import Refused

from .actors import Actor as SeatedActor
from .citations import ONE_AT_A_TIME, RIGHT_FIGURES
from .kinds import SeatRole
from .models import Body, Seat
from .permissions import WHO_SEATS, may_run_installation, may_set_up_body
from .services import clean, refuse, require, seat_person

MAIL = "organisations.send_invitation"


def invite_person(
    *,
    email: str,
    name: str,
    body: Body,
    role: SeatRole | str,
    by: Actor,
    today: date,
    address: str,
    from_on: date | None = None,
) -> Seat:
    """Give a person a seat, and a new one a link by mail with which to choose a password.

    Somebody who already signs in gets the seat alone. `address` is where this installation is reached.
    """
    require(may_set_up_body(body, by), WHO_SEATS)
    with transaction.atomic():
        user = known_or_new(email=email, name=name)
        seat = seat_person(user=user, body=body, role=role, from_on=from_on or today, by=by, today=today)
        if not user.has_usable_password():
            send_invitation(user, by=by, today=today, address=address)
    return seat


def known_or_new(*, email: str, name: str) -> User:
    """The person with an address, registered without a password if nobody has it; must stand in a transaction."""
    user = User.objects.select_for_update(of=("self",)).filter(email=email.strip().lower()).first()
    if user is None:
        user = User(email=email.strip().lower(), name=name.strip())
        user.set_unusable_password()
        clean(user, exclude={"password"})
        user.save()
    return user


def send_invitation(user: User, *, by: Actor, today: date, address: str) -> None:
    """Ask for the mail; a link sent before dies with it."""
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    record(chain=SYSTEM_CHAIN, kind="accounts.user.invite", subject=user, by=by, occurred_on=today)
    queue_job(
        MAIL,
        key=f"{MAIL}:{user.pk}:{user.invited_at.isoformat()}",
        arguments={"user": user.pk, "address": address, "by": by.user_name},
    )


def invite_again(user: User, *, by: Actor, today: date, address: str) -> None:
    """Send a new link to somebody who has not yet chosen a password."""
    seats = user.seats.select_related("body__partnership", "body__organisation")
    allowed = may_run_installation(by) or any(may_set_up_body(seat.body, by) for seat in seats)
    require(allowed, WHO_SEATS)
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if held.has_usable_password():
            raise refuse(_("%s har redan valt lösenord.") % held, ONE_AT_A_TIME)
        send_invitation(held, by=by, today=today, address=address)


@job(MAIL)
def mail_invitation(asked: Job) -> Finish | None:
    """Write the mail; the link is made here, so that it is stored nowhere."""
    user = User.objects.get(pk=asked.arguments["user"])
    if user.has_usable_password() or not user.is_active:
        return None
    link = asked.arguments["address"].rstrip("/") + reverse("accounts:accept", args=[invitation_token(user)])
    text = render_to_string("accounts/invitation.txt", {"user": user, "link": link, "by": asked.arguments["by"]})
    send_mail(_("Inbjudan till Samverk"), text, settings.DEFAULT_FROM_EMAIL, [user.email])
    return None


def accept_invitation(token: str, password: str, *, today: date) -> User:
    """Let the invited person choose her password; the link has then done its work."""
    with transaction.atomic():
        found = invited_user(token)
        user = found and User.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if user is None or invited_user(token) is None:
            raise dead_link()
        user.set_password(password)
        user.save(update_fields=["password"])
        by = SeatedActor(user=user, seat=None, today=today)
        record(chain=SYSTEM_CHAIN, kind="accounts.user.join", subject=user, by=by, occurred_on=today)
    return user


def dead_link() -> Refused:
    """The link has been used, has been replaced, or is too old."""
    return refuse(
        _("Länken gäller inte längre. Den kan vara använd, ersatt av en nyare eller äldre än fjorton dagar."),
        RIGHT_FIGURES,
    )


def change_password(user: User, password: str, *, by: Any, today: date) -> User:
    """Give the person a new password of her own choice."""
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        held.set_password(password)
        held.save(update_fields=["password"])
        record(chain=SYSTEM_CHAIN, kind="accounts.user.change_password", subject=held, by=by, occurred_on=today)
    return held
