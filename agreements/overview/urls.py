from django.urls import URLPattern

app_name = "agreement_overview"
urlpatterns: list[URLPattern] = []
