from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """How any state changes."""

    name = "governance.workflow"
    verbose_name = "Arbetsflöde"
