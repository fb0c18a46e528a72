from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """How any state changes."""

    name = "governance.workflow"
    verbose_name = "Arbetsflöde"

    def ready(self) -> None:
        """Keep migrations quick."""
        from .fsm import spare_migrations  # noqa: PLC0415 -- apps first

        spare_migrations()
