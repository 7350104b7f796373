{#- Where a dataset of the ledger store is read from: Parquet files below the variable store_path. -#}
{%- macro store_dataset(name) -%}
    {{ return(adapter.dispatch('store_dataset', 'townledger')(name)) }}
{%- endmacro -%}

{#- dbt-duckdb resolves the source to read_parquet through its external_location. -#}
{%- macro default__store_dataset(name) -%}
    {{ source('store', name) }}
{%- endmacro -%}

{%- macro spark__store_dataset(name) -%}
    {%- set folders = {'submission': 'submissions/*/*/*/submission', 'decisions': 'decisions/*'} -%}
    {%- set files = folders.get(name, 'submissions/*/*/*/readings/*/' ~ name) -%}
    {#- Named so that the lineage is the same on every engine. -#}
    {%- do source('store', name) -%}
    parquet.`{{ var('store_path') }}/{{ files }}.parquet`
{%- endmacro -%}

{#- The query for the moment (UTC) at which the last file arrived, by which the store is fresh or not. -#}
{%- macro last_arrival() -%}
    select {{ to_utc('max(received_at)') }} from {{ store_dataset('submission') }}
{%- endmacro -%}
