{#- Where a dataset of the ledger store is read from: Parquet files below the variable store_path. -#}
{%- macro store_dataset(name) -%}
    {#- Named so that the lineage is the same on every engine. -#}
    {%- do source('store', name) -%}
    {{ return(adapter.dispatch('store_dataset', 'townledger')(name)) }}
{%- endmacro -%}

{#- A build of some months reads no folder but theirs (var rebuild). -#}
{%- macro default__store_dataset(name) -%}
    {%- set ns = namespace(files=[]) -%}
    {%- for month in (var('rebuild') or {'folders': ['*']})['folders'] -%}
        {%- set ns.files = ns.files + ["'" ~ store_files(name, month) ~ "'"] -%}
    {%- endfor -%}
    read_parquet([{{ ns.files | unique | join(', ') }}], union_by_name = true, hive_partitioning = false)
{%- endmacro -%}

{%- macro spark__store_dataset(name) -%}
    parquet.`{{ store_files(name, '*') }}`
{%- endmacro -%}

{#- The files of a dataset in the folders of a month; decisions lie in no month. -#}
{%- macro store_files(name, month) -%}
    {%- set received = 'submissions/*/' ~ month ~ '/*/' -%}
    {%- set places = {'submission': received ~ 'submission', 'decisions': 'decisions/*'} -%}
    {{ var('store_path') }}/{{ places.get(name, received ~ 'readings/*/' ~ name) }}.parquet
{%- endmacro -%}

{#- The query for the moment (UTC) at which the last file arrived, by which the store is fresh or not. -#}
{%- macro last_arrival() -%}
    select {{ to_utc('max(received_at)') }} from {{ store_dataset('submission') }}
{%- endmacro -%}
