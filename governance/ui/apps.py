from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of Samverk: frame, components, forms, figures, words."""

    name = "governance.ui"

    def ready(self) -> None:
        """Put the glossary and the accessibility statement in the footer of every page."""
        from . import menu  # noqa: PLC0415 -- apps are ready first

        menu.register_footer("Ordlista", "glossary", order=20)
        menu.register_footer("Tillgänglighet", "accessibility", order=90)
