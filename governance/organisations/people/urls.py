from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("logga-in/", views.sign_in, name="sign_in"),
    path("logga-in/demonstration/", views.example_people, name="example_people"),
    path("logga-ut/", views.sign_out, name="sign_out"),
    path("plats/", views.choose_seat, name="choose_seat"),
    path("losenord/", views.password, name="password"),
    path("inbjudan/<str:token>/", views.accept, name="accept"),
]
