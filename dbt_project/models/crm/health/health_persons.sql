-- Persons, merged codes, and how many may be written to.

with

persons as (

    select
        count(*) as persons,
        coalesce(sum(nb_codes), 0) as codes,
        count(*) filter (where nb_codes > 1) as merged,
        count(*) filter (where is_contactable) as contactable
    from {{ ref('customer_360') }}

),

reasons as (

    select
        reasons.position,
        reasons.code,
        reasons.libelle,
        count(customers.client_code) as persons
    from {{ ref('reasons') }} as reasons
    left join {{ ref('customer_360') }} as customers
        on reasons.code = customers.not_contactable_reason
    where reasons.not_contactable
    group by reasons.position, reasons.code, reasons.libelle

),

health_persons as (

    select
        'personnes' as section,
        'personnes' as indicateur,
        persons::numeric as valeur,
        'personnes' as unite,
        'info' as statut,
        {{ counted('codes', 'code client', 'codes client') }}
        || ' pour ' || {{ counted('persons', 'personne', 'personnes') }} as detail,
        1 as position
    from persons
    union all
    select
        'personnes' as section,
        'fusionnees' as indicateur,
        merged as valeur,
        'personnes' as unite,
        'info' as statut,
        'Personnes connues sous plusieurs codes' as detail,
        2 as position
    from persons
    union all
    select
        'personnes' as section,
        'part_contactable' as indicateur,
        round(100.0 * contactable / nullif(persons, 0), 1) as valeur,
        '%' as unite,
        'info' as statut,
        {{ counted('contactable', 'personne', 'personnes') }}
        || ' à qui l''on peut écrire' as detail,
        3 as position
    from persons
    union all
    select
        'non_contactables' as section,
        code as indicateur,
        persons as valeur,
        'personnes' as unite,
        'info' as statut,
        libelle as detail,
        position
    from reasons

)

select * from health_persons
