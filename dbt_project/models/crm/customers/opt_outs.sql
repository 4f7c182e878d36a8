-- Who said no to letters, and the addresses that must not be written to, whatever the
-- source: the ERP's columns, Brevo, the people themselves. A no covers the person with
-- every code and every address they ever had, and everybody at the address it was said
-- at; a bounce or a block covers the address alone. An opt-out holds for ever, whatever
-- as_of_date says; a technical block or a word to confirm may be lifted.

with

codes as (

    select
        client_code,
        master_client_code
    from {{ ref('clients') }}

),

addresses as (

    select
        addresses.client_code,
        addresses.email,
        coalesce(codes.master_client_code, addresses.client_code) as master_client_code
    from {{ ref('customer_addresses') }} as addresses
    left join codes on addresses.client_code = codes.client_code
    where not addresses.is_nobodys

),

suppressions as (

    select * from {{ source('activation', 'suppressions') }}

),

-- An undated bounce that every export repeats is the first one's: later addresses are
-- free.
first_said as (

    select
        *,
        row_number() over (
            partition by client_code, word, said_on, concerns_address
            order by export_date, _file_id, _line_number
        ) as repetition
    from {{ ref('opt_outs_said') }}

),

said as (

    select
        first_said.client_code,
        first_said.email,
        first_said.opt_out_word as word,
        first_said.concerns_address,
        true as is_said_here,
        true as is_sayers
    from first_said
    where
        not (
            first_said.concerns_address
            and first_said.said_on is null
            and first_said.repetition > 1
        )
        and not exists (
            select 1 from suppressions
            where
                not first_said.is_known
                and suppressions.said_in = first_said.said_in
                and suppressions.word = first_said.word
                and suppressions.lifted_at is not null
                and coalesce(first_said.client_code, '')
                = coalesce(suppressions.client_code, '')
                and (
                    first_said.client_code is not null
                    or suppressions.email_norm = first_said.email
                )
        )

    union all

    select
        client_code,
        email_norm as email,
        case when scope = 'erasure' then 'efface' else reason end as word,
        {{ concerns_address('reason') }} and email_hash is not null as concerns_address,
        source not in ('personne', 'adresse') as is_said_here,
        source <> 'adresse' as is_sayers
    from suppressions
    where lifted_at is null

),

persons as (

    select
        coalesce(codes.master_client_code, said.client_code) as client_code,
        said.word,
        said.is_sayers
    from said
    left join codes on said.client_code = codes.client_code
    where not said.concerns_address and said.client_code is not null
    union
    select
        addresses.master_client_code as client_code,
        said.word,
        false as is_sayers
    from said
    inner join addresses on said.email = addresses.email
    where not said.concerns_address and said.is_said_here

),

reached as (

    select
        client_code,
        null as email,
        word
    from persons
    union
    select
        null as client_code,
        email,
        word
    from said
    where email is not null
    union
    select
        null as client_code,
        addresses.email,
        persons.word
    from persons
    inner join addresses on persons.client_code = addresses.master_client_code
    where persons.is_sayers

),

coded as (

    select distinct
        reached.client_code,
        reached.email,
        -- A word this project has never heard of is an opt-out all the same.
        coalesce(words.code, 'desinscrit') as not_contactable_reason
    from reached
    left join {{ ref('opt_out_words') }} as words on reached.word = words.word

),

opt_outs as (

    select
        md5(jsonb_build_array(client_code, email, not_contactable_reason)::text)
            as opt_out_id,
        client_code,
        email,
        not_contactable_reason
    from coded

)

select * from opt_outs
