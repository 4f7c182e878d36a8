-- The gain of a wine the person clicked on within a year, fading to nothing at its end.

with

reco_clicked as (

    select
        persons.person_id,
        products.product_id,
        {{ var('reco_click_gain') }}::float8 * (
            1 - ({{ as_of_date() }} - feedback.answered_on)::float8
            / {{ var('reco_feedback_days') }}
        ) as gain
    from {{ ref('reco_feedback') }} as feedback
    inner join
        {{ ref('reco_persons') }} as persons
        on feedback.client_code = persons.client_code
    inner join
        {{ ref('reco_products') }} as products
        on feedback.produit_key = products.produit_key
    where
        feedback.kind = 'clicked'
        and {{ as_of_date() }} - feedback.answered_on < {{ var('reco_feedback_days') }}

)

select * from reco_clicked
