{# Sentences of reasons, from the columns of crm.letter_reasons. A vintage is named where it
   is not the one offered. #}

{% macro reason_of_order() -%}
    case
        when unites is not null
            then
                'Vous aviez commandé ' || unites
                || coalesce(' du millésime ' || {{ _other_vintage() }}, '')
        else coalesce(
            'Vous aviez commandé le millésime ' || {{ _other_vintage() }},
            'Vous en aviez commandé'
        )
    end || ' en ' || {{ month_in_french('dernier_achat') }} || '.'
{%- endmacro %}

{% macro _other_vintage() -%}
    case when millesime_achete is distinct from millesime then millesime_achete end
{%- endmacro %}

{% macro reason_of_buyers() -%}
    case
        when sur_dix >= 10 then 'Presque tous les clients qui ont commandé '
        when sur_dix < 2 then '1 client sur 10 qui a commandé '
        else sur_dix || ' clients sur 10 qui ont commandé '
    end
    || pair_label
    || case when sur_dix < 2 then ' a' else ' ont' end || ' aussi choisi '
    || coalesce('le millésime ' || millesime_choisi, designation) || '.'
{%- endmacro %}

{% macro reason_of_pair() -%}
    {{ _chosen('souvent ') }} || ' avec ' || pair_label || ' ('
    || {{ counted('nb_documents', 'commande', 'commandes') }} || ' de nos clients).'
{%- endmacro %}

{% macro reason_of_family() -%}
    'De la famille ' || famille_crm || ', dont vous avez commandé '
    || unites_famille || '.'
{%- endmacro %}

{% macro reason_of_sales() -%}
    'Parmi les {{ var("best_seller_places") }} références les plus commandées de la famille '
    || famille_crm || ' depuis un an.'
{%- endmacro %}

{% macro reason_of_card() -%}
    coalesce(
        nullif(concat_ws(
            ', ',
            'Famille ' || famille_crm,
            case when famille_crm is null then 'Cépage ' else 'cépage ' end || cepage
        ), '') || '.',
        'Au catalogue du domaine.'
    )
{%- endmacro %}

{# “Choisi” agrees with the wine's name; a vintage is masculine. #}
{% macro _chosen(adverb='') -%}
    case
        when millesime_choisi is not null
            then 'Millésime ' || millesime_choisi || ' {{ adverb }}choisi'
        else '{{ (adverb ~ "choisi") | capitalize }}' || coalesce(accord, '')
    end
{%- endmacro %}
