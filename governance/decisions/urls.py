from django.urls import path

from .views import matters, reading, rulings

app_name = "decisions"
MATTER = "partnerskap/<slug:slug>/beslut/<int:pk>/"
RULING = "partnerskap/<slug:slug>/beslut/<int:matter_id>/<int:pk>/"

urlpatterns = [
    path("regler/", reading.rules, name="rules"),
    path("beslut/", matters.overview, name="overview"),
    path("partnerskap/<slug:slug>/beslut/", matters.matters, name="list"),
    path(MATTER, matters.matter, name="matter"),
    path(f"{MATTER}lista.csv", matters.as_csv, name="csv"),
    path(f"{MATTER}vad-saknas/", matters.missing, name="missing"),
    path(f"{MATTER}paminn/", matters.remind, name="remind"),
    path(f"{MATTER}lamna-over/", matters.hand_over, name="hand_over"),
    path(f"{MATTER}dra-tillbaka/", matters.withdraw, name="withdraw"),
    path(RULING, rulings.ruling, name="ruling"),
    path(f"{RULING}registrera/", rulings.register, name="register"),
    path(f"{RULING}sammantrade/", rulings.plan, name="plan"),
    path(f"{RULING}laga-kraft/", rulings.legal_force, name="legal_force"),
    path(f"{RULING}ratta/", rulings.correct, name="correct"),
    path(f"{RULING}svara/", rulings.answer, name="answer"),
    path("partnerskap/<slug:slug>/spar/<str:kind>/<str:key>/", reading.trail, name="trail"),
]
