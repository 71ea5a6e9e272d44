"""Files and names: YAML with all its mistakes, writes that are whole or not at all, hashes, stores nothing breaks."""
