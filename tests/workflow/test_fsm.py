from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import class_prepared
from django_fsm import FSMField

from governance.workflow.steps import state_field


def test_past_models_of_migrations_do_not_listen_to_every_model() -> None:
    """Otherwise `migrate` slows down with the square of the number of machines."""
    before = len(class_prepared.receivers)

    apps = MigrationLoader(None).project_state().apps
    past = apps.get_model("budgets", "budget")

    assert isinstance(state_field(past), FSMField)
    assert len(class_prepared.receivers) <= before
