from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """What the parties have promised, conditional offers, progress and deviations."""

    name = "agreements.commitments"
    label = "commitments"
    verbose_name = "Åtaganden"
