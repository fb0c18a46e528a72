"""What the tests of the agreement's pages share: addresses, sections, a version with changes."""

from typing import Any

from django.test import Client
from django.urls import reverse

from agreements.texts import services
from agreements.texts.models import AgreementVersion, Section
from agreements.texts.states import VersionState
from governance.audit.actors import SYSTEM
from tests.factories.agreements import AgreementWorld
from tests.factories.organisations import TODAY

from .pages import as_seat


def url(name: str, world: AgreementWorld, *more: Any) -> str:
    return reverse(f"agreements:{name}", args=[world.partnership.slug, *(more or (world.agreement.pk,))])


def leader(world: AgreementWorld) -> Client:
    return as_seat(world.leader)


def section(world: AgreementWorld, number: int) -> Section:
    return Section.objects.select_related("version_of").get(
        version_of__agreement=world.agreement, version_of__state=VersionState.DRAFTING, number=number
    )


def version_with_changes(world: AgreementWorld, **sections: str) -> AgreementVersion:
    draft = services.new_version(world.now(), by=SYSTEM, today=TODAY)
    for number, text in sections.items():
        row = draft.sections.get(number=int(number.removeprefix("s")))
        services.edit_section(row, changes={"clauses": text}, by=SYSTEM, today=TODAY, version=None)
    return services.freeze_version(world.now(), by=SYSTEM, today=TODAY, change_note="Statens andel, tidplan")
