-- One row: how many values of the months a later report changed.
select count(*) as amendments from rpt_correction where period between $first and $last
