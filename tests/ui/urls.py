"""The pages of the ui app alone, each open to all, so that they can be looked at without the rest."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from governance.organisations.policy import public
from governance.ui import views


def broken(request: HttpRequest) -> HttpResponse:
    """Fail, to show the page of errors."""
    raise RuntimeError("hemlig detalj")


urlpatterns = [
    path("", public(views.gallery), name="start"),
    path("ordlista/", public(views.glossary), name="glossary"),
    path("trasig/", public(broken), name="broken"),
]
handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
