from . import (
    test_delivered_callbacks,
    test_delivery,
    test_free_parts,
    test_parts,
    test_recall_lot,
    test_replacement,
)
