-- What a letter calls one or several of each format, boxes among them.

with

named as (

    select
        singulier,
        pluriel,
        bouteilles
    from {{ ref('articles') }}
    union all
    select
        singulier,
        pluriel,
        1 as bouteilles
    from {{ ref('wine_nouns') }}
    where singulier is not null

),

letter_formats as (

    select
        singulier as format,
        min(pluriel) as pluriel,
        max(bouteilles) as bouteilles
    from named
    group by singulier

)

select * from letter_formats
