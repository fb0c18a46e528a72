from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What each issue is worth to whom, packages, the trade finder, late changes."""

    name = "agreements.benefits"
    label = "benefits"
    verbose_name = "Nyttor och paket"
