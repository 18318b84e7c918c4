"""Names: the gazetteer of places and groups, and the entities of a text (component "sitrep_names").

places.py finds places by name, gazetteer.py known names in a text, homonyms.py decides which of their meanings
they have, entities.py joins them with the encoder's names and the tree's proper nouns, persons.py relates the
names of an article.
"""

from __future__ import annotations

from bot.analysis.names.component import dateline_places, details, names, place_of
from bot.analysis.names.places import Place, locate

__all__ = ["Place", "dateline_places", "details", "locate", "names", "place_of"]
