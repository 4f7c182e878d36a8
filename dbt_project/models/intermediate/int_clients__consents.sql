-- Every customer line and whether it consents: what does not read as a yes is a no.

with

words as (

    select
        word,
        opt_out_word
    from {{ ref('int_opt_outs__words') }}
    where said_in = 'optin_email'

),

int_clients__consents as (

    select
        clients.*,
        case
            when clients.optin_word is not null
                then
                    clients.optin_word like 'oui%'
                    or (words.word is not null and words.opt_out_word is null)
        end as optin_email,
        case
            when clients.optin_word is not null
                then words.word is not null or clients.optin_word like 'oui%'
        end as is_known_word
    from {{ ref('stg_isavigne__clients') }} as clients
    left join words on clients.optin_word = words.word

)

-- With all that staging has: a new column of the export passes through.
select * from int_clients__consents  -- noqa: AM04
