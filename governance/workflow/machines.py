from typing import Any

from django.apps import apps
from django.db import models

from governance.lib.text import after_av

from .steps import has_machine, state_field, steps_of


def machine_models() -> list[type[models.Model]]:
    """Every model that has states, in the order of its label."""
    found = [model for model in apps.get_models() if has_machine(model)]  # type: ignore[arg-type]
    return sorted(found, key=lambda model: model._meta.label_lower)


def describe(model: type[models.Model]) -> dict[str, Any]:
    """One machine as data: its states with whose turn it is, its steps with sources, guards, citations and who may."""
    field = state_field(model)
    situations = getattr(model, "situations", {})
    return {
        "model": model._meta.label_lower,
        "name": str(model._meta.verbose_name),
        "initial": str(field.default),
        "states": [
            {
                "state": str(value),
                "label": str(label),
                "turn": str(situations[value].turn),
                "asked": str(situations[value].asked),
            }
            for value, label in field.flatchoices
        ],
        "steps": [
            {
                "step": step.name,
                "label": step.label,
                "sources": sorted(step.sources),
                "target": step.target,
                "who": step.who,
                "by_system": step.by_system,
                "guards": [
                    {
                        "guard": guard.name,
                        "about": guard.about,
                        "cites": guard.rule.label,
                        "requirement": guard.rule.requirement,
                        "quote": guard.rule.quote,
                        "mended_by": str(guard.mended_by),
                    }
                    for guard in step.guards
                ],
            }
            for step in steps_of(model).values()
        ],
    }


def all_machines() -> list[dict[str, Any]]:
    """Every machine as data."""
    return [describe(model) for model in machine_models()]


def rules_as_markdown() -> str:
    """Every guard under the rule that demands it, as the page of docs/rules.md."""
    rules: dict[str, dict[str, object]] = {}
    for machine in all_machines():
        for step in machine["steps"]:
            for guard in step["guards"]:
                rule = rules.setdefault(
                    guard["requirement"], {"cites": guard["cites"], "quote": guard["quote"], "rows": {}}
                )
                row = f"`{guard['guard']}`: {guard['about']} Kan lösas av {after_av(guard['mended_by'])}."
                rule["rows"].setdefault(row, []).append(f"{machine['name']}: {step['label']}")  # type: ignore[attr-defined]
    lines = [
        "# Regler",
        "",
        "Varje villkor för ett steg, och regeln det vilar på. Skrivs av `manage.py state_machines --rules`.",
        "",
    ]
    for number, rule in sorted(rules.items()):
        lines += [f"## {number} {rule['cites']}", ""]
        lines += [f"> {rule['quote']}", ""] if rule["quote"] else []
        for row, steps in sorted(rule["rows"].items()):  # type: ignore[attr-defined]
            lines.append(f"- {row} Gäller {'; '.join(sorted(steps))}.")
        lines.append("")
    return "\n".join(lines)
