"""From a table's slots to the ledger and the fields they report, by evidence and scoring."""
