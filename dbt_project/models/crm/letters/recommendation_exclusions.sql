-- Why a person gets no letter, and why not this wine: one line per person stopped, and
-- for those who were not, one per candidate that did not make it into their letter.

with

excluded as (

    select * from {{ ref('letter_exclusions') }}
    union all
    select
        client_code,
        null as produit_key,
        rule,
        detail
    from {{ ref('letter_silences') }}

),

recommendation_exclusions as (

    select
        md5(concat_ws('|', excluded.client_code, excluded.produit_key)) as exclusion_id,
        excluded.client_code,
        excluded.produit_key,
        rules.level,
        excluded.rule,
        coalesce(rules.libelle || ' : ' || excluded.detail, rules.libelle) as detail,
        {{ as_of_date() }} as as_of_date
    from excluded
    left join {{ ref('letter_rules') }} as rules on excluded.rule = rules.rule

)

select * from recommendation_exclusions
