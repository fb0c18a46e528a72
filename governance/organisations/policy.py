"""Default deny: a view says who may ask for it, or nobody may."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from governance.workflow.tokens import FIELD

from .actors import Actor

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]  # a view may ask for a SamverkRequest
POLICY = "samverk_policy"
LARGEST_KEY = 2**63 - 1
LARGEST = {"year": 9999, "number": 2**31 - 1}


class SamverkRequest(HttpRequest):
    """A request as our views meet it: with its actor and its day."""

    actor: Actor
    today: Any
    demo: bool
    htmx: Any


def declare(view: Any, policy: str) -> Any:
    """Mark a view with its policy; PolicyMiddleware refuses views without."""
    setattr(view, POLICY, policy)
    return view


def public(view: View[P]) -> View[P]:
    """Anybody may ask: start page, verification, sign-in."""
    return declare(view, "public")


def demonstration(view: View[P]) -> View[P]:
    """Exists in a demonstration alone, and for loopback alone."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.DEMO or request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1"):
            raise Http404
        return view(request, *args, **kwargs)

    return declare(wrapped, "demonstration")


def signed_in(view: View[P]) -> View[P]:
    """Anybody who is signed in may ask; what is shown is cut to what the actor may see."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return declare(wrapped, "signed_in")


def staff(view: View[P]) -> View[P]:
    """The people who run the installation; for others the page does not exist."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return declare(wrapped, "staff")


class PolicyMiddleware:
    """Refuses a view that has not declared who may ask, and a form without its one-time token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Look at the view before it runs."""
        look_before(request, view, kwargs)


def look_before(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> None:
    """Refuse what may not run; what no row can hold (a huge number, a NUL) is no address of ours."""
    if any(value > LARGEST.get(name, LARGEST_KEY) for name, value in kwargs.items() if isinstance(value, int)):
        raise Http404
    asked = (*kwargs.values(), *request.GET.keys(), *(each for many in request.GET.lists() for each in many[1]))
    if any("\x00" in value for value in asked if isinstance(value, str)):
        raise Http404
    policy = getattr(view, POLICY, None)
    if policy is None:
        message = f"{view.__module__}.{view.__qualname__} har ingen regel för vem som får se den."
        raise PermissionDenied(message)
    if request.method == "POST" and not getattr(view, "without_token", False) and FIELD not in request.POST:
        raise PermissionDenied("Formuläret saknar sin engångskod.")


def without_token(view: Any) -> Any:
    """For posts that change nothing that lasts: signing in and out, verification of a file, a preview."""
    view.without_token = True
    return view
