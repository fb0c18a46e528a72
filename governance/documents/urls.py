from django.urls import path

from .views import batches, files, receipts, register, verification

app_name = "documents"
HOME = "partnerskap/<slug:slug>/dokument/"
DOCUMENT = f"{HOME}<slug:doc_id>/"
EDITION = f"{DOCUMENT}<int:edition>/"
BATCH = "partnerskap/<slug:slug>/omgang/<slug:batch>/"

urlpatterns = [
    path("dokument/", register.start, name="start"),
    path("dokument/sak/<slug:kind>/<int:pk>/", register.find, name="find"),
    path(HOME, register.documents, name="list"),
    path(DOCUMENT, register.document, name="document"),
    path(f"{DOCUMENT}fil.pdf", files.sealed_file, name="file"),
    path(f"{DOCUMENT}underlag.json", files.frozen_data, name="data"),
    path(f"{DOCUMENT}kvittera/<int:pk>/", receipts.receipt, name="receipt"),
    path(EDITION, register.document, name="edition"),
    path(f"{EDITION}fil.pdf", files.sealed_file, name="edition_file"),
    path(f"{EDITION}underlag.json", files.frozen_data, name="edition_data"),
    path(BATCH, batches.batch, name="batch"),
    path(f"{BATCH}<int:pk>/forsok-igen/", batches.retry, name="retry"),
    path("verify/", verification.verify, name="verify"),
    path("verify/<str:doc_id>/", verification.genuine_copy, name="genuine_copy"),
]
