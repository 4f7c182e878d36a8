{# Two halves of an incremental model that mirrors `source`, by `key`.

   `delete_gone` is its pre-hook: rows whose key the source no longer has leave.
   `only_changed` closes its query: of the rows of the CTE `source`, those the table
   lacks or has otherwise. Both look at the data and at nothing else, so the table is
   right after any sequence of runs, failed ones included, and unchanged rows are not
   written again. Where the source is the sales lines decided (`is_decided`), only those decided since
   all was compared are looked at, when there is such a moment (`compared_up_to`). #}
{% macro delete_gone(source, key, condition, is_decided=false) -%}
    {%- if execute and is_incremental() -%}
        {%- set since = compared_up_to() if is_decided -%}
        {%- set is_wanted -%}
            {{ condition }}
            {%- for column in key %}
            and wanted.{{ column }} = known.{{ column }}
            {%- endfor -%}
        {%- endset -%}
        with gone as (
            select known.{{ key | join(', known.') }}
            from {{ this }} as known
        {%- if since %}
            inner join {{ source }} as wanted
                on
                    wanted._file_id = known._file_id
                    and wanted._line_number = known._line_number
            where wanted.change_no > {{ since }} and ({{ is_wanted }}) is not true
        {%- else %}
            left join {{ source }} as wanted on {{ is_wanted }}
            where wanted.{{ key[0] }} is null
        {%- endif %}
        )

        delete from {{ this }} as known
        using gone
        where
        {%- for column in key %}
            {{ 'and ' if not loop.first }}known.{{ column }} = gone.{{ column }}
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}

{% macro only_changed(source, key) -%}
    {%- set columns = model.columns.keys() | list -%}
select {{ source }}.{{ columns | join(', ' ~ source ~ '.') }}
from {{ source }}
    {%- if is_incremental() -%}
        {%- set known = adapter.get_columns_in_relation(this) | map(attribute='name') | list -%}
        {%- if columns | reject('in', known) | list | length == 0 %}
left join {{ this }} as known
    on
        {%- for column in key %}
        {{ 'and ' if not loop.first }}{{ source }}.{{ column }} = known.{{ column }}
        {%- endfor %}
        and (known.{{ columns | join(', known.') }})
        is not distinct from ({{ source }}.{{ columns | join(', ' ~ source ~ '.') }})
where known.{{ key[0] }} is null
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
