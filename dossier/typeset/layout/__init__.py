"""Blocks → marks on pages: lines broken, tables set, floats placed."""
