{#- Text functions that differ between engines. Arguments are SQL: a text is given in its quotes. -#}

{#- The texts of a group in one, in the order of another expression. -#}
{%- macro joined_text(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('joined_text', 'townledger')(expression, separator, order_by)) }}
{%- endmacro -%}

{%- macro default__joined_text(expression, separator, order_by) -%}
    string_agg({{ expression }}, {{ separator }} order by {{ order_by }})
{%- endmacro -%}

{%- macro spark__joined_text(expression, separator, order_by) -%}
    array_join(
        transform(array_sort(collect_list(struct({{ order_by }} as place, {{ expression }} as part))), x -> x.part),
        {{ separator }}
    )
{%- endmacro -%}

{#- One row for each part of a text, as a column of a select list. -#}
{%- macro parts_of(expression, pattern) -%}
    {{ return(adapter.dispatch('parts_of', 'townledger')(expression, pattern)) }}
{%- endmacro -%}

{%- macro default__parts_of(expression, pattern) -%}
    unnest(regexp_split_to_array({{ expression }}, {{ pattern }}))
{%- endmacro -%}

{%- macro spark__parts_of(expression, pattern) -%}
    explode(split({{ expression }}, {{ pattern }}))
{%- endmacro -%}

{#- Whether a pattern is found anywhere in a text. -#}
{%- macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches', 'townledger')(expression, pattern)) }}
{%- endmacro -%}

{%- macro default__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, {{ pattern }})
{%- endmacro -%}

{%- macro spark__matches(expression, pattern) -%}
    {{ expression }} rlike {{ pattern }}
{%- endmacro -%}

{#- Every match of a pattern with one group before and one behind replaced by before + text + behind. -#}
{%- macro replaced_between(expression, pattern, text) -%}
    {{ return(adapter.dispatch('replaced_between', 'townledger')(expression, pattern, text)) }}
{%- endmacro -%}

{%- macro default__replaced_between(expression, pattern, text) -%}
    regexp_replace({{ expression }}, {{ pattern }}, concat('\1', {{ text }}, '\2'), 'g')
{%- endmacro -%}

{%- macro spark__replaced_between(expression, pattern, text) -%}
    regexp_replace({{ expression }}, {{ pattern }}, concat('$1', {{ text }}, '$2'))
{%- endmacro -%}

{#- A number as people write it: two decimals at most, none that are zero. -#}
{%- macro plain_number(expression) -%}
    {{ return(adapter.dispatch('plain_number', 'townledger')(expression)) }}
{%- endmacro -%}

{%- macro default__plain_number(expression) -%}
    rtrim(rtrim(cast(cast({{ expression }} as decimal(18, 2)) as varchar), '0'), '.')
{%- endmacro -%}

{%- macro spark__plain_number(expression) -%}
    rtrim('.', rtrim('0', cast(cast({{ expression }} as decimal(18, 2)) as string)))
{%- endmacro -%}

{#- A number with all its decimals, as people write it: a whole one has none. -#}
{%- macro written_number(expression) -%}
    regexp_replace(cast({{ expression }} as varchar), '[.]0$', '')
{%- endmacro -%}

{#- A short, stable identifier of the given texts (32 hexadecimal digits). -#}
{%- macro hashed(expressions) -%}
    md5(concat_ws('|', {{ expressions | join(', ') }}))
{%- endmacro -%}

{#- The last part of a path. -#}
{%- macro file_name(path) -%}
    regexp_replace({{ path }}, '^.*/', '')
{%- endmacro -%}

{#- A path without the suffix of its file, so that "a.xlsx" comes before "a - copy.xlsx" where a time does not
    tell. -#}
{%- macro path_without_suffix(expression) -%}
    regexp_replace({{ expression }}, '[.][^./]*$', '')
{%- endmacro -%}
