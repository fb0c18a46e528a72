from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """Who must decide on an agreement, and the conditions under which it holds."""

    name = "agreements.adoption"
    label = "adoption"
    verbose_name = "Avtalens giltighet"

    def ready(self) -> None:
        """Follow the parties' decisions and the agreement's steps, and tell the desk and the trail of what is here."""
        from agreements.texts import registry  # noqa: PLC0415 -- apps first
        from governance.decisions.registry import follow  # noqa: PLC0415 -- apps first

        from . import agenda, followers, readiness, tasks  # noqa: F401, PLC0415 -- apps first

        follow("agreements.agreement", followers.AgreementFollower)
        registry.readiness("bring_into_force", readiness.every_condition_is_met)
        registry.follow("make_ready", followers.text_is_ready)
        registry.follow("stop_signing", followers.text_goes_back)
        registry.follow("lapse", followers.agreement_lapsed)
        registry.follow("bring_into_force", followers.agreement_holds)
        agenda.announce()
