from django.urls import path

from . import views

app_name = "public"

urlpatterns = [
    path("oppet/", views.everything, name="list"),
    path("oppet/forhandlingar/<int:pk>/", views.negotiation, name="negotiation"),
    path("oppet/avtal/<int:pk>/", views.agreement, name="agreement"),
]
