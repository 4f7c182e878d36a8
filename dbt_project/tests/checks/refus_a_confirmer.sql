-- A word is settled by a seed, or by a decision kept with the person's suppression.

{{ config(
    severity='warn',
    meta={
        'owner': 'vigneron',
        'libelle': 'Mots de l’ERP qui sont peut-être un refus (`activation oppositions`)',
        'remede': "Dites de chaque mot s'il est un refus : `activation oppositions`.",
    },
) }}

select
    said.said_in,
    said.word,
    count(*) as lignes,
    min(said.path) as fichier,
    min(said._line_number) as ligne
from {{ ref('opt_outs_said') }} as said
left join {{ source('activation', 'suppressions') }} as decided
    on
        said.said_in = decided.said_in
        and said.word = decided.word
        and coalesce(said.client_code, said.email)
        = coalesce(decided.client_code, decided.email_norm)
        and decided.lifted_at is not null
where not said.is_known and decided.suppression_id is null
group by said.said_in, said.word
