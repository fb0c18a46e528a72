from django.urls import path

from .views import board, clearing, deviations, offers, progress, reading

app_name = "commitments"
LIST = "partnerskap/<slug:slug>/avtal/<int:pk>/ataganden/"
ONE = "partnerskap/<slug:slug>/ataganden/<int:pk>/"
REPORT = f"{ONE}rapporter/<int:report_id>/"
DEVIATION = f"{ONE}avvikelser/<int:deviation_id>/"

urlpatterns = [
    path("ataganden/sak/<slug:kind>/<int:pk>/", reading.find, name="find"),
    path(LIST, reading.commitments, name="list"),
    path(f"{LIST}nytt/", offers.new, name="new"),
    path(f"{LIST}klarera/", clearing.preview, name="clear"),
    path(f"{LIST}klarering/<int:clearing_id>/", clearing.clearing, name="clearing"),
    path(f"{LIST}klarering/<int:clearing_id>/los-upp/", clearing.dissolve, name="dissolve"),
    path(ONE, reading.commitment, name="commitment"),
    path(f"{ONE}andra/", offers.edit, name="edit"),
    path(f"{ONE}bekrafta/", offers.confirm, name="confirm"),
    path(f"{ONE}ta-tillbaka/", offers.withdraw, name="withdraw"),
    path(f"{ONE}nivaer/ny/", offers.level_new, name="level_new"),
    path(f"{ONE}nivaer/ta-bort/", offers.level_drop, name="level_drop"),
    path(f"{ONE}villkor/nytt/", offers.condition_new, name="condition_new"),
    path(f"{ONE}villkor/<int:condition_id>/ta-bort/", offers.condition_drop, name="condition_drop"),
    path(f"{ONE}rapportera/", progress.report, name="report"),
    path(f"{REPORT}verifiera/", board.verify, name="verify"),
    path(f"{REPORT}sand-tillbaka/", board.send_back, name="send_back"),
    path(f"{ONE}avvikelse/", deviations.new, name="deviate"),
    path(f"{ONE}tvist/", deviations.dispute, name="dispute"),
    path(DEVIATION, deviations.deviation, name="deviation"),
    path(f"{DEVIATION}svara/", deviations.answer, name="answer"),
    path(f"{DEVIATION}fraga/", board.ask, name="ask"),
    path(f"{DEVIATION}fortsatt/", board.carry_on, name="carry_on"),
    path(f"{DEVIATION}omforhandla/", board.renegotiate, name="renegotiate"),
    path(f"{DEVIATION}upphora/", board.release, name="release"),
]
