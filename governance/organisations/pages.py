"""How a page that does something is answered: shown, asked again, refused with reasons, or done once."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import BigAutoField, Model, QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path

from governance.ui.views import error_page
from governance.workflow.contention import busy, told_when_busy
from governance.workflow.refusals import AlreadyDone, NotAllowed, Refusal, Refused, Stale
from governance.workflow.steps import may_take, misplaced, state_of, steps_of, who_may
from governance.workflow.together import Wish, read_wishes
from governance.workflow.tokens import spend

from .body_names import in_own_names
from .models import Partnership
from .policy import SamverkRequest


def partnership_or_404(request: SamverkRequest, slug: str) -> Partnership:
    """The partnership with that address, if the actor may know of it."""
    found = Partnership.objects.visible_to(request.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def owned_or_404(
    request: SamverkRequest, slug: str, pk: int, build: Callable[[int], list[QuerySet[Any]]], *, about: str
) -> Any:
    """A row of the partnership with that address, if the actor may know of it, with SQL that is worked out once.

    `build` makes the rows of a key with their partnership, as for a `Wish`. Raises Http404.
    """
    if pk > BigAutoField.MAX_BIGINT:
        raise Http404
    ((found,),) = read_wishes(Wish(about, build, (pk,)))
    if not found or found[0].partnership.slug != slug or not request.actor.may_see(found[0].partnership_id):
        raise Http404
    return found[0]


def require_step(request: SamverkRequest, subject: Model, name: str) -> None:
    """Show a step's form only to those who may take it (403), and only where the step starts (409).

    The state is asked before the form is shown; a form that is sent is answered by the step itself.
    """
    step = steps_of(type(subject))[name]
    if not may_take(subject, step, request.actor):
        raise NotAllowed(who_may(subject, step))
    if request.method != "POST" and state_of(subject) not in step.sources:
        raise misplaced(subject, step)


def named(refusals: Iterable[Refusal], partnership: Partnership | None) -> list[Refusal]:
    """Refusals that speak of the partnership's bodies by their own names."""
    if partnership is None:
        return list(refusals)
    return [
        replace(
            each,
            sentence=in_own_names(each.sentence, partnership),
            mended_by=in_own_names(each.mended_by, partnership),
            title=in_own_names(each.title, partnership),
            how=in_own_names(each.how, partnership),
        )
        for each in refusals
    ]


def partnership_of(request: Any) -> Partnership | None:
    """The partnership in whose pages a request is, if the actor may know of it."""
    found, actor = request.resolver_match, getattr(request, "actor", None)
    slug = found.kwargs.get("slug") if found else None
    return Partnership.objects.visible_to(actor).filter(slug=slug).first() if slug and actor else None


def page_above(path: str) -> str:
    """The nearest address above: of a page that acts, where the thing it acts on is shown. Empty when there is none."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next((each for each in above if is_valid_path(each)), "")


def refused_page(request: HttpRequest, refused: Refused, **context: Any) -> HttpResponse:
    """Show why a step was refused: what, by which rule, who can mend it, by when; and the way back."""
    shown = {
        "back_url": page_above(request.path),
        "refusals": named(refused.refusals, partnership_of(request)),
        "is_done": isinstance(refused, AlreadyDone),
        **context,
    }
    return render(request, "workflow/refused.html", shown, status=refused.status)


def answer_form(
    request: SamverkRequest,
    form: BaseForm,
    act: Callable[[Any], str],
    template: str,
    context: dict[str, Any],
    *,
    done: str = "",
) -> HttpResponse:
    """Show a form; when it is sent and right, act once in one transaction and go where `act` says.

    A wrong form comes back with 422 and everything that was typed; a refusal comes back with its reasons (409) on the
    same page, nothing changed; so does a database that had to end one of two who wrote at once. `done` is the sentence
    shown afterwards.
    """
    if request.method != "POST":
        return render(request, template, {**context, "form": form})
    if not form.is_valid():
        return render(request, template, {**context, "form": form}, status=422)
    try:
        with told_when_busy(), transaction.atomic():
            spend(request)
            url = act(form.cleaned_data)
    except (AlreadyDone, NotAllowed):
        raise
    except Refused as refused:
        if isinstance(refused, Stale) and hasattr(form, "renew"):
            form.renew()  # so that what the reader now sees beside her own can be replaced if she insists
        refusals = named(refused.refusals, partnership_of(request))
        return render(request, template, {**context, "form": form, "refusals": refusals}, status=refused.status)
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(url, status=303)


def answer_step(request: SamverkRequest, act: Callable[[], str], *, done: str = "") -> HttpResponse:
    """Take a step that needs no form beyond its button, once, and go on; a refusal becomes its own page."""
    with transaction.atomic():
        spend(request)
        url = act()
    if done:
        messages.success(request, done)
    return HttpResponseRedirect(url, status=303)


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say in words that the address takes another method, and which."""
    page = error_page(request, HTTPStatus.METHOD_NOT_ALLOWED)
    page.headers["Allow"] = response.headers.get("Allow", "")
    return page


class RefusalMiddleware:
    """Turns a refusal that no view has dealt with into its page, so that nobody meets a traceback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; a bare refusal of the method (405) is answered with its page."""
        response = self.get_response(request)
        return wrong_method(request, response) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal, and a database that was busy with another's act; leave everything else."""
        refused = exception if isinstance(exception, Refused) else busy(exception)
        return refused_page(request, refused) if refused else None
