{#-
    A sum of numbers that is the same whatever order an engine adds them in. Floating-point addition is not:
    with several threads the last digits of a score would change from run to run. Twelve decimals are a
    thousand times finer than the nine to which scores tie.
-#}
{%- macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(38, 12))) as double)
{%- endmacro -%}
