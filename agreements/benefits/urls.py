from django.urls import path

from .views import analyses, benefits, packages

app_name = "benefits"
HOME = "partnerskap/<slug:slug>/forhandlingar/<int:pk>/"
BENEFITS = f"{HOME}nytta/"
PACKAGES = f"{HOME}paket/"
ANALYSIS = f"{PACKAGES}analys/"

urlpatterns = [
    path("paket/sak/<slug:kind>/<int:pk>/", packages.find, name="find"),
    path(BENEFITS, benefits.overview, name="overview"),
    path(f"{BENEFITS}vardera/", benefits.valuations, name="valuations"),
    path(f"{BENEFITS}intresse/", benefits.interest_new, name="interest_new"),
    path(f"{BENEFITS}intresse/<int:interest>/ta-bort/", benefits.interest_remove, name="interest_remove"),
    path(PACKAGES, packages.packages, name="packages"),
    path(f"{PACKAGES}nytt/", packages.package_new, name="package_new"),
    path(ANALYSIS, analyses.ask, name="ask"),
    path(f"{ANALYSIS}<int:analysis>/", analyses.analysis, name="analysis"),
    path(f"{ANALYSIS}<int:analysis>/forslag/<int:place>/", analyses.suggestion, name="suggestion"),
    path(f"{PACKAGES}<int:number>/", packages.package, name="package"),
    path(f"{PACKAGES}<int:number>/andra/", packages.package_edit, name="package_edit"),
    path(f"{PACKAGES}<int:number>/steg/<slug:name>/", packages.package_step, name="package_step"),
    path(f"{PACKAGES}<int:number>/svara/<slug:name>/", packages.answer, name="answer"),
]
