from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.organisations.kinds import BodyKind
from governance.organisations.models import Partnership, partnership_chain

from ..routes import Stage


class RouteQuerySet(models.QuerySet["Route"]):
    """Reads of routes; a route is never changed, only succeeded by a new version."""

    def newest(self, partnership: Partnership, code: str) -> "Route":
        """The version that new matters take."""
        return self.filter(partnership=partnership, code=code).order_by("-version")[:1].get()

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute

    def delete(self) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute


class ImmutableRoute(TypeError):
    """A route was to be changed; write a new version instead."""

    def __init__(self) -> None:
        super().__init__("En beslutsgång ändras inte: skriv en ny version.")


class Route(models.Model):
    """A way to a decision as versioned data (beslutsgång): which bodies, in which order, and who decides."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="routes")
    code = models.CharField(_("beteckning"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("namn"), max_length=200)
    stages = models.JSONField(_("steg"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslutsgång")
        verbose_name_plural = _("beslutsgångar")
        ordering = ("code", "version")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "code", "version"],
                name="route_version_is_unique",
                violation_error_message=_("Den versionen av beslutsgången finns redan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version; refuse to change one that exists."""
        if not self._state.adding:
            raise ImmutableRoute
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: matters rest on the route as it was."""
        raise ImmutableRoute

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def trunk(self) -> list[Stage]:
        """The stages that every matter passes before anybody decides for himself."""
        return [each for each in self.stages if not each["branch"] and not each["principals"]]

    @property
    def principal_stage(self) -> Stage | None:
        """The stage at which each principal decides, if there is one."""
        return next((each for each in self.stages if each["principals"]), None)

    @property
    def led_by(self) -> list[str]:
        """The kinds of body that carry a matter which no body prepares, the first one there is."""
        stage = self.principal_stage
        return list(stage.get("led_by", ())) if stage else []

    def deciding_kind(self, organisation_kind: str) -> str:
        """The kind of body that decides for an organisation of that kind."""
        stage = self.principal_stage
        body = stage["body"] if stage else None
        if body is None:
            return str(BodyKind.COUNCIL)
        return body.get("by_organisation", {}).get(organisation_kind, body["kind"])

    def branch(self, group: str) -> list[Stage]:
        """What one group of principals adds on its own way."""
        return [each for each in self.stages if each["branch"] == group]
