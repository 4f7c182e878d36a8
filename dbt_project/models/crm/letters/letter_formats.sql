-- What a letter calls one or several of each format.

with

letter_formats as (

    select
        singulier as format,
        min(pluriel) as pluriel,
        max(bouteilles) as bouteilles
    from {{ ref('articles') }}
    group by singulier

)

select * from letter_formats
