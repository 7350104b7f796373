select
    county_code, period, rank_median, rank_p05, rank_p95, band, band_from, band_to, overlap_from, overlap_to,
    overlapping_counties
from rpt_county_rank_robustness
order by county_code, period
