{#-
    The rows of a table in every release (var released), with the quarter that was released; only the named
    columns, each as its type. Without a release there is none.
-#}
{%- macro released_rows(table, columns) -%}
    {#- Named so that the lineage is the same whatever has been released. -#}
    {%- do source('releases', table) -%}
    {%- set ns = namespace(parts=[]) -%}
    {%- for release in var('released') -%}
        {%- set path = var('releases_path') ~ '/' ~ release.quarter ~ '/parquet/' ~ table ~ '/*.parquet' -%}
        {%- set ns.parts = ns.parts + [typed_columns(columns, "'" ~ release.quarter ~ "'")
            ~ ' from ' ~ parquet_files("'" ~ path ~ "'")] -%}
    {%- endfor -%}
    {{ ns.parts | join(' union all ') or typed_columns(columns) ~ ' where false' }}
{%- endmacro -%}

{#- A select list of columns by name and type: those of a release, or nulls where there is none. -#}
{%- macro typed_columns(columns, quarter=none) -%}
    select cast({{ quarter or 'null' }} as varchar) as released_quarter
    {%- for column, type in columns.items() -%}
        , cast({{ column if quarter else 'null' }} as {{ type }}) as {{ column }}
    {%- endfor -%}
{%- endmacro -%}

{#- Parquet files by a path in quotes, as a relation. -#}
{%- macro parquet_files(path) -%}
    {{ return(adapter.dispatch('parquet_files', 'townledger')(path)) }}
{%- endmacro -%}

{%- macro default__parquet_files(path) -%}
    read_parquet({{ path }})
{%- endmacro -%}

{%- macro spark__parquet_files(path) -%}
    parquet.`{{ path[1:-1] }}`
{%- endmacro -%}
