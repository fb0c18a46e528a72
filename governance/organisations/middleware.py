from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.accounts.models import User

from .actors import Actor, actor_for

SEAT = "seat"
NOTHING_OF_THE_DEVICE = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def read_actor(request: HttpRequest) -> Actor:
    """Who asks, and from which seat, as chosen in the session."""
    today = timezone.localdate()
    if not isinstance(request.user, User) and not request.user.is_authenticated:
        return Actor(user=request.user, seat=None, today=today)
    return actor_for(request.user, today=today, seat_id=request.session.get(SEAT))


class ActorMiddleware:
    """Gives every request its actor and its day; nothing is read until a view asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and keep what signed-in people see out of shared caches."""
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: read_actor(request))  # type: ignore[attr-defined]
        request.demo = settings.DEMO  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = NOTHING_OF_THE_DEVICE
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
