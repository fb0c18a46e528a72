"""The pages of the ui app alone, each open to all, so that they can be looked at without the rest."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from governance.organisations.policy import public, without_token
from governance.ui import gallery, views
from governance.ui.forms import KronorField
from governance.ui.parts import Chip


def broken(request: HttpRequest) -> HttpResponse:
    """Fail, to show the page of errors."""
    raise RuntimeError("hemlig detalj")


class Amount(forms.Form):
    """A form of one field."""

    amount = KronorField(label="Belopp")


ASK = Template(
    "{% extends 'base.html' %}{% block content %}<h1>Belopp</h1>"
    "<form class='form' method='post' novalidate>{% csrf_token %}{{ form }}"
    "<button class='ds-button'>Spara</button></form>"
    "<button id='steg' class='ds-button' hx-get='/stopp/' hx-target='#svar' hx-select='section.stop'>Fastställ</button>"
    "<div id='svar'></div>{% endblock %}"
)
REFUSE = Template(
    "{% extends 'base.html' %}{% block content %}<h1>Stopp</h1>"
    "{% stopped '' refusals frame.today %}{% endstopped %}{% endblock %}"
)


LIST = Template(
    "{% extends 'base.html' %}{% block content %}<h1>Lista</h1><div id='lista'>"
    "{% chips chips label='Filtrera' target='#lista' %}<p>Visar {{ chosen }}</p></div>{% endblock %}"
)


def chosen(request: HttpRequest) -> HttpResponse:
    """A list with filters, the same page with and without script."""
    state = request.GET.get("lage", "alla")
    chips = [Chip(label=name, url=f"?lage={name}", current=state == name) for name in ("alla", "antagen")]
    return HttpResponse(LIST.render(RequestContext(request, {"chips": chips, "chosen": state})))


def form(request: HttpRequest) -> HttpResponse:
    """Ask for an amount, and say what is wrong with it."""
    asked = Amount(request.POST or None)
    page = ASK.render(RequestContext(request, {"form": asked, "crumbs": [("Start", "/"), ("Belopp", "")]}))
    return HttpResponse(page, status=422 if asked.errors else 200)


def panel(request: HttpRequest) -> HttpResponse:
    """Refuse a step, as a whole page from which htmx takes the panel."""
    return HttpResponse(REFUSE.render(RequestContext(request, {"refusals": gallery.refusals()})), status=409)


urlpatterns = [
    path("belopp/", public(without_token(form)), name="form"),
    path("lista/", public(chosen), name="list"),
    path("stopp/", public(panel), name="panel"),
    path("", public(views.gallery), name="start"),
    path("ordlista/", public(views.glossary), name="glossary"),
    path("trasig/", public(broken), name="broken"),
]
handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
