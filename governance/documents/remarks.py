"""What else there is to say of a genuine file: asked of the app that the document is about."""

from collections.abc import Callable

from .models import Document

Remark = Callable[[Document], str]
REMARKS: dict[tuple[str, str], Remark] = {}


def remark_on(kind: str, subject_type: str, remark: Remark) -> None:
    """Say who knows more of documents of a kind on a kind of subject; called in `AppConfig.ready`.

    The remark is shown to anybody who has the file, so it tells nothing that is not in it, but what has become of it.
    """
    REMARKS[kind, subject_type] = remark


def remark_of(document: Document) -> str:
    """The remark on a document in the register, or nothing."""
    remark = REMARKS.get((document.kind, document.subject_type))
    return remark(document) if remark else ""
