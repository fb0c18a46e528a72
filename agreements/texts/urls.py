from django.urls import path

from .views import annexes, figures, overview, reading, steps, writing

app_name = "agreements"
HOME = "partnerskap/<slug:slug>/avtal/"
AGREEMENT = f"{HOME}<int:pk>/"

urlpatterns = [
    path("avtal/sak/<slug:kind>/<int:pk>/", overview.find, name="find"),
    path(HOME, overview.agreements, name="list"),
    path(f"{HOME}nytt/", overview.new, name="new"),
    path(f"{HOME}mall/", figures.template, name="template"),
    path(f"{HOME}mall/egen/", figures.template_own, name="template_own"),
    path(f"{HOME}mall/nytt/", figures.template_new, name="template_new"),
    path(f"{HOME}mall/<int:pk>/", figures.template_section, name="template_section"),
    path(f"{HOME}mall/<int:pk>/ta-bort/", figures.template_remove, name="template_remove"),
    path(f"{HOME}index/", figures.figures, name="figures"),
    path(f"{HOME}index/nytt/", figures.figure_new, name="figure_new"),
    path(f"{HOME}index/<int:pk>/", figures.figure, name="figure"),
    path(AGREEMENT, overview.agreement, name="agreement"),
    path(f"{AGREEMENT}uppgifter/", writing.particulars, name="particulars"),
    path(f"{AGREEMENT}parter/", writing.parties, name="parties"),
    path(f"{HOME}parter/<int:pk>/ta-bort/", writing.party_remove, name="party_remove"),
    path(f"{AGREEMENT}text/", writing.text, name="text"),
    path(f"{AGREEMENT}avsnitt/nytt/", writing.section_new, name="section_new"),
    path(f"{HOME}avsnitt/<int:pk>/", writing.section, name="section"),
    path(f"{HOME}avsnitt/<int:pk>/ta-bort/", writing.section_remove, name="section_remove"),
    path(f"{AGREEMENT}uppdatering/", writing.updating, name="updating"),
    path(f"{AGREEMENT}kostnad/", writing.cost, name="cost"),
    path(f"{AGREEMENT}finansiering/ny/", writing.financing_new, name="financing_new"),
    path(f"{HOME}finansiering/<int:pk>/", writing.financing, name="financing"),
    path(f"{HOME}finansiering/<int:pk>/ta-bort/", writing.financing_remove, name="financing_remove"),
    path(f"{AGREEMENT}tidplan/ny/", writing.timetable_new, name="timetable_new"),
    path(f"{HOME}tidplan/<int:pk>/", writing.timetable, name="timetable"),
    path(f"{HOME}tidplan/<int:pk>/ta-bort/", writing.timetable_remove, name="timetable_remove"),
    path(f"{AGREEMENT}bilagor/ny/", annexes.annex_new, name="annex_new"),
    path(f"{HOME}bilagor/<int:pk>/", annexes.annex, name="annex"),
    path(f"{HOME}bilagor/<int:pk>/skriv/", annexes.annex_write, name="annex_write"),
    path(f"{HOME}bilagor/<int:pk>/uppgifter/", annexes.annex_edit, name="annex_edit"),
    path(f"{HOME}bilagor/<int:pk>/anta/", annexes.annex_adopt, name="annex_adopt"),
    path(f"{HOME}version/<int:pk>/", reading.version, name="version"),
    path(f"{HOME}version/<int:pk>/jamfor/", reading.compare, name="compare"),
    path(f"{HOME}version/<int:pk>/godkann/", steps.acknowledge, name="acknowledge"),
    path(f"{HOME}version/<int:pk>/invand/", steps.object_, name="object"),
    path(f"{AGREEMENT}las/", steps.freeze, name="freeze"),
    path(f"{AGREEMENT}ny-version/", steps.new_version, name="new_version"),
    path(f"{AGREEMENT}tillaggsavtal/", steps.amendment, name="amendment"),
    path(f"{AGREEMENT}steg/<slug:name>/", steps.step, name="step"),
]
