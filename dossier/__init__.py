"""控辍保学一生一案: from a folder of papers to a checked, finished dossier."""
