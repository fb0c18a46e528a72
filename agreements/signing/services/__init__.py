"""The acts of signing: plan and open a round, sign here or elsewhere, say no, stop."""
