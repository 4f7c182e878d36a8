-- One row whatever the share: its thousandth is compared with the two thresholds.

{{ config(
    severity='error',
    fail_calc='coalesce(max(pour_mille), 0)',
    warn_if='> ' ~ (1000 * var('rejected_share_warn')) | int,
    error_if='> ' ~ (1000 * var('rejected_share_error')) | int,
    meta={
        'owner': 'vigneron',
        'libelle': 'Trop de lignes de vente rejetées (pour mille)',
        'remede': "Téléchargez les lignes à corriger, corrigez-les dans iSaVigne, exportez de nouveau.",
    },
) }}

select
    valeur as pour_cent,
    coalesce((10 * valeur)::integer, 0) as pour_mille,
    detail
from {{ ref('health_rejections') }}
where section = 'rejets' and indicateur = 'part_rejetee'
