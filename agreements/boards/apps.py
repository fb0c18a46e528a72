from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """The board that follows an agreement until every commitment is realised."""

    name = "agreements.boards"
    label = "boards"
    verbose_name = "Styrelser"
