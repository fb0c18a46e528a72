"""The electronic seal (försegling) in the field that the document was made with, certifying its content.

Later signatures may be added (DocMDP allows forms to be filled); anything else breaks the seal. With time-stamps to be
had it is PAdES B-LT, otherwise B-B.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from . import local_authority, pen
from .authority import Authority, authority, load_authority
from .evidence import is_lasting
from .swedish import STOCKHOLM, long_date

FIELD = "seal"
TEXT_COLUMN = 108  # where the text of our pages begins, from the left edge of the field; the box adds its own 8 pt


@dataclass(frozen=True)
class Sealed:
    """A sealed document: its bytes, when it was sealed, and by which certificate."""

    pdf: bytes
    at: datetime
    fingerprint: str


def seal_pdf(pdf: bytes, *, issuer: str, reason: str, for_people: bool = False) -> Sealed:
    """Seal an unsealed document of ours in the name of its issuer; `reason` names the document inside the seal.

    `for_people` says that people are to sign it afterwards.
    """
    holder, at = authority(), timezone.now()
    title = _("Elektronisk försegling (demonstration)") if holder.is_demo else _("Elektronisk försegling")
    sealed = pen.write(
        pdf,
        field=FIELD,
        signer=signer_of(holder),
        name=issuer,
        reason=reason,
        lines=[title, issuer, clock_time(at)],
        indent=TEXT_COLUMN,
        certifies=True,
        lasting=is_lasting(for_people=for_people),
    )
    return Sealed(sealed, at, holder.fingerprint)


def clock_time(at: datetime) -> str:
    """When something was signed, as it is read in its field."""
    local = at.astimezone(STOCKHOLM)
    return f"{long_date(local.date().isoformat())} kl. {local:%H.%M}"


def signer_of(holder: Authority) -> Any:
    """The signer of a loaded key; parsing the key anew for each seal would cost more than all the rest."""
    return _signer_of(holder)


@cache
def _signer_of(holder: Authority) -> Any:
    return pen.signer_with(holder.key, holder.certificate, holder.chain)


def forget_keys() -> None:
    """Load keys anew: after a change of certificate, and between tests."""
    load_authority.cache_clear()
    _signer_of.cache_clear()
    local_authority.load.cache_clear()
