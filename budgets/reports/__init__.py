"""The data of letters and annual reports: whole, exact, and in ready-made sentences."""
