"""The demonstration: a made-up story told through the same functions that people use."""
