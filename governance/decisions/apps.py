from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """How sovereign parties decide together: routes, matters, rulings."""

    name = "governance.decisions"
    verbose_name = "Beslut"

    def ready(self) -> None:
        """Tell the frame, the desk and the trail of what is here."""
        from . import desk  # noqa: PLC0415 -- the models must be there first

        desk.announce()
