"""Setting up: who takes part, where they meet and who sits there. Every act leaves its event."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from governance.accounts.models import User
from governance.audit.actors import Actor
from governance.audit.models import Event
from governance.audit.services import record
from governance.lib.text import in_ascii
from governance.workflow.citations import Citation
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import create, edit

from .citations import ONE_AT_A_TIME, RIGHT_FIGURES
from .kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole, groups_in
from .models import Body, Organisation, Partnership, PartnershipGroupObjectPermission, Principal, Seat
from .numbers import clean_organisation_number
from .permissions import (
    WHO_RUNS,
    WHO_SEATS,
    WHO_SETS_UP,
    may_run_installation,
    may_set_up,
    may_set_up_body,
    may_set_up_organisation,
)

YOURSELF = "du själv: rätta uppgiften"
NAME_IS_TAKEN = _later(
    "Ett annat partnerskap har redan det korta namnet, skrivet utan prickar och mellanslag: %s. "
    "Dokumentens nummer börjar med det, så välj ett annat."
)


def require(allowed: bool, who: Any) -> None:
    """Raise NotAllowed unless the actor may."""
    if not allowed:
        raise NotAllowed(str(who))


def refuse(sentence: str, rule: Citation) -> Refused:
    """Make a refusal that the one who acts can mend."""
    return Refused([Refusal(sentence, rule, mended_by=YOURSELF)])


def clean(subject: Any, *, exclude: set[str] | None = None) -> None:
    """Look at every field as a form would, so that nothing wrong comes in past the forms."""
    try:
        subject.clean_fields(exclude=exclude)
    except ValidationError as error:
        raise Refused([Refusal(each, RIGHT_FIGURES, mended_by=YOURSELF) for each in error.messages]) from error


# Organisations and partnerships --------------------------------------------------------------------------------------


def register_organisation(
    *,
    kind: OrganisationKind | str,
    name: str,
    by: Actor,
    today: date,
    short_name: str = "",
    organisation_number: str = "",
    code: str = "",
) -> Organisation:
    """Register a legal person that may take part in partnerships."""
    require(may_run_installation(by), WHO_RUNS)
    organisation = Organisation(
        kind=kind,
        name=name.strip(),
        short_name=short_name.strip() or name.strip()[:60],
        organisation_number=organisation_number.strip(),
        code=code.strip(),
    )
    clean(organisation)
    if organisation.organisation_number:
        organisation.organisation_number = clean_organisation_number(organisation.organisation_number)
    create(organisation, by=by, today=today)
    return organisation


def register_partnership(  # noqa: PLR0913 -- a partnership is told all at once
    *,
    slug: str,
    name: str,
    short_name: str,
    kind: PartnershipKind | str,
    started_on: date,
    by: Actor,
    today: date,
    purpose: str = "",
    is_demo: bool = False,
) -> Partnership:
    """Register the frame that owns everything that its parties do together."""
    require(may_run_installation(by), WHO_RUNS)
    partnership = Partnership(
        slug=slug,
        name=name.strip(),
        short_name=short_name.strip(),
        kind=kind,
        purpose=purpose.strip(),
        started_on=started_on,
        is_demo=is_demo,
    )
    clean(partnership)
    if Partnership.objects.filter(slug=slug).exists():
        raise refuse(_("Ett annat partnerskap har redan adressen %s.") % slug, ONE_AT_A_TIME)
    refuse_taken_name(partnership.short_name)
    create(partnership, by=by, today=today)
    return partnership


def refuse_taken_name(short_name: str, *, besides: Partnership | None = None) -> None:
    """Raise Refused when another partnership is called alike: document numbers begin with it, in plain letters."""
    if is_called_alike(short_name, besides=besides):
        raise refuse(NAME_IS_TAKEN % in_ascii(short_name), ONE_AT_A_TIME)


def is_called_alike(short_name: str, *, besides: Partnership | None = None) -> bool:
    """Whether another partnership's short name is the same in the letters that document numbers are written in.

    No constraint says it: those letters are no column, and the register of documents keeps numbers apart all the same.
    """
    rows = Partnership.objects.values_list("pk", "short_name")
    others = {in_ascii(name).lower() for pk, name in rows if besides is None or pk != besides.pk}
    return in_ascii(short_name).lower() in others


# Principals ----------------------------------------------------------------------------------------------------------


def overlapping(from_on: date, until_on: date | None) -> Q:
    """Rows whose period shares at least one day with another."""
    begun = Q(from_on__lte=until_on) if until_on else Q()
    return begun & (Q(until_on__isnull=True) | Q(until_on__gte=from_on))


def add_principal(
    *,
    partnership: Partnership,
    organisation: Organisation,
    group: PrincipalGroup | str,
    from_on: date,
    by: Actor,
    today: date,
    until_on: date | None = None,
) -> Principal:
    """Let an organisation become a principal of a partnership, from a day."""
    require(may_set_up(partnership, by), WHO_SETS_UP)
    principal = Principal(
        partnership=partnership, organisation=organisation, group=group, from_on=from_on, until_on=until_on
    )
    clean(principal)
    if principal.group not in groups_in(partnership.kind):
        sentence = _("I det här partnerskapet är huvudmännen regionen och kommunerna.")
        raise refuse(sentence, RIGHT_FIGURES)
    with transaction.atomic():
        refuse_overlapping_principal(principal)
        create(principal, by=by, today=today)
    return principal


def refuse_overlapping_principal(principal: Principal) -> None:
    """Refuse to be a principal twice on one day."""
    same = Principal.objects.filter(partnership=principal.partnership, organisation=principal.organisation)
    if same.exclude(pk=principal.pk).filter(overlapping(principal.from_on, principal.until_on)).exists():
        sentence = _("%s är redan huvudman under en del av den tiden.") % principal.organisation
        raise refuse(sentence, ONE_AT_A_TIME)


def end_principal(principal: Principal, *, until_on: date, by: Actor, today: date, version: int | None) -> Event:
    """End a principal's time after a last day; what it decided and paid stays as it was."""
    require(may_set_up(principal.partnership, by), WHO_SETS_UP)
    return edit(principal, by=by, today=today, version=version, changes={"until_on": until_on}, kind="end")


# Bodies and seats ----------------------------------------------------------------------------------------------------


def add_body(  # noqa: PLR0913 -- each power is said by itself
    *,
    kind: BodyKind | str,
    name: str,
    by: Actor,
    today: date,
    partnership: Partnership | None = None,
    organisation: Organisation | None = None,
    abbreviation: str = "",
    prepares: bool = False,
    recommends: bool = False,
    decides_within_frame: bool = False,
    decides_as_sovereign: bool = False,
) -> Body:
    """Set up a body in a partnership or an organisation, with its powers spelt out."""
    if partnership is not None:
        require(may_set_up(partnership, by), WHO_SETS_UP)
    elif organisation is not None:
        require(may_set_up_organisation(organisation, by), WHO_SEATS)
    body = Body(
        partnership=partnership,
        organisation=organisation,
        kind=kind,
        name=name.strip(),
        abbreviation=abbreviation.strip(),
        prepares=prepares,
        recommends=recommends,
        decides_within_frame=decides_within_frame,
        decides_as_sovereign=decides_as_sovereign,
    )
    clean(body)
    create(body, by=by, today=today)
    return body


def seat_person(
    *,
    user: User,
    body: Body,
    role: SeatRole | str,
    from_on: date,
    by: Actor,
    today: date,
    until_on: date | None = None,
) -> Seat:
    """Give a person a seat in a body, from a day."""
    require(may_set_up_body(body, by), WHO_SEATS)
    if not user.is_active:
        raise refuse(_("%s får inte logga in och kan inte få en plats.") % user, RIGHT_FIGURES)
    seat = Seat(user=user, body=body, role=role, from_on=from_on, until_on=until_on)
    clean(seat)
    with transaction.atomic():
        same = Seat.objects.filter(user=user, body=body, role=role).filter(overlapping(from_on, until_on))
        if same.exists():
            raise refuse(_("%s har redan den platsen under en del av den tiden.") % user, ONE_AT_A_TIME)
        create(seat, by=by, today=today, person=user.name)
    return seat


def end_seat(seat: Seat, *, until_on: date, by: Actor, today: date, version: int | None) -> Event:
    """End a seat after a last day; what was done from it stays in its name."""
    require(may_set_up_body(seat.body, by), WHO_SEATS)
    return edit(seat, by=by, today=today, version=version, changes={"until_on": until_on}, kind="end")


# Changing what was set up -------------------------------------------------------------------------------------------


def may_change(subject: Any, by: Actor) -> tuple[bool, Any]:
    """Whether the actor may change something that is set up, and who may."""
    match subject:
        case Partnership():
            return may_set_up(subject, by), WHO_SETS_UP
        case Principal():
            return may_set_up(subject.partnership, by), WHO_SETS_UP
        case Body():
            return may_set_up_body(subject, by), WHO_SEATS
        case Seat():
            return may_set_up_body(subject.body, by), WHO_SEATS
        case _:
            return may_run_installation(by), WHO_RUNS


def change(subject: Any, *, changes: dict[str, Any], by: Actor, today: date, version: int | None) -> Event:
    """Change what was set up, if nobody changed it since `version`; the event holds old and new values."""
    require(*may_change(subject, by))
    with transaction.atomic():
        if isinstance(subject, Principal):
            asked = {"from_on": subject.from_on, "until_on": subject.until_on, **changes}
            refuse_overlapping_principal(
                Principal(
                    pk=subject.pk,
                    partnership_id=subject.partnership_id,
                    organisation_id=subject.organisation_id,
                    from_on=asked["from_on"],
                    until_on=asked["until_on"],
                )
            )
        if isinstance(subject, Partnership) and "short_name" in changes:
            refuse_taken_name(changes["short_name"], besides=subject)
        return edit(subject, by=by, today=today, version=version, changes=changes)


# Insight -------------------------------------------------------------------------------------------------------------


def grant_insight(*, partnership: Partnership, body: Body, until_on: date, by: Actor, today: date) -> Event:
    """Let a body outside the partnership, such as an auditor's office, read it until a day (insyn).

    Granting again moves the last day.
    """
    require(may_set_up(partnership, by), WHO_SETS_UP)
    if until_on < today:
        raise refuse(_("Sista dagen för insyn har redan varit."), RIGHT_FIGURES)
    with transaction.atomic():
        held = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        if held.group_id is None:
            held.group = Group.objects.create(name=f"organ {held.pk}")
            held.save(update_fields=["group"])
        PartnershipGroupObjectPermission.objects.update_or_create(
            group=held.group,
            permission=view_permission(),
            content_object=partnership,
            defaults={"expires_on": until_on},
        )
        body.group = held.group
        return record(
            chain=partnership.chain,
            kind="organisations.partnership.grant_insight",
            subject=partnership,
            by=by,
            occurred_on=today,
            details={"body": held, "until_on": until_on},
        )


def end_insight(*, partnership: Partnership, body: Body, by: Actor, today: date) -> Event:
    """Take back the insight of a body at once."""
    require(may_set_up(partnership, by), WHO_SETS_UP)
    with transaction.atomic():
        granted = PartnershipGroupObjectPermission.objects.filter(
            group=body.group, permission=view_permission(), content_object=partnership
        )
        if body.group_id is None or not granted.delete()[0]:
            raise refuse(_("%s har ingen insyn att ta tillbaka.") % body, ONE_AT_A_TIME)
        return record(
            chain=partnership.chain,
            kind="organisations.partnership.end_insight",
            subject=partnership,
            by=by,
            occurred_on=today,
            details={"body": body},
        )


def view_permission() -> Permission:
    """The one thing that insight grants: to read a partnership."""
    return Permission.objects.get(content_type__app_label="organisations", codename="view_partnership")
