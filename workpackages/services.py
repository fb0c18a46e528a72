"""Acts on the register of services."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import Actor as AnyActor
from governance.organisations.models import Partnership, Principal
from governance.workflow import steps
from governance.workflow.refusals import NotAllowed, Refusal, Refused

from .citations import BENEFIT_FIRST, OPERATED_BY_A_PRINCIPAL
from .models import Service
from .permissions import WHO_KEEPS, may_keep_services
from .registry import why_needed


def create_service(  # noqa: PLR0913 -- an act is told all at once
    *,
    partnership: Partnership,
    name: str,
    benefit_for_individual: str,
    from_on: date,
    by: AnyActor,
    today: date,
    short_name: str = "",
    operator: Principal | None = None,
    until_on: date | None = None,
) -> Service:
    """Register a shared service; without a benefit for the individual it is refused (X-11)."""
    service = Service(
        partnership=partnership,
        name=name.strip(),
        short_name=(short_name or name).strip()[:20],
        benefit_for_individual=benefit_for_individual.strip(),
        operator=operator,
        from_on=from_on,
        until_on=until_on,
    )
    _check(service, by=by)
    steps.create(service, by=by, today=today, name=service.name)
    return service


@transaction.atomic
def edit_service(
    service: Service, *, changes: dict[str, Any], by: AnyActor, today: date, version: int | None, kind: str = "edit"
) -> Service:
    """Change a service's particulars, if nobody changed them since `version`."""
    held: Service = steps.lock(service)
    for field, value in changes.items():
        setattr(held, field, value)
    _check(held, by=by)
    edited: Service = steps.edit(service, by=by, today=today, version=version, changes=changes, kind=kind).subject
    return edited


def end_service(
    service: Service, *, until_on: date | None, by: AnyActor, today: date, version: int | None = None
) -> Service:
    """Take a service out of use after a day (ta ur bruk), or back into use; what it has cost stands as it was."""
    changes = {"until_on": until_on}
    kind = "end" if until_on else "resume"
    return edit_service(service, changes=changes, by=by, today=today, version=version, kind=kind)


def _check(service: Service, *, by: AnyActor) -> None:
    if not by.is_system and not may_keep_services(service, by):  # type: ignore[arg-type]  # a person's actor
        raise NotAllowed(WHO_KEEPS)
    if found := [each for each in (_without_benefit(service), _run_by_a_stranger(service)) if each]:
        raise Refused(found)
    if service.pk is not None and service.until_on is not None and (needed := why_needed(service, service.until_on)):
        raise Refused(needed)


def _without_benefit(service: Service) -> Refusal | None:
    if service.benefit_for_individual.strip():
        return None
    return Refusal(
        "Tjänsten saknar en beskrivning av nyttan för den enskilde.",
        BENEFIT_FIRST,
        mended_by="du själv: skriv vad som blir enklare eller tryggare för den enskilde",
        no_deadline="Ingen tidsgräns",
    )


def _run_by_a_stranger(service: Service) -> Refusal | None:
    operator = service.operator
    if operator is None or operator.partnership_id == service.partnership_id:
        return None
    return Refusal(
        f"{operator} är inte huvudman i partnerskapet och kan inte sköta driften.",
        OPERATED_BY_A_PRINCIPAL,
        mended_by="du själv: välj en av huvudmännen",
        no_deadline="Ingen tidsgräns",
    )
