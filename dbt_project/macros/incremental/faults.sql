{# Lines of sales whose own figures do not fit together. Each condition is asked of a line when it
   is written, by an index that holds nothing but such lines: the check reads them there instead
   of looking at every line every week. A condition must be of the line alone: no subquery. #}
{% macro has_odd_amount() -%}
    abs(abs(qty_line * pu_ht) - abs(mt_ht))
    > 0.01 * abs(qty_line) + {{ var('amount_tolerance') }} * abs(mt_ht)
{%- endmacro %}

{# The tolerance is what rounding each amount to the cent can do. #}
{% macro has_odd_vat() -%}
    {%- for rate in var('vat_rates') %}
    {{- ' and ' if not loop.first }}abs(mt_ttc - mt_ht * {{ 1 + rate }}) > 0.02
    {%- endfor -%}
{%- endmacro %}

{# Post-hook: an index of the lines for which a condition holds, made once for both. #}
{% macro indexed_some(condition, columns='_file_id, _line_number') -%}
    do $some$
    begin
        if not exists (
            select 1 from pg_index
            where
                indrelid = '{{ this }}'::regclass
                and obj_description(indexrelid) = '{{ local_md5(condition) }}'
        ) then
            create index "some_{{ local_md5(condition ~ invocation_id) }}"
                on {{ this }} ({{ columns }}) where {{ condition }};
            comment on index {{ this.include(identifier=false) }}."some_{{ local_md5(condition ~ invocation_id) }}"
                is '{{ local_md5(condition) }}';
        end if;
    end
    $some$
{%- endmacro %}
