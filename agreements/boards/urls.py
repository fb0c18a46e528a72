from django.urls import path

from .views import accounts, boards, meetings

app_name = "boards"
HOME = "partnerskap/<slug:slug>/styrelser/"
BOARD = f"{HOME}<int:pk>/"
ITEM = f"{HOME}sammantraden/<int:pk>/arenden/<int:item_pk>/"

urlpatterns = [
    path("styrelser/sak/<slug:kind>/<int:pk>/", boards.find_page, name="find"),
    path(HOME, boards.boards, name="list"),
    path("partnerskap/<slug:slug>/avtal/<int:pk>/styrelse/", boards.form_board, name="form"),
    path("partnerskap/<slug:slug>/forhandlingar/<int:pk>/laget/", boards.status, name="status"),
    path(BOARD, boards.board, name="board"),
    path(f"{BOARD}utse/<slug:place>/", boards.appoint, name="appoint"),
    path(f"{BOARD}steg/<slug:name>/", boards.step, name="step"),
    path(f"{BOARD}rapport/", boards.report, name="report"),
    path(f"{BOARD}sammantraden/nytt/", meetings.new, name="meeting_new"),
    path(f"{HOME}sammantraden/<int:pk>/", meetings.meeting, name="meeting"),
    path(f"{HOME}sammantraden/<int:pk>/arenden/nytt/", meetings.item_new, name="item_new"),
    path(f"{ITEM}andra/", meetings.item_edit, name="item_edit"),
    path(f"{ITEM}ta-bort/", meetings.item_remove, name="item_remove"),
    path(f"{HOME}sammantraden/<int:pk>/steg/<slug:name>/", meetings.step, name="meeting_step"),
    path(f"{HOME}arenden/<int:pk>/", meetings.item, name="item"),
    path(f"{BOARD}redovisningar/ny/", accounts.new, name="accounts_new"),
    path(f"{HOME}redovisningar/<int:pk>/", accounts.accounts, name="accounts"),
    path(f"{HOME}redovisningar/<int:pk>/steg/<slug:name>/", accounts.step, name="accounts_step"),
    path(f"{HOME}redovisningar/parter/<int:pk>/", accounts.party, name="party_accounts"),
]
