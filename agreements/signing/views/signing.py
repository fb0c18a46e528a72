"""One person's signature: look it over, sign in again and confirm, follow it into the file, or say no."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from governance.accounts.origins import origin_of
from governance.audit.services import record
from governance.documents.revisions import can_sign_here
from governance.jobs.models import Job
from governance.jobs.services import Progress, revive
from governance.jobs.states import JobState
from governance.organisations.pages import answer_form, answer_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import again, guards, permissions
from ..forms import ConfirmForm, ReasonForm
from ..models import Signatory
from ..pages.mandates import mandates_url
from ..pages.review import answers_of, lead_of, not_now
from ..pages.rows import url_of
from ..pages.telling import decided
from ..services import signatures
from ..states import RoundState, SignatoryState
from .common import find_signatory, frame, require_step, standing_in_the_way, step_page


@signed_in
def review(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Look the agreement over before signing: what, for whom, on which mandate, in which way."""
    signatory = find_signatory(request, slug, pk, who)
    require_step(signatory, "confirm", request)
    agreement = signatory.round.agreement
    is_stopped = signatory.round.state == RoundState.STOPPED
    if signatory.state in (SignatoryState.SIGNING, SignatoryState.SIGNED) and not is_stopped:
        return HttpResponseRedirect(url_of("progress", agreement, signatory.pk))
    proof = again.proof_of(request.user, signatory, again.PASSWORD)  # so that only what is missing besides is told
    refusals, fulfilled = standing_in_the_way(signatory, "confirm", request, proof=proof)
    mine = signatory.checkouts.filter(state="out").first()
    waits = not_now(signatory)
    title = _("Granska avtalet") if waits else _("Granska och underteckna")
    is_sealed = signatory.round.document is not None and signatory.round.document.is_sealed
    context = {
        **frame(agreement, (title, "")),
        "title": title,
        "waits": waits,
        "is_sealed": is_sealed,
        "text_url": reverse("agreements:version", args=[slug, signatory.round.text_id]),
        "may_reject": signatory.round.is_open and signatory.state in (SignatoryState.WAITING, SignatoryState.TURN),
        "signatory": signatory,
        "lead": "" if is_stopped else lead_of(signatory),
        "items": answers_of(signatory),
        "mandate_url": mandates_url(agreement, signatory.principal_id),
        "refusals": refusals,
        "fulfilled": [each for each in fulfilled if each.title != str(guards.signed_in_again.fulfilled)],
        "lent": mine,
        "can_sign_here": can_sign_here(),
        "urls": {name: url_of(name, agreement, signatory.pk) for name in LINKS},
        "file_url": url_of("file", agreement),
        "may_sign": not refusals,
    }
    return render(request, "agreements/signing/review.html", context)


LINKS = ("confirm", "lend", "hand_in", "give_back", "reject", "withdraw", "progress")


@signed_in
@never_cache
@sensitive_post_parameters("password")
def confirm(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Sign in again and say yes; the signature is then made in the person's name."""
    signatory = find_signatory(request, slug, pk, who)
    require_step(signatory, "confirm", request)
    agreement = signatory.round.agreement
    origin = origin_of(request)
    form = ConfirmForm(request.POST or None, subject=signatory, user=request.user, origin=origin)
    if request.method != "POST" and signatory.state != SignatoryState.TURN:
        return HttpResponseRedirect(url_of("review", agreement, signatory.pk))
    context = {
        **frame(agreement, (_("Underteckna"), "")),
        "title": _("Underteckna avtalet"),
        "lead": _("Du undertecknar för %(party)s som %(role)s. Underskriften görs i ditt namn och gäller bara här.")
        % {"party": signatory.principal, "role": signatory.role},
        "button": _("Underteckna"),
        "items": answers_of(signatory),
        "refusals": (),
        "needs_no_password": not again.asks_for_password(request.user),
        "back_url": url_of("review", agreement, signatory.pk),
        "back_label": _("Tillbaka till granskningen"),
    }

    def act(data: dict[str, Any]) -> str:
        signatures.confirm_signature(
            signatory, proof=form.proof, by=request.actor, today=request.today, version=data["version"]
        )
        return url_of("progress", agreement, signatory.pk)

    return answer_form(request, form, act, "agreements/signing/confirm.html", context)


@signed_in
def progress(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """How far one's signature has come on its way into the file."""
    signatory = find_signatory(request, slug, pk, who)
    if not may_follow(signatory, request):
        raise NotAllowed(str(permissions.WHO_SIGNS))
    job = Job.objects.filter(key=signatory.job_key).first()
    dead = job is not None and job.state == JobState.DEAD
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Din underskrift"), "")),
        "title": _("Underskriften för %s") % signatory.principal,
        "lead": progress_lead(signatory, dead=dead),
        "signatory": signatory,
        "batch": Progress(total=1, done=int(signatory.state == SignatoryState.SIGNED), dead=int(dead)),
        "is_signing": signatory.state == SignatoryState.SIGNING,
        "is_signed": signatory.state == SignatoryState.SIGNED and signatory.round.state != RoundState.STOPPED,
        "dead": job if dead else None,
        "url": request.path,
        "retry_url": url_of("retry", agreement, signatory.pk),
        "review_url": url_of("review", agreement, signatory.pk),
        "file_url": url_of("file", agreement),
        "withdraw_url": url_of("withdraw", agreement, signatory.pk) if may_withdraw(signatory, request) else "",
    }
    return render(request, "agreements/signing/progress.html", context)


def may_withdraw(signatory: Signatory, request: SamverkRequest) -> bool:
    """Whether the reader has signed and may still change her mind."""
    own = permissions.is_the_signatory(signatory, request.actor)
    return own and signatory.round.is_open and signatory.state == SignatoryState.SIGNED


def may_follow(signatory: Signatory, request: SamverkRequest) -> bool:
    """The person herself, and those who lead the round."""
    own = permissions.is_the_signatory(signatory, request.actor)
    return own or permissions.may_lead(signatory, request.actor)


def progress_lead(signatory: Signatory, *, dead: bool) -> str:
    """Where it stands, in words."""
    if dead:
        return _("Samverk försökte flera gånger men kunde inte lägga till underskriften. Inget är undertecknat.")
    if signatory.round.state == RoundState.STOPPED:
        return _("Undertecknandet stoppades. Underskrifterna i den här omgången gäller inte.")
    match signatory.state:
        case SignatoryState.SIGNED:
            return _("Underskriften finns i filen.")
        case SignatoryState.SIGNING:
            return _("Underskriften läggs till i filen. Du kan lämna sidan; Samverk gör klart.")
        case SignatoryState.TURN:
            return _("Underskriften kom inte med i filen.") if signatory.problem else _("Det är din tur.")
    return str(signatory.situations[signatory.state].asked)


@signed_in
def retry(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Let a signature that gave up be tried again; told in the trail."""
    signatory = find_signatory(request, slug, pk, who)
    if request.method != "POST":
        raise Http404
    if not may_follow(signatory, request):
        raise NotAllowed(str(permissions.WHO_SIGNS))

    def act() -> str:
        job = Job.objects.filter(key=signatory.job_key).first()
        if job is not None and revive(job.pk):
            record(
                chain=signatory.chain,
                kind="signing.signatory.retry",
                subject=signatory,
                by=request.actor,
                occurred_on=request.today,
                details={"attempt": signatory.attempts},
            )
        return url_of("progress", signatory.round.agreement, signatory.pk)

    return answer_step(request, act, done=_("Underskriften försöks igen."))


@signed_in
def reject(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Say no to the agreement, with reasons."""
    signatory = find_signatory(request, slug, pk, who)
    form = ReasonForm(request.POST or None, subject=signatory)
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Avvisa avtalet"), "")),
        "lead": _("Undertecknandet stoppas för alla, och avtalet blir ett utkast igen. Skälet visas för alla parter."),
        "told": [decided(agreement, falls=True)],
    }

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        signatures.reject_agreement(signatory, reason=data["reason"], **given)
        return url_of("round", agreement)

    return step_page(request, signatory, "reject", form, act, context, done=_("Avtalet är avvisat."))


@signed_in
def withdraw(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Take one's signature back before everybody has signed, with reasons."""
    signatory = find_signatory(request, slug, pk, who)
    form = ReasonForm(request.POST or None, subject=signatory)
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Ta tillbaka underskriften"), "")),
        "lead": _("Undertecknandet stoppas för alla, och avtalet blir ett utkast igen. Skälet visas för alla parter."),
        "told": [decided(agreement, falls=True)],
    }

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        signatures.withdraw_signature(signatory, reason=data["reason"], **given)
        return url_of("round", agreement)

    return step_page(request, signatory, "withdraw", form, act, context, done=_("Underskriften är tillbakatagen."))
