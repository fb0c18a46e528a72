from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """What the parties have promised, conditional offers, progress and deviations."""

    name = "agreements.commitments"
    label = "commitments"
    verbose_name = "Åtaganden"

    def ready(self) -> None:
        """Follow the agreement and the parties' finances, and tell the desk and the trail of what is here."""
        from agreements.negotiations.registry import finances_changed  # noqa: PLC0415 -- apps first
        from agreements.texts import registry  # noqa: PLC0415 -- apps first

        from . import questions  # noqa: PLC0415 -- apps first
        from .services import following  # noqa: PLC0415 -- apps first

        finances_changed.connect(following.hear_finances_changed, dispatch_uid="commitments.finances_changed")
        registry.follow("bring_into_force", following.begin_commitments)
        registry.follow("lapse", following.lapse_commitments)
        registry.follow("terminate", following.lapse_commitments)
        registry.readiness("make_ready", questions.drafts_still_stand)
        registry.readiness("complete", questions.nothing_is_open)
