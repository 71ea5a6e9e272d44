"""Fonts at hand, what they cover, and how wide their characters are."""
