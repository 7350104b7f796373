-- When the last submission came: the moment that a publication of everything is as of.
select max(received_at) as received_at from fct_submission
