from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/<str:doc_id>/", views.genuine_copy, name="genuine_copy"),
]
