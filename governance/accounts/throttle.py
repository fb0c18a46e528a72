"""A brake on guessing passwords: counted in the database, so that it holds for every web process together."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import FailedSignIn

WINDOW = timedelta(minutes=15)
MOST_PER_ADDRESS = 5
MOST_PER_ORIGIN = 50  # a whole town hall may stand behind one network address


def mark(kind: str, value: str) -> str:
    """Hide what was typed: we need to recognise it again, not to read it."""
    return salted_hmac(f"accounts.throttle.{kind}", value.strip().lower(), algorithm="sha256").hexdigest()[:40]


def is_braked(email: str, origin: str) -> bool:
    """Whether there have been too many wrong tries lately, for this address or from this place, where it is known."""
    tries = FailedSignIn.objects.filter(failed_at__gt=timezone.now() - WINDOW)
    if tries.filter(address=mark("address", email)).count() >= MOST_PER_ADDRESS:
        return True
    return bool(origin) and tries.filter(origin=mark("origin", origin)).count() >= MOST_PER_ORIGIN


def note_failure(email: str, origin: str) -> None:
    """Count a wrong try, and forget those that no longer matter."""
    FailedSignIn.objects.filter(failed_at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.create(address=mark("address", email), origin=mark("origin", origin))


def forget_failures(email: str) -> None:
    """Begin anew after a right password."""
    FailedSignIn.objects.filter(address=mark("address", email)).delete()
