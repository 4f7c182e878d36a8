-- The month before as_of_date only: what happened once is dealt with by a person, and
-- must not fail every run that follows. Run last: found earlier, it would keep dbt from
-- building the very page that tells it.
-- depends_on: {{ ref('data_health') }}

{{ config(
    severity='error',
    meta={
        'owner': 'vigneron',
        'libelle': 'Lettres parties après le refus de la personne',
    },
) }}

select
    outbox.send_id,
    outbox.accepted_at,
    suppressions.reason,
    suppressions.effective_at
from {{ source('activation', 'outbox') }} as outbox
inner join {{ source('activation', 'suppressions') }} as suppressions
    on
        outbox.email_hash = suppressions.email_hash
        or outbox.client_hash = suppressions.client_hash
where
    outbox.accepted_at > suppressions.effective_at
    and suppressions.lifted_at is null
    and outbox.accepted_at > {{ as_of_date() }} - 30
