-- Every line of an export that says no, with the words it says it in. It reads staging,
-- so that it knows a line as soon as it is loaded; only the address a bounce came back
-- from is looked up in what was built.

with

words as (

    select
        word,
        opt_out_word
    from {{ ref('int_opt_outs__words') }}
    where said_in = 'statut'

),

contacts as (

    select
        client_code,
        date_contact,
        is_email,
        {{ word_text('statut') }} as word,
        _file_id,
        _line_number
    from {{ ref('int_contacts__channels') }}
    where client_code is not null and statut is not null

),

answers as (

    select
        contacts.*,
        words.word is not null as is_known,
        case when words.word is null then 'a_confirmer' else words.opt_out_word end
            as opt_out_word,
        {{ concerns_address('words.opt_out_word') }} as concerns_address
    from contacts
    left join words on contacts.word = words.word

),

said as (

    select
        client_code,
        email,
        'optin_email' as said_in,
        optin_word as word,
        case when is_known_word then 'refus_optin' else 'a_confirmer' end
            as opt_out_word,
        is_known_word as is_known,
        false as concerns_address,
        null::date as said_on,
        _file_id,
        _line_number
    from {{ ref('int_clients__consents') }}
    where not optin_email and (client_code is not null or email is not null)

    union all

    select
        client_code,
        null as email,
        'statut' as said_in,
        word,
        opt_out_word,
        is_known,
        concerns_address,
        date_contact as said_on,
        _file_id,
        _line_number
    from answers
    -- What came back by post says nothing of the e-mail address.
    where
        opt_out_word is not null
        and (not concerns_address or is_email is distinct from false)

),

int_opt_outs__said as (

    select
        said.client_code,
        coalesce(said.email, bounced.email) as email,
        said.said_in,
        said.word,
        said.opt_out_word,
        said.is_known,
        said.concerns_address,
        -- A day to come is none.
        case when said.said_on <= files.export_date then said.said_on end as said_on,
        files.export_date,
        paths.path,
        said._file_id,
        said._line_number
    from said
    inner join {{ ref('int_files__dated') }} as files on said._file_id = files.file_id
    inner join {{ ref('stg_isavigne__files') }} as paths
        on said._file_id = paths.file_id
    -- The address of that day: one that came later is a corrected one.
    left join lateral (
        select history.email
        from {{ ref('int_clients__address_history') }} as history
        where said.concerns_address and history.client_code = said.client_code
        order by
            history.first_date <= least(said.said_on, files.export_date) desc,
            least(history.last_date, said.said_on, files.export_date) desc,
            abs(history.first_date - least(said.said_on, files.export_date)) asc
        limit 1
    ) as bounced on true

)

select * from int_opt_outs__said
