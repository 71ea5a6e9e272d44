"""What each command does, one verb a file: opens, calls the rooms, says, gives the exit code back to the front door.

Results go to stdout, words to stderr. Nobody but `cli.py` and other commands enters here.
"""
