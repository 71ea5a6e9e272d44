"""Results to stdout, words and bars to stderr, mistakes on the command line in Chinese, the log of a bug."""
