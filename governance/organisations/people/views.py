from copy import copy
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.accounts.invitations import invited_user
from governance.accounts.models import User
from governance.accounts.origins import origin_of
from governance.accounts.throttle import forget_failures, is_braked, note_failure
from governance.audit.services import SYSTEM_CHAIN, record
from governance.lib.text import key_in
from governance.workflow.refusals import Refused

from ..actors import actor_for
from ..invitations import accept_invitation, change_password, dead_link
from ..middleware import SEAT
from ..models import Seat
from ..pages import answer_form, refused_page
from ..policy import SamverkRequest, demonstration, look_before, public, signed_in, without_token
from . import queries
from .forms import ChangePasswordForm, NewPasswordForm, SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"
LOOPBACK = ("127.0.0.1", "::1")
BRAKED = _lazy("Det har varit för många försök. Vänta en kvart och försök igen.")
WRONG_PAIR = _lazy("Adressen och lösenordet hör inte ihop.")


def is_local_demonstration(request: SamverkRequest) -> bool:
    """Whether people may be chosen from a list here."""
    return bool(settings.DEMO and request.META.get("REMOTE_ADDR") in LOOPBACK)


@public
@require_safe
def start(request: SamverkRequest) -> HttpResponse:
    """What Samverk is, for anybody; in a demonstration also whom one can be."""
    seats = queries.example_seats(request.today) if is_local_demonstration(request) else []
    return render(request, "organisations/start.html", {"seats": seats})


def enter(request: SamverkRequest, user: User, seat: Seat | None = None) -> None:
    """Begin a session of one's own and leave a trace of it."""
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        if seat is not None:
            request.session[SEAT] = seat.pk
        by = actor_for(user, today=request.today, seat_id=seat.pk if seat else None)
        record(chain=SYSTEM_CHAIN, kind="accounts.user.sign_in", subject=user, by=by, occurred_on=request.today)


def goal(request: SamverkRequest) -> str:
    """Where to go after signing in: where one was going, if that is here, otherwise one's desk."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else reverse(settings.LOGIN_REDIRECT_URL)


def goal_from(request: SamverkRequest, seat: Seat) -> str:
    """Where one was when one chose another seat, if that is shown from it; otherwise one's desk."""
    asked = goal(request)
    return asked if is_shown(request, asked, seat) else reverse(settings.LOGIN_REDIRECT_URL)


def is_shown(request: SamverkRequest, address: str, seat: Seat) -> bool:
    """Whether a page answers the person in a seat: it is asked as it would be, and what it says is not used."""
    parts = urlsplit(address)
    asked = copy(request)
    asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
    asked.GET, asked.POST = QueryDict(parts.query), QueryDict()
    asked.actor = actor_for(seat.user, today=request.today, seat_id=seat.pk)
    try:
        match = asked.resolver_match = resolve(parts.path)
        look_before(asked, match.func, match.kwargs)
        return bool(match.func(asked, *match.args, **match.kwargs).status_code < HTTPStatus.BAD_REQUEST)
    except (Http404, PermissionDenied, Refused):
        return False


@without_token
@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: SamverkRequest) -> HttpResponse:
    """Ask for address and password. A wrong pair is answered in one way, whichever part is wrong."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            user = try_password(request, form)
            if user is not None:
                enter(request, user)
                return HttpResponseRedirect(goal(request), status=303)
            status = 429 if form.has_error(NON_FIELD_ERRORS, "braked") else 422
    shown = {"form": form, "next": goal(request), "is_demonstration": is_local_demonstration(request)}
    return render(request, "accounts/sign_in.html", shown, status=status)


def try_password(request: SamverkRequest, form: SignInForm) -> User | None:
    """The person with that address and password; otherwise the form is told why not."""
    email = form.cleaned_data["email"].strip().lower()
    origin = origin_of(request)
    if is_braked(email, origin):
        form.add_error(None, ValidationError(BRAKED, code="braked"))
        return None
    user = authenticate(request, username=email, password=form.cleaned_data["password"])
    if not isinstance(user, User):
        note_failure(email, origin)
        form.add_error(None, ValidationError(WRONG_PAIR, code="pair"))
        return None
    forget_failures(email)
    return user


@without_token
@public
@require_POST
def sign_out(request: SamverkRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse(settings.LOGOUT_REDIRECT_URL), status=303)


@without_token
@demonstration
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def example_people(request: SamverkRequest) -> HttpResponse:
    """The people of the demonstration, by body; a button makes one of them."""
    if request.method == "POST":
        if "person" in request.POST:
            enter(request, get_object_or_404(queries.demonstration_staff(), pk=number_of(request.POST["person"])))
        else:
            seats = queries.demonstration_seats(request.today)
            seat = get_object_or_404(seats, pk=number_of(request.POST.get("seat", "")))
            enter(request, seat.user, seat)
        return HttpResponseRedirect(goal(request), status=303)
    words = request.GET.get("sok", "").strip()[:100]
    groups = queries.find_demonstration_seats(request.today, words)
    shown = {
        "groups": groups,
        "words": words,
        "count": sum(len(group.seats) for group in groups),
        "staff": [] if words else queries.demonstration_staff(),
    }
    return render(request, "accounts/example_people.html", shown)


def number_of(text: str) -> int:
    """A key as it came in a form; 0, which nothing has, for anything else."""
    return key_in(text) or 0


@without_token
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_seat(request: SamverkRequest) -> HttpResponse:
    """Choose from which of one's seats to act."""
    if request.method == "POST":
        seat = next((each for each in request.actor.seats if str(each.pk) == request.POST.get("seat")), None)
        if seat is None:
            raise Http404
        request.session[SEAT] = seat.pk
        url = goal_from(request, seat)
        messages.success(request, _("Du agerar nu som %s.") % seat.label)
        return HttpResponseRedirect(url, status=303)
    shown = {"seats": request.actor.seats, "chosen": request.actor.seat, "next": goal(request)}
    return render(request, "accounts/choose_seat.html", shown)


@public
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SamverkRequest, token: str) -> HttpResponse:
    """Let an invited person choose a password of her own, and sign her in."""
    user = invited_user(token)
    if user is None:
        return refused_page(request, dead_link())
    form = NewPasswordForm(request.POST or None, user=user)

    def act(said: dict[str, Any]) -> str:
        enter(request, accept_invitation(token, said["password"], today=request.today))
        return reverse(settings.LOGIN_REDIRECT_URL)

    done = _("Ditt lösenord är valt och du är inloggad.")
    return answer_form(request, form, act, "accounts/accept.html", {"person": user}, done=done)


@signed_in
@never_cache
@sensitive_post_parameters("old", "password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SamverkRequest) -> HttpResponse:
    """Change one's password; other sessions of the same person end."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    form = ChangePasswordForm(request.POST or None, user=user)

    def act(said: dict[str, Any]) -> str:
        update_session_auth_hash(
            request, change_password(user, said["password"], by=request.actor, today=request.today)
        )
        return reverse("accounts:choose_seat")

    return answer_form(request, form, act, "accounts/password.html", {}, done=_("Lösenordet är bytt."))
