"""Pages for those who check: the rules that Samverk keeps, and the trail of any object."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.text import capitalise, key_in
from governance.organisations.happenings import happenings, trail_of
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, public, signed_in
from governance.workflow.citations import RULES, SOURCES, Citation
from governance.workflow.guards import Guard
from governance.workflow.machines import machine_models
from governance.workflow.steps import state_field, steps_of

from .finding import partnership_url

PAGE = 50


@dataclass(frozen=True, slots=True)
class Use:
    """Where a rule is kept: which object, which steps, what must be true, who can mend it."""

    machine: str
    steps: str
    sentence: str
    mended_by: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with everything that rests on it."""

    rule: Citation
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """The states and steps of one kind of object."""

    name: str
    states: tuple[tuple[str, str, str], ...]
    steps: tuple[tuple[str, str, str, str], ...]

    @property
    def state_caption(self) -> str:
        """What its table of states is called."""
        return _("%s: lägen") % self.name

    @property
    def step_caption(self) -> str:
        """What its table of steps is called."""
        return _("%s: steg") % self.name


def uses_by_rule() -> dict[str, list[Use]]:
    """Every guard of every machine with the steps that ask it, by the rule that demands it."""
    found: dict[str, list[Use]] = {}
    for model in machine_models():
        asked: dict[str, tuple[Guard, list[str]]] = {}
        for step in steps_of(model).values():
            for guard in step.guards:
                asked.setdefault(guard.name, (guard, []))[1].append(step.label)
        for guard, labels in asked.values():
            name = capitalise(str(model._meta.verbose_name))
            use = Use(name, ", ".join(labels), str(guard.fulfilled), str(guard.mended_by))
            found.setdefault(guard.rule.requirement, []).append(use)
    return found


def order_of(requirement: str) -> tuple[str, int, str]:
    """Rules by their letter, then by number: E-02 before E-10."""
    letter, _dash, number = requirement.partition("-")
    digits = "".join(each for each in number if each.isdigit())
    return letter, int(digits or 0), number


def rules_by_source() -> list[tuple[str, list[RuleRow]]]:
    """Every rule under its source, Samverk's own way of working last."""
    uses = uses_by_rule()
    names = {**SOURCES, "system": _("Samverks eget arbetssätt och tolkningar")}
    by_source: list[tuple[str, list[RuleRow]]] = []
    for source, name in names.items():
        mine = sorted((rule for rule in RULES.values() if rule.source == source), key=lambda r: order_of(r.requirement))
        if mine:
            by_source.append((name, [RuleRow(rule, tuple(uses.get(rule.requirement, ()))) for rule in mine]))
    return by_source


def machine_of(model: Any) -> Machine:
    """One machine in words."""
    field = state_field(model)
    situations = model.situations
    states = [
        (str(label), str(situations[value].turn), str(situations[value].asked)) for value, label in field.flatchoices
    ]
    labels = {str(value): str(label) for value, label in field.flatchoices}
    steps = [
        (capitalise(step.label), ", ".join(labels[each] for each in step.sources), labels[step.target], step.who)
        for step in steps_of(model).values()
    ]
    return Machine(capitalise(str(model._meta.verbose_name)), tuple(states), tuple(steps))


@public
def rules(request: SamverkRequest) -> HttpResponse:
    """Every rule, word for word, with what rests on it; and how every kind of object moves."""
    context = {
        "crumbs": [(_("Regler"), "")],
        "sources": rules_by_source(),
        "machines": [machine_of(model) for model in machine_models()],
    }
    return render(request, "decisions/rules.html", context)


@signed_in
def trail(request: SamverkRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Everything that has happened to one object of the partnership, newest first."""
    partnership = partnership_or_404(request, slug)
    events = Event.objects.in_chain(partnership.chain).filter(trail_of(kind, key))
    given = request.GET.get("fore", "")
    before = key_in(given)
    if given and before is None:
        raise Http404
    page = list((events.filter(pk__lt=before) if before is not None else events)[: PAGE + 1])
    if not page:
        raise Http404
    more_url = ""
    if len(page) > PAGE:
        page = page[:PAGE]
        more_url = f"{reverse('decisions:trail', args=[slug, kind, key])}?fore={page[-1].pk}"
    own = next((each for each in page if each.subject_type == kind), None) or events.filter(subject_type=kind).first()
    context = {
        "crumbs": [(partnership.short_name, partnership_url(slug)), (_("Spår"), "")],
        "partnership": partnership,
        "label": own.subject_label if own else page[0].subject_label,
        "eyebrow": f"{partnership.name} · {noun_of(kind)}",
        "events": happenings(page),
        "more_url": more_url,
        "is_continued": bool(given),
    }
    return render(request, "decisions/trail.html", context)


def noun_of(kind: str) -> str:
    """What sort of object it is, in words."""
    try:
        return capitalise(str(apps.get_model(kind)._meta.verbose_name))
    except (LookupError, ValueError):
        return _("Sak")
