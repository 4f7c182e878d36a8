-- One row whatever the share: its thousandth is compared with the two thresholds.
select
    valeur as pour_cent,
    coalesce((10 * valeur)::integer, 0) as pour_mille,
    detail
from {{ ref('health_rejections') }}
where section = 'rejets' and indicateur = 'part_rejetee'
