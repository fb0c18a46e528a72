"""What anybody may read of an agreement that is marked as public and holds, or has held."""

from dataclasses import dataclass
from typing import Any

from governance.organisations.models import Partnership

from ..content import AgreementText, text_of
from ..models import Agreement
from .reading import reading_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAgreement:
    """An agreement as everybody sees it: no names of persons, no drafts, no remarks."""

    agreement: Agreement
    state: str
    parties: tuple[str, ...]
    text: AgreementText
    version: str
    fingerprint: str
    reading: dict[str, Any]


def public_agreements(partnership: Partnership) -> list[Agreement]:
    """The agreements of a partnership that anybody may read, newest first; one question."""
    found = Agreement.objects.filter(partnership=partnership).public()
    return list(found.select_related("agreed_version", "partnership").order_by("-in_force_on", "-pk"))


def public_agreement(agreement: Agreement) -> PublicAgreement | None:
    """What anybody may read of it; nothing when it is not public or has never held."""
    version = agreement.agreed_version
    if not agreement.is_public or agreement.in_force_on is None or version is None:
        return None
    text = text_of(version)
    return PublicAgreement(
        agreement=agreement,
        state=str(agreement.get_state_display()),
        parties=tuple(each.name for each in text.parties),
        text=text,
        version=version.number,
        fingerprint=version.text_sha256,
        reading=reading_of(text),
    )
