from typing import Any

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What each issue is worth to whom, packages, the trade finder, late changes."""

    name = "agreements.benefits"
    label = "benefits"
    verbose_name = "Nyttor och paket"

    def ready(self) -> None:
        """Follow changed finances, do large analyses, and tell the frame, the desk and the trail of what is here."""
        from agreements.negotiations import registry  # noqa: PLC0415 -- apps first
        from governance.workflow.steps import step_taken  # noqa: PLC0415 -- apps first

        from . import agenda, happenings, tasks  # noqa: F401, PLC0415 -- apps first
        from .services.late_change import hear_change  # noqa: PLC0415 -- apps first
        from .services.standing import silent_parties, standing_packages, uses_of_issue  # noqa: PLC0415 -- apps first

        registry.part("Nyttor", "benefits:overview", after="negotiations:issues")
        registry.part("Paket", "benefits:packages", after="benefits:overview")
        registry.finances_changed.connect(hear_change, dispatch_uid="benefits.hear_change")
        registry.stands_on_issues(standing_packages)
        registry.uses_issues(uses_of_issue)
        registry.warns("begin_agreeing", silent_parties)
        step_taken.connect(self.listen, dispatch_uid="benefits.listen")
        agenda.announce()

    @staticmethod
    def listen(sender: Any, event: Any, **_: Any) -> None:
        """Hand a step on to whoever of us cares."""
        from .listeners import hear  # noqa: PLC0415 -- apps first

        hear(event)
