"""How long a sign-in lasts: ten hours at most, and half an hour without being used."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SIGNED_IN_AT = "signed_in_at"
LONGEST = 10 * 3600
IDLE = 30 * 60
RENEW = 60
SALT = "accounts.seen"


@receiver(user_logged_in, dispatch_uid="accounts.note_sign_in")
def note_sign_in(*, request: HttpRequest, **_: object) -> None:
    """Remember when the person signed in."""
    if hasattr(request, "session"):
        request.session[SIGNED_IN_AT] = int(time.time())


def cookie_name() -> str:
    """The name of the cookie that tells when one was last seen, with the same protection as the session's."""
    return "__Host-seen" if settings.SESSION_COOKIE_SECURE else "seen"


def session_mark(request: HttpRequest) -> str:
    """What ties the cookie to one session, without telling its key."""
    return salted_hmac(SALT, request.session.session_key or "", algorithm="sha256").hexdigest()[:20]


class SessionLimitMiddleware:
    """Signs out who has been away, or here too long.

    When one was last seen is told by a signed cookie, not by the session row: a page that is read writes nothing.
    A demonstration lasts as long as its browser is open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End a sign-in that is over before the view runs, and note the time after it."""
        if settings.DEMO or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        now = int(time.time())
        seen = self.last_seen(request)
        if request.user.is_authenticated and self.is_over(request, now, seen):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated and (seen is None or now - seen >= RENEW):
            self.note(request, response, now)
        return response

    def last_seen(self, request: HttpRequest) -> int | None:
        """When this session was last used, if the cookie is whole and its own."""
        try:
            said = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT)
        except signing.BadSignature:
            return None
        return int(said["at"]) if said.get("of") == session_mark(request) else None

    def is_over(self, request: HttpRequest, now: int, seen: int | None) -> bool:
        """Whether the limit of the whole or of the pause has been passed."""
        begun = int(request.session.get(SIGNED_IN_AT, 0))
        last = max(seen or 0, begun)
        return now - begun > LONGEST or now - last > IDLE

    def note(self, request: HttpRequest, response: HttpResponse, now: int) -> None:
        """Tell the browser when it was last seen."""
        response.set_cookie(
            cookie_name(),
            signing.dumps({"at": now, "of": session_mark(request)}, salt=SALT),
            max_age=LONGEST,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
