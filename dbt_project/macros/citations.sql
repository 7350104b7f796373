{#-
    How a finding names the cells that its own were held against: 2025年1月“甲.xlsx”“项目台账”R6填“132”、R7填“10”.
    A relation of such cells has submission_id, period, source_file, sheet, cell and raw_text.
-#}

{#- A cell and what is written in it. -#}
{%- macro cited_text(of) -%}
    concat({{ of }}.cell, '填“', {{ of }}.raw_text, '”')
{%- endmacro -%}

{#- Where a cell stands: the month and the file where these are not those of the finding, and the sheet. -#}
{%- macro cited_place(of, submission_id) -%}
    concat(
        case
            when {{ of }}.submission_id = {{ submission_id }} then '本文件'
            else concat(
                substr({{ of }}.period, 1, 4), '年', cast({{ month_number(of ~ '.period') }} as varchar), '月“',
                {{ file_name(of ~ '.source_file') }}, '”'
            )
        end,
        case when {{ of }}.sheet <> '' then concat('“', {{ of }}.sheet, '”') else '' end
    )
{%- endmacro -%}

{#- One cell with its place. -#}
{%- macro cited_cell(of, submission_id) -%}
    concat({{ cited_place(of, submission_id) }}, {{ cited_text(of) }})
{%- endmacro -%}

{#-
    Two steps that name many cells as `cells`, one row for each of the keys: those of a place by one mention of it,
    then the places in their order. Their relation has the keys, `place`, and a `position` of its own for each.
-#}
{%- macro cited_by_place(cells, keys) -%}
    select
        {{ keys | join(', ') }},
        concat(place, {{ joined_text(cited_text(cells), "'、'", 'position') }}) as said,
        min(position) as position
    from {{ cells }}
    group by {{ keys | join(', ') }}, place
{%- endmacro -%}

{%- macro cited_together(places, keys) -%}
    select
        {{ keys | join(', ') }},
        {{ joined_text('said', "'、'", 'position') }} as cells
    from {{ places }}
    group by {{ keys | join(', ') }}
{%- endmacro -%}

{#- A month before another of its year, as a finding speaks of it. -#}
{%- macro earlier_month_zh(earlier, later) -%}
    case when {{ later }} - {{ earlier }} = 1 then '上月' else concat(cast({{ earlier }} as varchar), '月') end
{%- endmacro -%}
