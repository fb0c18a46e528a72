from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "governance.workflow"
    verbose_name = "Arbetsflöde"
