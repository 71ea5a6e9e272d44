"""Marks → Typst → PDF."""
