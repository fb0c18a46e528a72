from django.urls import path

from .views import loans, rounds, signing

app_name = "signing"
HOME = "partnerskap/<slug:slug>/avtal/<int:pk>/underskrifter/"
MINE = f"{HOME}<int:who>/"

urlpatterns = [
    path("underskrifter/sak/<slug:kind>/<int:pk>/", rounds.find, name="find"),
    path(HOME, rounds.round_, name="round"),
    path(f"{HOME}omgang/<int:number>/", rounds.round_, name="earlier"),
    path(f"{HOME}planera/", rounds.plan, name="plan"),
    path(f"{HOME}ny/", rounds.add, name="add"),
    path(f"{HOME}sista-dag/", rounds.last_day, name="last_day"),
    path(f"{HOME}oppna/", rounds.open_, name="open"),
    path(f"{HOME}stoppa/", rounds.stop, name="stop"),
    path(f"{HOME}ta-tillbaka/", rounds.take_back, name="take_back"),
    path(f"{HOME}avtal.pdf", rounds.file, name="file"),
    path(MINE, signing.review, name="review"),
    path(f"{MINE}ordning/", rounds.group, name="group"),
    path(f"{MINE}ta-bort/", rounds.remove, name="remove"),
    path(f"{MINE}byt/", rounds.replace, name="replace"),
    path(f"{MINE}bekrafta/", signing.confirm, name="confirm"),
    path(f"{MINE}lage/", signing.progress, name="progress"),
    path(f"{MINE}forsok-igen/", signing.retry, name="retry"),
    path(f"{MINE}avvisa/", signing.reject, name="reject"),
    path(f"{MINE}aterta/", signing.withdraw, name="withdraw"),
    path(f"{MINE}lana/", loans.lend, name="lend"),
    path(f"{MINE}lamna-in/", loans.hand_in, name="hand_in"),
    path(f"{MINE}lamna-tillbaka/", loans.give_back, name="give_back"),
]
