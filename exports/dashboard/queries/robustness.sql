select
    town_code, period, rank_median, rank_p05, rank_p95, band, band_from, band_to, overlap_from, overlap_to,
    overlapping_towns, rank_without_best, rank_without_worst, most_sensitive_indicator_name, rank_missing_excluded
from rpt_rank_robustness
order by town_code, period
