"""Workers with limits, so that a crash or a hang costs one item, and outside programs."""
