"""What signing tells the rest of Samverk; called once, when the app is ready."""

from agreements.texts import registry as texts

from . import questions
from .services import rounds


def announce() -> None:
    """Fill in the registries of what stands below."""
    texts.readiness("begin_signing", questions.somebody_has_signed)
    texts.readiness("note_all_signed", questions.everybody_has_signed)
    texts.follow("lapse", rounds.stop_with_agreement)
