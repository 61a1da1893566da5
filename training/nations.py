"""Adjectives that stand for countries: "Russian" is Russia, where the text names it; as the program reads them.

Enters: passages with names and kinds. Leaves: the same with more descriptions.
"""

import tomllib

from .paths import ROOT
from .sources.passages import Name


def folded(words):
    """As the program compares names of countries."""
    return " ".join(words).lower().replace(".", "")


class Nations:
    """Countries by their names and by their adjectives."""

    def __init__(self):
        table = tomllib.loads((ROOT / "data" / "countries.toml").read_text(encoding="utf-8"))
        self.names, self.adjectives = {}, {}
        for number, country in enumerate(table["country"]):
            for name in [country["name"], *country.get("aliases", [])]:
                self.names[folded([name])] = number
            for word in country.get("demonyms", []):
                self.adjectives[folded([word])] = self.adjectives[folded([word]) + "s"] = number

    def stand_in(self, passage):
        """Adds nationalities as descriptions of the countries that the passage names."""
        said = {}
        for name in passage.names:
            number = self.names.get(folded(passage.words[name.first:name.past]))
            if name.kind == "LOC" and number is not None:
                said.setdefault(number, name.cluster)
        for name in passage.names:
            number = self.adjectives.get(folded(passage.words[name.first:name.past]))
            if name.kind == "NORP" and number in said:
                passage.descriptions.append(Name(name.first, name.past, said[number], "LOC"))
