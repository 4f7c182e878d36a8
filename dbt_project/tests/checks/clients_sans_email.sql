-- Only who bought within three years: there is nobody else to write to.
-- Each row carries the share, which is what the threshold is about.

{{ config(
    severity='warn',
    fail_calc='coalesce(max(pour_cent), 0)',
    warn_if='> ' ~ (100 * var('without_email_share_warn')) | int,
    meta={
        'owner': 'vigneron',
        'libelle': 'Trop de clients actifs sans adresse e-mail (pour cent)',
        'remede': "Demandez leur adresse aux clients qui passent, et notez-la dans iSaVigne.",
    },
) }}

with

customers as (

    select
        client_code,
        email,
        round(100 * avg((email is null)::integer) over ())::integer as pour_cent
    from {{ ref('customer_360') }}
    where
        dernier_achat
        >= {{ as_of_date() }} - interval '{{ var("silence_years") }} years'

)

select
    client_code,
    pour_cent
from customers
where email is null
