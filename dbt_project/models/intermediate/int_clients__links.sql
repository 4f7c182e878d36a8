-- Which codes belong together, and why. At one address the names decide: those that
-- stand inside one longest name are that person; a name that could be two persons'
-- is nobody's, and so is a couple's beside the names of both. Past `person_max_codes`
-- codes an address is a firm's or a shop's, and a code without a name is no longer
-- taken for the person of that address; past `address_max_names` names it is what was
-- typed for want of one, and says nothing.

with

addresses as (

    select * from {{ ref('int_clients__addresses') }}

),

all_names as (

    select
        match_rule,
        address,
        words,
        bool_or(is_couple) as is_couple,
        count(*) over (partition by match_rule, address) as nb_names
    from addresses
    group by match_rule, address, words

),

couples as (

    select distinct
        couple.match_rule,
        couple.address,
        couple.words
    from all_names as couple
    inner join all_names as one
        on
            couple.is_couple
            and couple.match_rule = one.match_rule
            and couple.address = one.address
            and {{ name_within('one.words', 'couple.words') }}
    inner join all_names as other
        on
            one.match_rule = other.match_rule
            and one.address = other.address
            and one.words < other.words
            and {{ name_within('other.words', 'couple.words') }}
            and not {{ name_within('one.words', 'other.words') }}
            and not {{ name_within('other.words', 'one.words') }}
    where couple.nb_names <= {{ var('address_max_names') }}

),

names as (

    select all_names.*
    from all_names
    left join couples
        on
            all_names.match_rule = couples.match_rule
            and all_names.address = couples.address
            and all_names.words = couples.words
    where couples.words is null

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
