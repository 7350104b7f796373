-- What people decided, by the identifier that values, findings and reports carry.
select decision_id, kind_name, decided_at, decided_by, reason
from fct_decision
order by decided_at, decision_id
