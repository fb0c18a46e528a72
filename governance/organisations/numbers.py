import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FORM = re.compile(r"^(\d{6})-?(\d{4})$")


def luhn_is_right(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Luhn, as in organisation numbers)."""
    doubled = [int(each) * (2 - index % 2) for index, each in enumerate(digits)]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def clean_organisation_number(text: str) -> str:
    """Return the number as 212000-1124; raises ValidationError when its form or check digit is wrong."""
    found = FORM.match(text.strip())
    if not found:
        raise ValidationError(_("Skriv organisationsnumret med tio siffror: 212000-1124."))
    if not luhn_is_right("".join(found.groups())):
        raise ValidationError(_("Kontrollsiffran i organisationsnumret stämmer inte."))
    return "-".join(found.groups())


def validate_organisation_number(text: str) -> None:
    """Refuse a wrong organisation number."""
    clean_organisation_number(text)


def validate_code(text: str) -> None:
    """Refuse what is not a statistical code: two digits for a region, four for a municipality."""
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", text):
        raise ValidationError(_("Skriv koden med två siffror (region) eller fyra (kommun): 12, 1280."))
