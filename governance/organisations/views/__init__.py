"""Pages of partnerships, organisations and population figures."""
