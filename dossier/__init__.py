"""控辍保学一生一案: from a folder of papers to a checked, finished dossier."""

__version__ = "0.1.0"
