select ledger, ledger_name, field, label_zh, unit, type, choices
from dim_field
order by ledger, field
