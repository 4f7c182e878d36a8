-- Aliases followed to their end: a wine renamed twice is the last of its names. Aliases
-- that lead back to where they began mean the first of them in the alphabet. A table: a
-- cluster reads no recursive view beside what it has spread.

{{ config(materialized='table', post_hook="{{ keep_views() }}") }}

with recursive

produit_alias as (

    select
        {{ label_key('label') }} as label_key,
        min({{ label_key('produit') }}) as produit_key
    from {{ ref('produit_alias') }}
    where
        {{ label_key('label') }} is not null
        and {{ label_key('produit') }} is not null
    group by {{ label_key('label') }}

),

followed as (

    select
        label_key,
        produit_key,
        array[label_key] as path
    from produit_alias

    union all

    select
        followed.label_key,
        produit_alias.produit_key,
        followed.path || followed.produit_key as path
    from followed
    inner join produit_alias on followed.produit_key = produit_alias.label_key
    where followed.produit_key <> all(followed.path)

),

int_produits__aliases as (

    select distinct on (label_key)
        label_key,
        case
            when produit_key = any(path)
                then (
                    select min(names.name)
                    from unnest(
                        path[array_position(path, produit_key):]
                    ) as names (name)
                )
            else produit_key
        end as produit_key
    from followed
    order by label_key asc, cardinality(path) desc

)

select * from int_produits__aliases
