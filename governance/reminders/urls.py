from django.urls import path

from . import views

app_name = "reminders"
urlpatterns = [path("partnerskap/<slug:slug>/tider/", views.deadlines, name="deadlines")]
