-- Every reason why a person must not be written to; who has none is contactable. An
-- opt-out holds for the address as well as for the person: of two persons at one
-- address, neither is written to when one of them opts out.

with

persons as (

    select
        identity.client_code,
        identity.email,
        purchases.dernier_achat,
        contacts.dernier_clic
    from {{ ref('customer_identity') }} as identity
    left join {{ ref('customer_purchases') }} as purchases
        on identity.client_code = purchases.client_code
    left join {{ ref('customer_contact_totals') }} as contacts
        on identity.client_code = contacts.client_code

),

found as (

    select
        client_code,
        'sans_email' as not_contactable_reason
    from persons
    where email is null
    union
    -- An order or a click ends a silence; an open does not. Who never did either is
    -- silent.
    select
        client_code,
        'silence' as not_contactable_reason
    from persons
    where
        coalesce(greatest(dernier_achat, dernier_clic), '-infinity')
        < {{ as_of_date() }} - interval '{{ var("silence_years") }} years'
    union
    select
        persons.client_code,
        opt_outs.not_contactable_reason
    from {{ ref('opt_outs') }} as opt_outs
    inner join persons on opt_outs.client_code = persons.client_code
    union
    select
        persons.client_code,
        opt_outs.not_contactable_reason
    from {{ ref('opt_outs') }} as opt_outs
    inner join persons on opt_outs.email = persons.email

),

customer_not_contactable as (

    select
        found.client_code,
        found.not_contactable_reason,
        reasons.position as priority,
        reasons.libelle
    from found
    left join {{ ref('reasons') }} as reasons
        on found.not_contactable_reason = reasons.code

)

select * from customer_not_contactable
