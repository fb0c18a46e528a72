"""Every address of Samverk; an app adds its own, and a view without a declared policy is refused."""

from django.urls import URLPattern, URLResolver, include, path

from governance.organisations.people.views import start
from governance.organisations.policy import demonstration, public
from governance.reminders.views import desk
from governance.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("mitt-bord/", desk, name="desk"),
    path("", include("governance.organisations.people.urls")),
    path("", include("governance.organisations.urls")),
    path("", include("governance.reminders.urls")),
    path("", include("governance.decisions.urls")),
    path("", include("agreements.negotiations.urls")),
    path("", include("agreements.benefits.urls")),
    path("", include("agreements.texts.urls")),
    path("", include("agreements.adoption.urls")),
    path("", include("agreements.signing.urls")),
    path("", include("agreements.commitments.urls")),
    path("", include("agreements.boards.urls")),
    path("", include("agreements.overview.urls")),
    path("", include("workpackages.urls")),
    path("", include("budgets.urls")),
    path("ordlista/", public(views.glossary), name="glossary"),
    path("tillganglighet/", public(views.accessibility), name="accessibility"),
    path("", include("governance.documents.urls")),
    path("komponenter/", demonstration(views.gallery), name="gallery"),
]

handler400 = "governance.ui.views.bad_request"
handler403 = "governance.ui.views.permission_denied"
handler404 = "governance.ui.views.page_not_found"
handler500 = "governance.ui.views.server_error"
