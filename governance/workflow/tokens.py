from secrets import token_urlsafe

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from .models import SpentToken
from .refusals import AlreadyDone

FIELD = "engangskod"
SIGNER = signing.TimestampSigner(salt="samverk.once")
GOOD_FOR = 24 * 3600


def new_token() -> str:
    """Make a signed one-time token; nothing is written until it is spent."""
    return SIGNER.sign(token_urlsafe(18))


def spend(request: HttpRequest) -> None:
    """Use up the form's token, in the transaction of the act. Raises AlreadyDone the second time and for a bad one."""
    try:
        token = SIGNER.unsign(request.POST.get(FIELD, ""), max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise AlreadyDone from error
    try:
        with transaction.atomic():
            SpentToken(token=token).save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error
