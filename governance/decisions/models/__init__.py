"""Routes, matters, rulings and notices; each noun has its own module."""

from .matters import Matter, MatterQuerySet
from .notices import Notice, NoticeQuerySet
from .routes import ImmutableRoute, Route, RouteQuerySet
from .rulings import Ruling, RulingQuerySet, bare_paragraph

__all__ = [
    "ImmutableRoute",
    "Matter",
    "MatterQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Route",
    "RouteQuerySet",
    "Ruling",
    "RulingQuerySet",
    "bare_paragraph",
]
