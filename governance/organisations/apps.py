from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who takes part: organisations, partnerships, bodies, seats, populations."""

    name = "governance.organisations"
    verbose_name = "Organisationer"
