-- One row: the fingerprint of everything a sales line's reading and its key depend
-- on, the code and the aliases.

with

aliases as (

    select * from {{ ref('int_produits__aliases') }}

),

int_ventes_lignes__rules as (

    select
        md5(concat_ws(
            '|',
            '{{ reading_rules() }}',
            string_agg(label_key || '=' || produit_key, '|' order by label_key)
        )) as regles

    from aliases

)

select * from int_ventes_lignes__rules
