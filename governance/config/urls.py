"""Every address of Samverk; an app adds its own, and a view without a declared policy is refused."""

from django.urls import URLPattern, URLResolver, include, path

from governance.organisations.policy import demonstration, public
from governance.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ordlista/", public(views.glossary), name="glossary"),
    path("", include("governance.documents.urls")),
    path("komponenter/", demonstration(views.gallery), name="gallery"),
]

handler400 = "governance.ui.views.bad_request"
handler403 = "governance.ui.views.permission_denied"
handler404 = "governance.ui.views.page_not_found"
handler500 = "governance.ui.views.server_error"
