"""A page as a person sees it: the one place where evidence is decoded to pixels, and where its sources are opened."""
