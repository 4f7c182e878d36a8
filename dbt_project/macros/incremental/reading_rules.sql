{# A fingerprint of the SQL that reads sales lines: the macros as they render and
   the models as they are written. Lines remember the rules they were read under,
   so that a changed rule reads every file again instead of mixing two readings. #}
{% macro reading_rules() -%}
    {%- if execute -%}
        {%- set sql = [
            clean_text('x'), code_text('x'), label_key('x'), email_address('x'), known_text('x'),
            number_from_text('x'), date_from_text('x'), document_id('x', 'y', 'z'),
            var('exports_show_whole_documents') | string,
        ] -%}
        {%- for name in ['stg_isavigne__ventes_lignes', 'int_ventes_lignes__decided'] -%}
            {%- do sql.append(graph.nodes['model.crm_reco.' ~ name].raw_code) -%}
        {%- endfor -%}
        {{ local_md5(sql | join) }}
    {%- endif -%}
{%- endmacro %}
