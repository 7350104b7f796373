-- What a clerk wrote, or how a file is called, may hold such a sign itself, so that the templates are asked.
with without_facts as (
    select
        '' as label,
        '' as town,
        '' as previous,
        '' as value,
        '' as difference,
        '' as month,
        '' as cells,
        '' as own_cells
),

judged_here as (
    select distinct code from {{ ref('fct_finding') }}
    where judged_in = 'warehouse'
),

filled as (
    select
        codes.code,
        {{ worded('codes.message_zh', 'without_facts') }} as message_zh,
        {{ worded('codes.suggestion_zh', 'without_facts') }} as suggestion
    from {{ ref('finding_codes') }} as codes
    inner join judged_here
        on codes.code = judged_here.code
    cross join without_facts
)

select * from filled
where position('{' in message_zh) > 0 or position('{' in suggestion) > 0
