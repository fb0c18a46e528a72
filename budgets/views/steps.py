"""A step on its page: what stands in the way and what is fulfilled, before one tries and after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.lib.text import capitalise
from governance.organisations.body_names import in_own_names
from governance.organisations.pages import named
from governance.organisations.policy import SamverkRequest
from governance.ui.parts import Answer, Check
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refusal
from governance.workflow.steps import Step, may_take, misplaced, state_of, steps_of, view_step

from .common import answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """Everything the page of a step needs from the app it stands in."""

    subject: Any
    name: str
    form: Callable[..., Form]
    act: Callable[[dict[str, Any]], str]
    back_url: str
    back_label: str
    context: dict[str, Any]
    eyebrow: str = ""
    lead: str = ""
    meanwhile: str = ""
    button: str = ""
    done: str = ""
    answers: Sequence[Answer] = field(default=())
    heading: str = ""


def standing(page: StepPage, step: Step, request: SamverkRequest, form: Form) -> tuple[list[Refusal], list[Check]]:
    """What stands in the way and what is fulfilled already, of the form too when it has been sent and can be read."""
    subject = page.subject
    if state_of(subject) not in step.sources:
        return misplaced(subject, step).refusals, []
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    view = view_step(subject, step.name, Act(request.actor, request.today, details=given))
    return list(view.refusals), [Check(title=in_own_names(words, subject.partnership)) for words in view.fulfilled]


def answer_step_page(request: SamverkRequest, page: StepPage) -> HttpResponse:
    """Show a step with its conditions, or take it; a refusal is shown where the step was."""
    step = steps_of(type(page.subject))[page.name]
    if not may_take(page.subject, step, request.actor):
        raise NotAllowed(step.who)
    whose = page.subject.partnership
    form = page.form(request.POST or None, row=page.subject)
    refusals, fulfilled = standing(page, step, request, form)
    refusals, label = named(refusals, whose), in_own_names(step.label, whose)
    context = {
        "title": page.heading or capitalise(label),
        "eyebrow": page.eyebrow,
        "lead": page.lead,
        "step": step,
        "button": page.button or capitalise(label),
        "answers_to_check": page.answers,
        "fulfilled": fulfilled,
        "meanwhile": page.meanwhile,
        "back_url": page.back_url,
        "back_label": page.back_label,
        "stop_heading": _("Det går inte att %s än") % label,
        **page.context,
    }
    if refusals and request.method != "POST":
        return render(request, "budgets/step.html", {**context, "form": form, "refusals": refusals})
    return answer(request, form, page.act, "budgets/step.html", context, done=page.done)
