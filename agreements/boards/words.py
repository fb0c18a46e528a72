"""What a button says of a step: the steps' own labels are infinitives, and not every verb is its own imperative."""

from typing import Any

from django.utils.translation import gettext as _

from governance.lib.text import capitalise


def step_words(name: str, step: Any) -> str:
    """A step as its button and its heading name it: "Sammanställ redovisningen"."""
    asked = {
        "compile": _("Sammanställ redovisningen"),
        "cancel": _("Ställ in sammanträdet"),
        "return_minutes": _("Lämna tillbaka protokollet"),
    }
    return asked.get(name) or capitalise(str(step.label))
