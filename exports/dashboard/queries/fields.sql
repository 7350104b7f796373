select ledger, ledger_name, field, label_zh, unit, type
from dim_field
order by ledger, field
