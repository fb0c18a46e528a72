"""The five strategic goals of the strategy (sections 6.1-6.5), which activities are tagged with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A strategic goal (strategiskt mål): its section, and its name as the strategy has it."""

    ref: str
    name: str


GOALS = (
    Goal("6.1", "Strategisk samverkan"),
    Goal("6.2", "Robust infrastruktur och system"),
    Goal("6.3", "Säkerhet och integritet"),
    Goal("6.4", "Datadriven utveckling"),
    Goal("6.5", "Kompetens för den digitala vården"),
)
BY_REF = {goal.ref: goal for goal in GOALS}
CHOICES = [(goal.ref, f"{goal.ref} {goal.name}") for goal in GOALS]
