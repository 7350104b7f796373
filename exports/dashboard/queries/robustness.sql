select
    town_code, period, rank_city, rank_median, rank_p05, rank_p95, band, band_from, band_to,
    overlap_from, overlap_to, overlapping_towns, first_decile_share, last_decile_share,
    rank_without_best, rank_without_worst, most_sensitive_indicator_name,
    rank_missing_zero, rank_missing_excluded, rank_missing_last_known
from rpt_rank_robustness
order by town_code, period
