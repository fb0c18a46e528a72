"""A demonstration never holds a real key, and the real thing never seals as a demonstration."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from . import wall
from .authority import is_demo
from .evidence import signature_roots
from .signing_service import OneActService


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


@register(Tags.database)
def register_is_walled(*, databases: Any = None, **_options: Any) -> list[CheckMessage]:
    """Look that the triggers which make the register of revisions append-only are in place.

    A warning, for migrate asks this first, and it is migrate that puts them there.
    """
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        try:
            if wall.TABLE in connection.introspection.table_names() and (gone := wall.missing(connection)):
                message = _("Registret över skeden saknar skydd: %s.") % ", ".join(gone)
                errors.append(Warning(message, hint=_("Kör migrate."), id="documents.W012"))
        except DatabaseError:
            continue
    return errors


@register(Tags.security)
def signing_fits_installation(**_options: Any) -> list[CheckMessage]:
    """Look at who signs here, whose signatures are believed, and who stamps time."""
    if settings.DEMO:
        return []
    return [*service_problems(), *trust_problems(), *clock_problems()]


def service_problems() -> list[CheckMessage]:
    """The service that signs must be there, and not the demonstration's."""
    if not settings.SIGNING_SERVICE:
        return []
    try:
        chosen = import_string(settings.SIGNING_SERVICE)
    except ImportError:
        message = _("Underskriftstjänsten %s finns inte.") % settings.SIGNING_SERVICE
        return [Error(message, hint=_("SAMVERK_SIGNING_SERVICE är sökvägen till en klass."), id="documents.E006")]
    if issubclass(chosen, OneActService):
        message = _("Underskriftstjänsten är en demonstrations. Riktiga avtal får inte undertecknas med den.")
        return [Error(message, id="documents.E007")]
    return []


def trust_problems() -> list[CheckMessage]:
    """The folder of those whom people's signatures may lead back to must be readable and hold no demonstration's."""
    try:
        roots = signature_roots()
    except (OSError, ValueError):
        message = _("Certifikaten i %s går inte att läsa.") % settings.SIGNATURE_TRUST
        return [Error(message, hint=_("Filerna ska vara i PEM- eller DER-format."), id="documents.E008")]
    if any(is_demo(each) for each in roots):
        message = _("I %s finns en demonstrations certifikat. Den får inte godtas.") % settings.SIGNATURE_TRUST
        return [Error(message, id="documents.E009")]
    if (settings.SIGNING_SERVICE or settings.TSA_URL) and not roots:
        message = _("Ingen utgivare godtas, så varken underskrifter eller tidsstämplar kan bli betrodda.")
        return [Error(message, hint=_("Ange en mapp med certifikat i SAMVERK_SIGNATURE_TRUST."), id="documents.E010")]
    return []


def clock_problems() -> list[CheckMessage]:
    """The time-stamp authority must have an address that can be asked."""
    if settings.TSA_URL and urlsplit(settings.TSA_URL).scheme not in ("http", "https"):
        return [Error(_("SAMVERK_TSA_URL är ingen webbadress."), id="documents.E011")]
    return []
