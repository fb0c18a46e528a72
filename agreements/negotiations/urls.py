from django.urls import path

from .views import directive, gates, issues, negotiators, parties, process, room

app_name = "negotiations"
HOME = "partnerskap/<slug:slug>/forhandlingar/"
ROOM = f"{HOME}<int:pk>/"
PARTY = f"{ROOM}parter/<int:party_pk>/"
GATE = f"{PARTY}grind/<int:number>/"

urlpatterns = [
    path("forhandlingar/", room.start, name="start"),
    path("forhandlingar/sak/<slug:kind>/<int:pk>/", room.find, name="find"),
    path(HOME, room.negotiations, name="list"),
    path(f"{HOME}ny/", directive.new, name="new"),
    path(ROOM, room.room, name="room"),
    path(f"{ROOM}paminn/", room.remind, name="remind"),
    path(f"{ROOM}steg/<slug:name>/", room.step, name="step"),
    path(f"{ROOM}direktiv/", directive.directive, name="directive"),
    path(f"{ROOM}direktiv/andra/", directive.directive_edit, name="directive_edit"),
    path(f"{ROOM}direktiv/ram/", directive.frame_edit, name="frame"),
    path(f"{ROOM}direktiv/synlighet/", directive.publish, name="publish"),
    path(f"{ROOM}parter/", parties.parties, name="parties"),
    path(f"{ROOM}parter/ny/", parties.party_new, name="party_new"),
    path(PARTY, parties.party, name="party"),
    path(f"{PARTY}uppgifter/", parties.party_edit, name="party_edit"),
    path(f"{PARTY}lamna/", parties.party_leave, name="party_leave"),
    path(f"{PARTY}ekonomi/", parties.finances, name="finances"),
    path(f"{PARTY}last/", parties.read, name="read"),
    path(f"{PARTY}mandat/nytt/", parties.mandate_new, name="mandate_new"),
    path(f"{PARTY}mandat/<int:mandate_pk>/aterkalla/", parties.mandate_revoke, name="mandate_revoke"),
    path(GATE, gates.gate, name="gate"),
    path(f"{GATE}besked/", gates.gate_wait, name="gate_wait"),
    path(f"{GATE}ta-tillbaka/", gates.gate_withdraw, name="gate_withdraw"),
    path(f"{ROOM}fragor/", issues.issues, name="issues"),
    path(f"{ROOM}fragor/ny/", issues.issue_new, name="issue_new"),
    path(f"{ROOM}fragor/<int:issue_pk>/", issues.issue_edit, name="issue"),
    path(f"{ROOM}fragor/<int:issue_pk>/alternativ/", issues.option_new, name="option_new"),
    path(f"{ROOM}fragor/<int:issue_pk>/statens-val/", issues.choose, name="choose"),
    path(f"{ROOM}alternativ/<int:option_pk>/", issues.option_edit, name="option"),
    path(f"{ROOM}alternativ/<int:option_pk>/utanfor-mandatet/", issues.limit, name="limit"),
    path(f"{ROOM}granser/<int:limit_pk>/ta-bort/", issues.limit_lift, name="limit_lift"),
    path(f"{ROOM}tillfallen/", process.sessions, name="sessions"),
    path(f"{ROOM}tillfallen/nytt/", process.session_new, name="session_new"),
    path(f"{ROOM}tillfallen/<int:session_pk>/", process.session_edit, name="session"),
    path(f"{ROOM}tillfallen/<int:session_pk>/beslut/", process.decision_new, name="decision_new"),
    path(f"{ROOM}information/", process.notices, name="notices"),
    path(f"{ROOM}information/ny/", process.notice_new, name="notice_new"),
    path(f"{ROOM}tidplan/", process.timetable, name="timetable"),
    path(f"{ROOM}tidplan/ny/", process.milestone_new, name="milestone_new"),
    path(f"{ROOM}tidplan/<int:milestone_pk>/", process.milestone_edit, name="milestone"),
    path(f"{ROOM}tidplan/<int:milestone_pk>/klar/", process.milestone_done, name="milestone_done"),
    path(f"{ROOM}tidplan/<int:milestone_pk>/ta-bort/", process.milestone_remove, name="milestone_remove"),
    path(f"{ROOM}framgangsfaktorer/", process.checklist, name="checklist"),
    path(f"{ROOM}framgangsfaktorer/<int:item_pk>/", process.checklist_answer, name="checklist_answer"),
    path(f"{ROOM}forhandlingspersoner/", negotiators.negotiators, name="negotiators"),
    path(f"{ROOM}forhandlingspersoner/ny/", negotiators.negotiator_new, name="negotiator_new"),
    path(f"{ROOM}forhandlingspersoner/<int:negotiator_pk>/avsluta/", negotiators.negotiator_end, name="negotiator_end"),
    path(f"{ROOM}forhandlingspersoner/<int:negotiator_pk>/anmal/", negotiators.declare, name="declare"),
    path(f"{ROOM}jav/<int:conflict_pk>/", negotiators.assess, name="assess"),
    path(f"{ROOM}forebilder/", process.precedents, name="precedents"),
    path(f"{ROOM}forebilder/ny/", process.precedent_new, name="precedent_new"),
    path(f"{ROOM}forebilder/<int:precedent_pk>/", process.precedent_edit, name="precedent"),
]
