from typing import Any

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """Action plans, budgets, cost sharing, outcome, deviations and annual reports."""

    name = "budgets"
    verbose_name = "Budget"

    def ready(self) -> None:
        """Follow the decisions and the documents, and tell the frame, the desk and the trail of what is here."""
        from governance.decisions.registry import follow  # noqa: PLC0415 -- apps first
        from governance.workflow.steps import step_taken  # noqa: PLC0415 -- apps first
        from workpackages.registry import needed_by  # noqa: PLC0415 -- apps first

        from . import agenda, followers, happenings, listeners, needs  # noqa: F401, PLC0415 -- apps first

        follow("budgets.budget", followers.BudgetFollower)
        follow("budgets.costprinciple", followers.PrincipleFollower)
        follow("budgets.deviation", followers.DeviationFollower)
        needed_by(needs.line_in_later_year)
        step_taken.connect(self.listen, dispatch_uid="budgets.listen")
        agenda.announce()

    @staticmethod
    def listen(sender: Any, event: Any, **_: Any) -> None:
        """Hand a step on to whoever of us cares."""
        from .listeners import hear  # noqa: PLC0415 -- apps first

        hear(event)
