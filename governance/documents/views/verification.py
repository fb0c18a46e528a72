"""Pages for anybody: is this file genuine, and what should a genuine copy be?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.organisations.policy import public, without_token
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import filesize

from ..forms import FileToVerify
from ..verify import Facts, Verdict, latest, sealed_when, verify_bytes


@without_token
@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file and say whether it is genuine, whole and the latest; nothing of it is kept."""
    if request.method != "POST":
        return render(request, "documents/verify.html", {"form": FileToVerify()})
    form = FileToVerify(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "documents/verify.html", {"form": form}, status=422)
    sent = form.cleaned_data["file"]
    verdict = verify_bytes(sent.read())
    shown = {"form": FileToVerify(), "verdict": verdict, "facts": facts_of_file(verdict, sent.name)}
    return render(request, "documents/verify.html", shown)


@public
@require_safe
def genuine_copy(request: HttpRequest, doc_id: str) -> HttpResponse:
    """What the latest copy of a document is, for one who read the code on it; tells nothing of what it says."""
    known = latest(doc_id)
    if known is None:
        raise Http404
    shown = {"form": FileToVerify(), "known": known, "facts": public_facts(known)}
    return render(request, "documents/genuine_copy.html", shown)


def facts_of_file(verdict: Verdict, name: str) -> list[Fact]:
    """What is told of a file: the document it is, when the file was found to be ours, and the file itself."""
    rows: list[Fact] = []
    known = verdict.document
    if known is not None and known.sha256 == verdict.sha256:
        rows += [
            Fact(label=_("Dokument"), value=known.title, note=known.doc_id),
            Fact(label=_("Förseglat"), value=sealed_when(known)),
            Fact(
                label=_("Version"),
                value=_("%s, den senaste") % known.edition if known.is_latest else str(known.edition),
            ),
        ]
    if verdict.signer:
        rows.append(Fact(label=_("Förseglat med"), value=verdict.signer))
    rows.append(Fact(label=_("Din fil"), value=f"{name}, {filesize(verdict.size)}"))
    rows.append(Fact(label=_("Fingeravtryck (SHA-256)"), value=in_groups(verdict.sha256)))
    return rows


def public_facts(known: Facts) -> list[Fact]:
    """What anybody may know of a document: kind, when it was sealed, and the fingerprint of the genuine file."""
    return [
        Fact(label=_("Dokument"), value=known.doc_id),
        Fact(label=_("Slag"), value=known.kind),
        Fact(label=_("Senaste version"), value=str(known.edition)),
        Fact(label=_("Förseglat"), value=sealed_when(known)),
        Fact(label=_("Fingeravtryck (SHA-256)"), value=in_groups(known.sha256)),
    ]


def in_groups(digest: str) -> Any:
    """A fingerprint in groups of four, so that eyes can compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
