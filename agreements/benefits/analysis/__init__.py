"""The trade finder without a database: a table of valuations in, packages that are true improvements out."""

from .finder import MOST_TRIED, analyse
from .findings import Findings, Found, Method
from .points import Point, Table, dominates

__all__ = ["MOST_TRIED", "Findings", "Found", "Method", "Point", "Table", "analyse", "dominates"]
