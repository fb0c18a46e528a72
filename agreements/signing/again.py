"""Showing once more who one is, just before signing: a proof that is good for one signature and a few minutes."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from governance.accounts.models import User
from governance.accounts.throttle import forget_failures, is_braked, note_failure

SIGNER = signing.TimestampSigner(salt="samverk.signing.again")
GOOD_FOR = 5 * 60
PASSWORD, DEMONSTRATION = "password", "demonstration"


class NotShown(Exception):
    """The person did not show who she is; the sentence says why, and `braked` that there have been too many tries."""

    def __init__(self, sentence: str, *, braked: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.braked = sentence, braked


def asks_for_password(user: Any) -> bool:
    """Whether a password is asked for; the people of a demonstration have none that anybody knows."""
    return not (settings.DEMO and getattr(user, "is_demo", False))


def show(user: User, signatory: Any, *, password: str, origin: str) -> str:
    """Give the proof that this person has just shown who she is, for this signature; raises NotShown."""
    if not asks_for_password(user):
        return proof_of(user, signatory, DEMONSTRATION)
    if is_braked(user.email, origin):
        raise NotShown(_("Det har varit för många försök. Vänta en kvart och försök igen."), braked=True)
    if not user.check_password(password):
        note_failure(user.email, origin)
        raise NotShown(_("Lösenordet stämmer inte."))
    forget_failures(user.email)
    return proof_of(user, signatory, PASSWORD)


def proof_of(user: Any, signatory: Any, how: str) -> str:
    """The proof itself: who, for which signature and which try, and in which way; signed and timed by us."""
    return SIGNER.sign(f"{user.pk}.{signatory.pk}.{signatory.attempts}.{how}")


def holds(proof: str, user_key: str, signatory: Any) -> bool:
    """Whether it is this person's proof for this signature and this try, and still fresh."""
    try:
        said = SIGNER.unsign(proof, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return said.rsplit(".", 1)[0] == f"{user_key}.{signatory.pk}.{signatory.attempts}"
