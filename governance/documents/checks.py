"""A demonstration never holds a real key, and the real thing never seals as a demonstration."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _

from .authority import is_demo


@register(Tags.security)
def key_fits_installation(**_options: Any) -> list[CheckMessage]:
    """Look at which key would seal here."""
    named = [name for name in (settings.SEAL_CERT, settings.SEAL_KEY) if name]
    if len(named) == 1:
        return [Error(_("SAMVERK_SEAL_CERT och SAMVERK_SEAL_KEY ska anges båda två."), id="documents.E001")]
    if not named:
        return [] if settings.DEMO else [missing()]
    try:
        demo = certificate_is_demo(Path(settings.SEAL_CERT))
    except (OSError, ValueError):
        message = _("Certifikatet %s går inte att läsa.") % settings.SEAL_CERT
        return [Error(message, hint=_("Filen ska vara i PEM-format."), id="documents.E002")]
    if settings.DEMO and not demo:
        message = _("En demonstration får inte ha en riktig förseglingsnyckel.")
        return [Error(message, hint=_("Ta bort SAMVERK_SEAL_CERT och SAMVERK_SEAL_KEY."), id="documents.E003")]
    if demo and not settings.DEMO:
        message = _("Certifikatet är en demonstrations. Riktiga dokument får inte förseglas med det.")
        return [Error(message, id="documents.E004")]
    return []


def missing() -> Error:
    """What is said when there is no key at all."""
    return Error(
        _("Det finns ingen nyckel att försegla dokument med."),
        hint=_("Ange SAMVERK_SEAL_CERT och SAMVERK_SEAL_KEY."),
        id="documents.E005",
    )


def certificate_is_demo(path: Path) -> bool:
    """Does the seal's own certificate say that it is a demonstration?"""
    from cryptography import x509  # noqa: PLC0415 -- slow import

    return is_demo(x509.load_pem_x509_certificates(path.read_bytes())[0])
