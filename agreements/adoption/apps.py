from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """Who must decide on an agreement, and the conditions under which it holds."""

    name = "agreements.adoption"
    label = "adoption"
    verbose_name = "Avtalens giltighet"
