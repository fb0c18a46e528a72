"""Acts on an agreement while it is written: beginning it, its particulars and parties."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from governance.organisations.models import Partnership, Principal
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right
from governance.workflow.steps import lock

from .. import citations, permissions
from ..kinds import AgreementKind
from ..models import Agreement, AgreementParty, AgreementVersion, Section, TemplateSection
from ..outline import Field, Outline, outline_of
from .common import hold_agreement, require_seen

FIRST = "1.0"


@transaction.atomic
def draft_agreement(  # noqa: PLR0913 -- an agreement is begun with all that is known of it
    *,
    title: str,
    by: Any,
    today: date,
    partnership: Partnership | None = None,
    negotiation: Any = None,
    package: Any = None,
    kind: str = AgreementKind.FRAMEWORK,
    number: str = "",
    parties: Iterable[Any] | None = None,
    field: str = Field.HEALTH,
    parent: Agreement | None = None,
    supersedes: Agreement | None = None,
    **particulars: Any,
) -> Agreement:
    """Begin an agreement from the partnership's template (påbörja ett avtal).

    From a negotiation it takes the parties, and from an agreed package what was chosen and who pays what. `parties`
    are principals, or pairs of principal and role. `particulars` are further fields, such as `sign_order`.
    """
    from .packages import copy_package  # noqa: PLC0415 -- packages build on this

    partnership = partnership or negotiation.partnership
    for other in (parent, supersedes):
        require_own(partnership, other)
    agreement = Agreement(
        partnership=partnership,
        negotiation=negotiation,
        kind=kind,
        number=number.strip() or suggest_number(partnership, today),
        title=title.strip(),
        parent=parent,
        supersedes=supersedes,
        **particulars,
    )
    require_right(agreement, by, permissions.may_write, permissions.WHO_WRITES)
    if supersedes is not None and not supersedes.is_binding:
        raise refuse(
            f"{supersedes} gäller inte. Bara ett avtal som gäller kan få en efterträdare.",
            citations.RECURRING,
            mended_by="du själv: välj ett annat avtal",
        )
    steps.create(agreement, by=by, today=today, title=agreement.title)
    for principal, role in who_take_part(negotiation, parties):
        place_party(agreement, principal, role, by=by, today=today)
    version = begin_text(agreement, outline_for(partnership, field), by=by, today=today)
    if package is not None:
        copy_package(package, version, by=by, today=today)
    return agreement


def require_own(partnership: Partnership, other: Agreement | None) -> None:
    """Raise Refused for an agreement of another partnership."""
    if other is not None and other.partnership_id != partnership.pk:
        raise refuse(
            "Avtalet hör inte till partnerskapet.", citations.RECURRING, mended_by="du själv: välj ett annat avtal"
        )


def suggest_number(partnership: Partnership, today: date) -> str:
    """The next free number of the year: "2026-01"."""
    taken = set(Agreement.objects.filter(partnership=partnership).values_list("number", flat=True))
    free = (f"{today.year}-{place:02}" for place in range(1, len(taken) + 2))
    return next(number for number in free if number not in taken)


def who_take_part(negotiation: Any, parties: Iterable[Any] | None) -> list[tuple[Principal, str]]:
    """The principals with their roles: as told, or the negotiation's parties."""
    if parties is not None:
        return [each if isinstance(each, tuple) else (each, "") for each in parties]
    if negotiation is None:
        return []
    found = negotiation.parties.filter(left_on__isnull=True).select_related("principal__organisation")
    return [(each.principal, each.role) for each in found]


def outline_for(partnership: Partnership, field: str) -> tuple[Outline, ...]:
    """The partnership's own template, or the one that comes with Samverk."""
    own = TemplateSection.objects.filter(partnership=partnership)
    return tuple(Outline(each.title, each.part, each.guidance) for each in own) or outline_of(field)


def begin_text(agreement: Agreement, outline: tuple[Outline, ...], *, by: Any, today: date) -> AgreementVersion:
    """Write the first version's empty sections."""
    version = AgreementVersion(agreement=agreement, number=FIRST, order=1)
    steps.create(version, by=by, today=today, sections=[each.title for each in outline])
    Section.objects.bulk_create(
        Section(version_of=version, number=place, title=each.title, part=each.part, guidance=each.guidance)
        for place, each in enumerate(outline, start=1)
    )
    return version


@transaction.atomic
def edit_particulars(
    agreement: Agreement, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> Agreement:
    """Change title, number, period, order or legal basis of an agreement that is written."""
    held = hold_agreement(agreement, by=by)
    require_own(held.partnership, changes.get("supersedes"))
    require_draft(held)
    edited: Agreement = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    return edited


def require_draft(agreement: Agreement) -> None:
    """Raise Refused while the newest text is frozen: particulars and parties are part of it."""
    newest = agreement.newest_version
    if newest is not None and not newest.is_drafting:
        raise refuse(
            f"Version {newest.number} är låst. Uppgifterna och parterna hör till den låsta texten.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna eller kansliet: gör en ny version",
            title="Texten är låst",
        )


@transaction.atomic
def set_public(agreement: Agreement, *, is_public: bool, by: Any, today: date, version: int | None = None) -> Agreement:
    """Say whether anybody may read the agreement once it holds (offentlig sida)."""
    held: Agreement = lock(agreement)
    require_right(held, by, permissions.may_lead, permissions.WHO_LEADS)
    changes = {"is_public": is_public}
    edited: Agreement = steps.edit(held, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_party(agreement: Agreement, principal: Principal, *, by: Any, today: date, role: str = "") -> AgreementParty:
    """Let a principal be party to an agreement that is written."""
    held = hold_agreement(agreement, by=by)
    require_draft(held)
    if principal.partnership_id != held.partnership_id:
        raise refuse(
            "Parten hör inte till partnerskapet.",
            citations.SEVERAL_PARTIES,
            mended_by="partnerskapets administratör: registrera parten",
        )
    return place_party(held, principal, role, by=by, today=today)


def place_party(agreement: Agreement, principal: Principal, role: str, *, by: Any, today: date) -> AgreementParty:
    """Write a party last in the agreement's order."""
    party = AgreementParty(
        agreement=agreement, principal=principal, role=role.strip(), order=next_number(agreement.parties.all(), "order")
    )
    steps.create(party, by=by, today=today)
    return party


@transaction.atomic
def edit_party(
    party: AgreementParty, *, changes: dict[str, Any], by: Any, today: date, version: int | None
) -> AgreementParty:
    """Change a party's role or place in the order."""
    require_draft(hold_agreement(party.agreement, by=by))
    edited: AgreementParty = steps.edit(party, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def remove_party(party: AgreementParty, *, by: Any, today: date, version: int | None = None) -> None:
    """Take a party out of an agreement that is written; not one that pays, has a day to keep or has answered.

    Nor a party of the agreement that is amended: an amendment is agreed on by all of them.
    """
    held = hold_agreement(party.agreement, by=by)
    require_draft(held)
    require_seen(party, version)
    if held.is_amendment and held.root.parties.filter(principal=party.principal_id).exists():
        raise refuse(
            f"{party} är part i {held.root}. Ett tilläggsavtal sluts mellan alla parter i avtalet som det ändrar.",
            citations.AMENDED_OPENLY,
            mended_by="förhandlingspersonerna eller kansliet: börja på ett nytt avtal som efterträder det, utan parten",
            title="Parten är med i avtalet som ändras",
        )
    if any(rows.exists() for rows in (party.financing_lines, party.timetable_items, *said_by(party))):
        raise refuse(
            f"{party} står i finansieringsplanen eller tidplanen, eller har sagt vad den tycker om en version.",
            citations.SEVERAL_PARTIES,
            mended_by="förhandlingspersonerna eller kansliet: ta bort det först, eller börja på ett nytt avtal",
        )
    remove(party, by=by, today=today, party=str(party))


def said_by(party: AgreementParty) -> tuple[Any, Any]:
    """What a party has said of the agreement's texts."""
    return party.acknowledgements, party.objections
