"""The link with which an invited person chooses a password of her own: signed, once, for fourteen days."""

from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

SALT = "accounts.invitation"
GOOD_FOR_DAYS = 14


def mark_of(user: User) -> str:
    """A mark of how the account stands; choosing a password or a new invitation changes it, so old links die."""
    invited = user.invited_at.isoformat() if user.invited_at else ""
    return salted_hmac(SALT, f"{user.pk}|{user.password}|{invited}", algorithm="sha256").hexdigest()[:32]


def invitation_token(user: User) -> str:
    """Make the secret part of an invitation's link."""
    return signing.dumps({"user": user.pk, "mark": mark_of(user)}, salt=SALT)


def invited_user(token: str) -> User | None:
    """The person whose invitation this is, while it still holds."""
    try:
        said: Any = signing.loads(token, salt=SALT, max_age=GOOD_FOR_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=said.get("user"), is_active=True).first()
    if user is None or not constant_time_compare(str(said.get("mark")), mark_of(user)):
        return None
    return user
