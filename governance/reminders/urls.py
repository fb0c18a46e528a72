from django.urls import path

from . import views

app_name = "reminders"
urlpatterns = [
    path("partnerskap/<slug:slug>/tider/", views.deadlines, name="deadlines"),
    path("meddelanden/", views.inbox, name="inbox"),
    path("meddelanden/alla/", views.read_all, name="read_all"),
    path("meddelanden/e-post/", views.choose_mail, name="choose_mail"),
    path("meddelanden/<int:pk>/last/", views.read, name="read"),
]
