"""Acts on the register of services."""

from datetime import date
from typing import Any

from governance.audit.actors import Actor as AnyActor
from governance.organisations.models import Partnership, Principal
from governance.workflow import steps
from governance.workflow.refusals import NotAllowed, Refusal, Refused

from .citations import BENEFIT_FIRST, OPERATED_BY_A_PRINCIPAL
from .models import Service
from .permissions import may_keep_services

KEEPERS = "styrgruppens sekreterare eller handläggare"


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


def edit_service(service: Service, *, changes: dict[str, Any], by: AnyActor, today: date, version: int) -> Service:
    """Change a service's particulars, if nobody changed them since `version`."""
    changed = Service.objects.get(pk=service.pk)
    for field, value in changes.items():
        setattr(changed, field, value)
    _check(changed, by=by)
    edited: Service = steps.edit(service, by=by, today=today, version=version, changes=changes).subject
    return edited


def _check(service: Service, *, by: AnyActor) -> None:
    if not by.is_system and not may_keep_services(service, by):  # type: ignore[arg-type]  # a person's actor
        raise NotAllowed(KEEPERS)
    if not service.benefit_for_individual.strip():
        raise Refused(
            [
                Refusal(
                    "Tjänsten saknar en beskrivning av nyttan för den enskilde.",
                    BENEFIT_FIRST,
                    mended_by="du själv: skriv vad som blir enklare eller tryggare för den enskilde",
                    no_deadline="Ingen tidsgräns",
                )
            ]
        )
    operator = service.operator
    if operator is not None and operator.partnership_id != service.partnership_id:
        raise Refused(
            [
                Refusal(
                    f"{operator} är inte huvudman i partnerskapet och kan inte sköta driften.",
                    OPERATED_BY_A_PRINCIPAL,
                    mended_by="du själv: välj en av huvudmännen",
                    no_deadline="Ingen tidsgräns",
                )
            ]
        )
