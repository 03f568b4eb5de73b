from . import card_opening_ledger
