from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """What the parties have promised, conditional offers, progress and deviations."""

    name = "agreements.commitments"
    label = "commitments"
    verbose_name = "Åtaganden"

    def ready(self) -> None:
        """Follow the agreement and the parties' finances, and tell the desk and the trail of what is here."""
        from agreements.negotiations import registry as negotiations  # noqa: PLC0415 -- apps first
        from agreements.signing import registry as signing  # noqa: PLC0415 -- apps first
        from agreements.texts import registry as texts  # noqa: PLC0415 -- apps first

        from . import agenda, happenings, questions  # noqa: F401, PLC0415 -- apps first
        from .pages import panels  # noqa: PLC0415 -- apps first
        from .services import following  # noqa: PLC0415 -- apps first

        negotiations.finances_changed.connect(
            following.hear_finances_changed, dispatch_uid="commitments.finances_changed"
        )
        texts.follow("bring_into_force", following.begin_commitments)
        for step in ("lapse", "abandon", "terminate"):
            texts.follow(step, following.lapse_commitments)
        for step in ("make_ready", "sign"):
            texts.readiness(step, questions.drafts_still_stand)
        texts.readiness("complete", questions.nothing_is_open)
        texts.step_warning("make_ready", panels.offers_that_lapse)
        texts.agreement_reads(panels.reads)
        texts.agreement_action(panels.actions)
        texts.readiness_group(panels.group)
        texts.agreement_panel(panels.panel)
        negotiations.room_panel(panels.room_panel)
        signing.commitment_rows(panels.printed_rows)
        agenda.announce()
