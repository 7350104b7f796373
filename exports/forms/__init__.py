"""Standard forms (规范表样): one workbook a county and month, with what is known filled in, for a clerk to fill in the rest."""
