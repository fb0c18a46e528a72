"""Pages that belong to no app: errors said plainly, the glossary, and the gallery of components."""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from .gallery import example_page
from .glossary import terms

STATEMENT_LOOKED_THROUGH_ON = date(2026, 11, 28)
"""When somebody last held the accessibility statement against what is true; changed by the one who does."""


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Say what went wrong and what one can do, without any detail of how."""
    return render(request, f"errors/{status.value}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read, or is too large to be (handler400)."""
    too_large = isinstance(exception, RequestDataTooBig)
    return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The seat one acts from may not do this (handler403)."""
    return error_page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or none that one may know of (handler404)."""
    return error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke (handler500): a page that asks neither database nor session."""
    return HttpResponse(get_template("errors/500.html").render(), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form had become too old, or came from elsewhere (CSRF_FAILURE_VIEW)."""
    return render(request, "errors/csrf.html", status=HTTPStatus.FORBIDDEN)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, with its words at their longest, with no rows and with 34."""
    context: dict[str, Any] = example_page()
    return render(request, "ui/gallery.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been tried, what is not yet so, and to whom one turns (tillgänglighetsredogörelse, lag 2018:1937)."""
    told = {"contact": settings.CONTACT, "looked_through_on": STATEMENT_LOOKED_THROUGH_ON}
    return render(request, "ui/accessibility.html", told)


def glossary(request: HttpRequest) -> HttpResponse:
    """The words of Samverk, from the same source as the documentation."""
    return render(request, "ui/glossary.html", {"terms": terms()})
