-- What each code of a finding says, in Chinese and English.
select code, title_zh, title_en, message_zh, message_en, suggestion_zh, suggestion_en
from dim_finding_code
order by code
