from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Signing rounds: who signs, in which order, in which way."""

    name = "agreements.signing"
    label = "signing"
    verbose_name = "Underskrifter"
