from .analyses import Analysis
from .consents import PackageConsent
from .packages import Package, PackageChoice, PackageShare
from .valuations import Interest, ToldValue, Valuation, ValuationSheet

__all__ = [
    "Analysis",
    "Interest",
    "Package",
    "PackageChoice",
    "PackageConsent",
    "PackageShare",
    "ToldValue",
    "Valuation",
    "ValuationSheet",
]
