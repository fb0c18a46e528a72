from django.urls import path

from . import views

app_name = "workpackages"
HOME = "partnerskap/<slug:slug>/tjanster/"
urlpatterns = [
    path(HOME, views.services, name="list"),
    path(f"{HOME}ny/", views.new, name="new"),
    path(f"{HOME}<int:pk>/", views.service, name="service"),
    path(f"{HOME}<int:pk>/uppgifter/", views.edit, name="edit"),
    path(f"{HOME}<int:pk>/ur-bruk/", views.end, name="end"),
    path("tjanster/hitta/<int:pk>/", views.find, name="find"),
]
