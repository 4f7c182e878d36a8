-- Which codes belong together, and why. At one address the names decide: those that
-- stand inside one longest name are that person; a name that could be two persons'
-- is nobody's. Past `person_max_codes` codes an address is a firm's or a shop's, and a
-- code without a name is no longer taken for the person of that address; past
-- `address_max_names` names it is what was typed for want of one, and says nothing.

with

addresses as (

    select * from {{ ref('int_clients__addresses') }}

),

names as (

    select
        match_rule,
        address,
        words,
        count(*) over (partition by match_rule, address) as nb_names
    from addresses
    group by match_rule, address, words

),

longest as (

    select names.*
    from names
    where
        names.nb_names <= {{ var('address_max_names') }}
        and not exists (
            select 1 from names as longer
            where
                longer.match_rule = names.match_rule
                and longer.address = names.address
                and longer.words <> names.words
                and {{ name_within('names.words', 'longer.words') }}
                and (
                    names.words > longer.words
                    or not {{ name_within('longer.words', 'names.words') }}
                )
        )

),

matched as (

    select
        addresses.client_code,
        addresses.match_rule,
        min(
            concat_ws('|', addresses.match_rule, addresses.address, longest.words::text)
        )
            as person_key
    from addresses
    inner join longest
        on
            addresses.match_rule = longest.match_rule
            and addresses.address = longest.address
            and {{ name_within('addresses.words', 'longest.words') }}
    where
        addresses.words <> '{}'
        or addresses.nb_codes <= {{ var('person_max_codes') }}
    group by addresses.client_code, addresses.match_rule, addresses.address
    having count(*) = 1

),

by_hand as (

    select distinct
        {{ code_text('client_code_a') }} as client_code_a,
        {{ code_text('client_code_b') }} as client_code_b
    from {{ ref('client_liens') }}
    where decision = 'joindre'

),

int_clients__links as (

    select
        client_code,
        match_rule,
        person_key
    from matched

    union all

    select
        pair.client_code,
        'manuel' as match_rule,
        concat_ws('|', 'manuel', by_hand.client_code_a, by_hand.client_code_b)
            as person_key
    from by_hand
    inner join lateral (
        values (by_hand.client_code_a), (by_hand.client_code_b)
    ) as pair (client_code) on by_hand.client_code_a <> by_hand.client_code_b

)

select * from int_clients__links
