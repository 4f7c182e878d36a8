-- What a letter calls one or several of each format, boxes among them, and what its
-- price is for: `la bouteille`, `le magnum`.

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

formats as (

    select
        singulier as format,
        min(pluriel) as pluriel,
        max(bouteilles) as bouteilles
    from named
    group by singulier

),

letter_formats as (

    select
        formats.format,
        formats.pluriel,
        formats.bouteilles,
        case
            when formats.format ~* '^[aeiouéèê]' then 'l'''
            when agreements.ending = 'e' then 'la '
            else 'le '
        end || formats.format as unite
    from formats
    -- A half is a bottle's.
    left join {{ ref('label_agreements') }} as agreements
        on
            split_part(
                regexp_replace({{ label_key('formats.format') }}, '^DEMI ', ''), ' ', 1
            ) = agreements.first_word

)

select * from letter_formats
