"""Who makes people's signatures (underskriftstjänst): a service behind one method, chosen in the settings.

A demonstration has one of its own: it issues a certificate in the person's name for the one act, good for a quarter of
an hour, signs with it, and throws the key away. A real one (SAMVERK_SIGNING_SERVICE, the dotted path of a class) asks
whatever the organisation has bought; what it gives back is checked in the same way as an uploaded file.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import pen
from .local_authority import local_authority
from .seal import clock_time


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs (undertecknare): the person, in which role, for which party.

    `serial` is the number that the person's certificate must carry (a person's or a co-ordination number in a real
    service); empty when the name is all that is known.
    """

    name: str
    role: str
    party: str
    serial: str = ""


class SigningService(Protocol):
    """Makes one person's signature in one field of a file, and gives the file with it appended (PAdES)."""

    def sign(self, pdf: bytes, *, field: str, signer: Signatory, reason: str) -> bytes:
        """Sign; raises OSError when it cannot be done now."""


class OneActService:
    """The demonstration's service: a certificate for each act, from its own authority."""

    def sign(self, pdf: bytes, *, field: str, signer: Signatory, reason: str) -> bytes:
        """Certify the person, sign, forget the key."""
        above = local_authority()
        key, certificate = above.certify_person(signer.name, party=signer.party, serial=signer.serial)
        return pen.write(
            pdf,
            field=field,
            signer=pen.signer_with(key, certificate, above.chain),
            name=signer.name,
            reason=reason,
            lines=[
                _("Undertecknat (demonstration)"),
                signer.name,
                ", ".join(each for each in (signer.role, signer.party) if each),
                clock_time(timezone.now()),
            ],
            lasting=True,
        )


def signing_service() -> SigningService | None:
    """The service that signs here; None where people can only upload what they signed elsewhere."""
    if settings.SIGNING_SERVICE:
        chosen: SigningService = import_string(settings.SIGNING_SERVICE)()
        return chosen
    return OneActService() if settings.DEMO else None


def can_sign_here() -> bool:
    """Whether one can sign in Samverk, without another program."""
    return bool(settings.SIGNING_SERVICE or settings.DEMO)
