-- E-mail addresses and telephone numbers that several codes share. A code the owner
-- has parted (second of a pair) is matched by hand only. A telephone says nothing
-- about a code without a name.

with

codes as (

    select
        client_code,
        email,
        telephone,
        {{ name_words('nom', 'prenom') }} as words,
        concat_ws(' ', nom, prenom) ~* '(\s(et|und|and)\s|[&+/])' as is_couple
    from {{ ref('int_clients__codes') }} as codes
    where
        not exists (
            select 1
            from {{ ref('client_liens') }} as liens
            where
                liens.decision = 'separer'
                and {{ code_text('liens.client_code_b') }} = codes.client_code
        )

),

addresses as (

    select
        client_code,
        words,
        is_couple,
        'email' as match_rule,
        email as address
    from codes
    where email is not null

    union all

    select
        client_code,
        words,
        is_couple,
        'telephone' as match_rule,
        telephone as address
    from codes
    where telephone is not null and words <> '{}'

),

counted as (

    select
        *,
        count(*) over (partition by match_rule, address) as nb_codes
    from addresses

),

int_clients__addresses as (

    select * from counted
    where nb_codes > 1

)

select * from int_clients__addresses
