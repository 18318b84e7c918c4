"""The data tables of the analysis: event frames, names of places and groups, word lists.

Tables are TOML beside this file (own lists; licences in docs/analysis.md), read once by the room that needs them.
"""
