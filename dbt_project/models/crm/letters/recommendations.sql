-- One letter on one row, for reading.

with

recommendations as (

    select
        {%- for rank in [1, 2, 3] %}
        max(produit_key) filter (where rank = {{ rank }}) as produit_key_{{ rank }},
        max(reason) filter (where rank = {{ rank }}) as reason_{{ rank }},
        max(score) filter (where rank = {{ rank }}) as score_{{ rank }},
        {%- endfor %}
        reco_id,
        client_code,
        scenario,
        as_of_date,
        count(*) as nb_produits
    from {{ ref('recommendation_items') }}
    group by reco_id, client_code, scenario, as_of_date

)

select * from recommendations
