"""What is kept of signing: the round, those who sign, and to whom the file was lent."""

from .checkouts import Checkout
from .rounds import SigningRound
from .signatories import Signatory

__all__ = ["Checkout", "Signatory", "SigningRound"]
