select county_code, county_name, towns
from dim_county
order by county_code
