from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """What spans all of agreements: lists, public pages, status reports."""

    name = "agreements.overview"
    label = "agreement_overview"
    verbose_name = "Avtal i översikt"
