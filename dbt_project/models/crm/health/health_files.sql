-- How old each export is, and which files could not be read.
-- A refused file is of interest until a later export of its dataset has been read.

with

files as (

    select * from {{ ref('files') }}

),

datasets as (

    {% for dataset in datasets() -%}
    select
        '{{ dataset }}' as dataset,
        {{ loop.index }} as position
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

ages as (

    select
        datasets.dataset,
        datasets.position,
        latest.export_date,
        {{ as_of_date() }} - latest.export_date as days
    from datasets
    left join files as latest on datasets.dataset = latest.dataset and latest.is_latest

),

refused as (

    select
        files.*,
        row_number() over (order by files.loaded_at desc, files.file_id desc)
            as position
    from files
    left join files as latest on files.dataset = latest.dataset and latest.is_latest
    where
        files.status = 'refused'
        and (latest.loaded_at is null or files.loaded_at >= latest.loaded_at)

),

counts as (

    select
        count(*) filter (where status = 'loaded') as loaded,
        count(*) filter (where status = 'duplicate') as duplicates
    from files

),

health_files as (

    select
        'fraicheur' as section,
        dataset as indicateur,
        days::numeric as valeur,
        'jours' as unite,
        case
            when days is null then 'attention'
            when days > {{ var('export_age_error_days') }} then 'erreur'
            when days > {{ var('export_age_warn_days') }} then 'attention'
            else 'ok'
        end as statut,
        coalesce(
            'Dernier export du ' || to_char(export_date, 'DD/MM/YYYY'),
            'Aucun export lu'
        ) as detail,
        position::integer as position
    from ages
    union all
    select
        'fichiers_refuses' as section,
        path || ' (' || file_id || ')' as indicateur,
        1 as valeur,
        'fichier' as unite,
        'attention' as statut,
        error as detail,
        position::integer as position
    from refused
    union all
    select
        'fichiers' as section,
        'lus' as indicateur,
        loaded as valeur,
        'fichiers' as unite,
        'info' as statut,
        {{ counted(
            'duplicates', 'fichier reçu en double, lu une seule fois',
            'fichiers reçus en double, lus une seule fois'
        ) }} as detail,
        1 as position
    from counts

)

select * from health_files
