"""The made-up world that is measured: the demonstration as it stands when the 34 have just got their budget."""

from datetime import date

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from governance.config.demo import story
from governance.config.demo.cast import Cast
from governance.organisations.middleware import SEAT
from governance.organisations.models import Partnership, Seat

TODAY = date(2026, 4, 1)


def world() -> Cast:
    """Tell the story once in this database, and hand out its cast."""
    if not story.is_told():
        return story.tell(today=TODAY)
    seats = {seat.user.email.removesuffix("@demo.invalid"): seat for seat in Seat.objects.filter(user__is_demo=True)}
    registrars = {
        name.removeprefix("registrator."): seat for name, seat in seats.items() if name.startswith("registrator.")
    }
    return Cast(Partnership.objects.get(slug="sgd-skane"), seats=seats, registrars=registrars)


def signed_in(seat: Seat) -> Client:
    """A browser without window, signed in as the one who holds a seat."""
    session = SessionStore()
    session[SESSION_KEY] = str(seat.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = seat.user.get_session_auth_hash()
    session[SEAT] = seat.pk
    session.save()
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies["sessionid"] = str(session.session_key)
    return client
