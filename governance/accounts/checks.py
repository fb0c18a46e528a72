"""The brake on guessed passwords must know one reader from another."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.translation import gettext as _

from .origins import networks


@register(Tags.security)
def proxies_are_addresses(**_options: Any) -> list[CheckMessage]:
    """Look that the trusted proxies can be read."""
    try:
        networks(tuple(settings.TRUSTED_PROXIES))
    except ValueError as error:
        message = _("SAMVERK_TRUSTED_PROXIES går inte att läsa: %s.") % error
        hint = _("Ange adresser eller nät, skilda åt med komma: 10.0.0.5,10.1.0.0/24.")
        return [Error(message, hint=hint, id="accounts.E001")]
    return []


@register(Tags.security, deploy=True)
def proxies_are_named(**_options: Any) -> list[CheckMessage]:
    """Remind of the proxy that stands in front, since without its name nobody is braked by where she asks from."""
    if settings.DEMO or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            _("Ingen proxy är betrodd, så felaktiga inloggningar bromsas per konto, men inte per nätadress."),
            hint=_("Ange proxyns adress i SAMVERK_TRUSTED_PROXIES."),
            id="accounts.W002",
        )
    ]
