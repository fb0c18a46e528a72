from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Agreements as text: sections, annexes, financing, versions, redline, readiness."""

    name = "agreements.texts"
    label = "agreements"
    verbose_name = "Avtal"
