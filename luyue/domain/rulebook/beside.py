"""Rules that hang on more than facts, and so are in no set: what they are, and where each is applied."""

from luyue.domain.rulebook.beside_alliance import ALLIANCE
from luyue.domain.rulebook.beside_campaigns import CAMPAIGNS
from luyue.domain.rulebook.beside_carts import CARTS
from luyue.domain.rulebook.beside_shops import SHOPS

BESIDE = (*ALLIANCE, *CAMPAIGNS, *CARTS, *SHOPS)
"""In the catalogue's order."""
