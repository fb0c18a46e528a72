"""Acts on versions of a text: freezing it, beginning the next one, and a party's agreeing to it or not."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.documents.canonical import sha256
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right
from governance.workflow.guards import Act
from governance.workflow.refusals import Refused
from governance.workflow.steps import lock

from .. import citations, permissions, registry
from ..content import build_text
from ..models import Acknowledgement, Agreement, AgreementParty, AgreementVersion, AnnexIssue, Objection
from ..states import ANSWERED_ON, VersionState
from .common import copy_of, hold_agreement, hold_draft
from .writing import settle_issue


@transaction.atomic
def freeze_version(
    agreement: Agreement, *, by: Any, today: date, change_note: str = "", version: int | None = None
) -> AgreementVersion:
    """Let the text that is written stand still, with its fingerprint (låsa texten).

    The text is written down as canonical JSON, whole: parties, particulars, sections, financing, timetable, annexes.
    The version that was frozen before is superseded, and stays readable.
    """
    held = hold_agreement(agreement, by=by)
    draft = held.versions.filter(state=VersionState.DRAFTING).first()
    if draft is None:
        newest = held.newest_version
        raise refuse(
            f"Version {newest.number} är redan låst." if newest else "Avtalet har ingen text.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna eller kansliet: gör en ny version om texten ska ändras",
            title="Texten är redan låst",
        )
    for issue in AnnexIssue.objects.filter(annex__agreement_id=held.pk, adopted_on__isnull=True):
        settle_issue(issue, reference=f"Version {draft.number} av avtalet", by=by, today=today)
    frozen = freeze(hold_draft(draft, by=by), by=by, today=today, change_note=change_note, version=version)
    agreement.__dict__.pop("newest_version", None)
    return frozen


def freeze(
    draft: AgreementVersion, *, by: Any, today: date, change_note: str = "", version: int | None = None
) -> AgreementVersion:
    """Supersede the version before and freeze this one."""
    fingerprint = build_text(draft).fingerprint
    for before in draft.agreement.versions.filter(state=VersionState.FROZEN):
        steps.perform(before, "supersede", by=SYSTEM, today=today)
    frozen: AgreementVersion = steps.perform(
        draft,
        "freeze",
        by=by,
        today=today,
        version=version,
        at=timezone.now(),
        text_sha256=fingerprint,
        change_note=change_note.strip(),
    ).subject
    if not text_is_whole(frozen):  # cannot be, since the agreement is held; then nothing is frozen
        message = "Texten ändrades medan den låstes."
        raise RuntimeError(message)
    return frozen


def text_is_whole(version: AgreementVersion) -> bool:
    """Whether a frozen text still has the fingerprint that it was frozen with."""
    return bool(version.text) and sha256(version.text) == version.text_sha256


def number_after(version: AgreementVersion, *, major: bool = False) -> str:
    """The next number: 1.2 after 1.1, or 2.0 when an amendment has changed the agreement."""
    whole, _dot, part = version.number.partition(".")
    return f"{int(whole) + 1}.0" if major else f"{whole}.{int(part or 0) + 1}"


@transaction.atomic
def new_version(agreement: Agreement, *, by: Any, today: date) -> AgreementVersion:
    """Begin the next version, with the same text, to be changed (ny version)."""
    held = hold_agreement(agreement, by=by)
    newest = held.newest_version
    if newest is None or newest.is_drafting:
        raise refuse(
            "Avtalet har redan en version som skrivs.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna eller kansliet: skriv vidare i den",
        )
    agreement.__dict__.pop("newest_version", None)
    return copy_version(newest, held, number=number_after(newest), by=by, today=today)


def copy_version(
    source: AgreementVersion,
    agreement: Agreement,
    *,
    number: str,
    by: Any,
    today: date,
    amended_by: Agreement | None = None,
) -> AgreementVersion:
    """Copy a version's rows into a new draft, of the same agreement or of one that amends it or is amended by it."""
    order = max(agreement.versions.values_list("order", flat=True), default=0) + 1
    draft = AgreementVersion(
        agreement=agreement,
        number=number,
        order=order,
        based_on=source if source.agreement_id == agreement.pk or not amended_by else None,
        amended_by=amended_by,
        updating_reason=source.updating_reason,
        cost_ore=source.cost_ore,
    )
    steps.create(draft, by=by, today=today, based_on=str(source))
    parties = party_map(source.agreement, agreement)
    rows = {
        "sections": [copy_of(row, version_of=draft) for row in source.sections.all()],
        "financing": [
            copy_of(row, version_of=draft, party=parties[row.party_id])
            for row in source.financing.all()
            if row.party_id in parties
        ],
        "timetable": [
            copy_of(row, version_of=draft, party=parties.get(row.party_id) if row.party_id else None)
            for row in source.timetable.all()
        ],
    }
    for name, copies in rows.items():
        getattr(draft, name).model.objects.bulk_create(copies)
    return draft


def party_map(source: Agreement, target: Agreement) -> dict[int, AgreementParty]:
    """Key of a party in one agreement -> the same principal's party in the other."""
    theirs = {each.principal_id: each for each in target.parties.all()}
    return {each.pk: theirs[each.principal_id] for each in source.parties.all() if each.principal_id in theirs}


def hold_answered(version: AgreementVersion, party: AgreementParty, *, by: Any) -> AgreementVersion:
    """Hold the frozen text that a party is to say something of. Raises NotAllowed, or Refused for another text."""
    agreement: Agreement = lock(version.agreement)
    held: AgreementVersion = lock(version)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    if party.agreement_id != agreement.pk:
        raise refuse(
            "Parten hör inte till avtalet.", citations.TEXT_STANDS, mended_by="du själv: välj ett av dina egna avtal"
        )
    if held.state != VersionState.FROZEN:
        raise refuse(
            f"Version {held.number} är inte den låsta text som gäller nu.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna: lås texten, eller du själv: läs den version som är låst",
            title="Det är inte den låsta texten",
        )
    return held


def who_says(by: Any) -> dict[str, Any]:
    """Who speaks for the party, from which seat."""
    person = getattr(by, "user", None)
    return {"user": person if isinstance(person, User) else None, "seat_label": by.seat_label}


@transaction.atomic
def acknowledge_version(
    version: AgreementVersion, party: AgreementParty, *, by: Any, today: date, remark: str = ""
) -> Acknowledgement:
    """A party agrees to a frozen text (godkänna texten); the next time it sees what changed since this one."""
    held = hold_answered(version, party, by=by)
    agreed = Acknowledgement(party=party, version_of=held, agreed_on=today, remark=remark.strip(), **who_says(by))
    steps.create(agreed, by=by, today=today, version=held.number, party=str(party))
    return agreed


@transaction.atomic
def object_to_version(
    version: AgreementVersion, party: AgreementParty, *, reasons: str, by: Any, today: date
) -> Objection:
    """A party does not agree to a frozen text, and says why (invända); the text is not signed until it is answered."""
    held = hold_answered(version, party, by=by)
    require_answerable(held.agreement, by=by, today=today)
    if party.acknowledgements.filter(version_of=held).exists():
        raise refuse(
            f"Ni har redan godkänt version {held.number}.",
            citations.OBJECTION_ANSWERED,
            mended_by="förhandlingspersonerna: gör en ny version, om parterna är överens om att texten ska ändras",
            title="Versionen är godkänd",
        )
    if not reasons.strip():
        raise refuse(
            "Skriv varför ni inte godkänner texten.",
            citations.OBJECTION_ANSWERED,
            mended_by="du själv: skriv vad som behöver ändras",
        )
    objection = Objection(party=party, version_of=held, objected_on=today, reasons=reasons.strip(), **who_says(by))
    steps.create(objection, by=by, today=today, version=held.number, party=str(party), reasons=objection.reasons)
    return objection


def require_answerable(agreement: Agreement, *, by: Any, today: date) -> None:
    """Raise Refused when the text is signed already: then a party says no by not signing."""
    if agreement.state not in ANSWERED_ON:
        raise refuse(
            f"Läget är ”{agreement.get_state_display()}”. Texten godkänns innan den undertecknas.",
            citations.OBJECTION_ANSWERED,
            mended_by="den som undertecknar för parten: avvisa avtalet, så stoppas undertecknandet",
            title="Texten är inte längre ute för godkännande",
        )
    if told := registry.ask("object", agreement, Act(by, today)):
        raise Refused([told])


def last_agreed(party: AgreementParty, *, before: AgreementVersion | None = None) -> AgreementVersion | None:
    """The version that a party agreed to last."""
    found = party.acknowledgements.select_related("version_of").order_by("-version_of__order")
    if before is not None:
        found = found.filter(version_of__order__lt=before.order)
    newest = found.first()
    return newest.version_of if newest else None
