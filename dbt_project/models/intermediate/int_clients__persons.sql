-- Follows the links from code to code to the end; the person is the code the exports
-- showed first among all those reached.

{{ config(
    materialized='table',
    indexes=[{'columns': ['client_code'], 'unique': true}],
) }}

with recursive

codes as (

    select client_code from {{ ref('int_clients__codes') }}

),

links as materialized (

    select links.*
    from {{ ref('int_clients__links') }} as links
    inner join codes on links.client_code = codes.client_code

),

reached as (

    select
        client_code,
        client_code as other_code
    from codes

    union

    select
        reached.client_code,
        others.client_code as other_code
    from reached
    inner join links on reached.other_code = links.client_code
    inner join links as others on links.person_key = others.person_key

),

masters as (

    select distinct on (reached.client_code)
        reached.client_code,
        reached.other_code as master_client_code,
        count(*) over (partition by reached.client_code) as nb_codes
    from reached
    inner join {{ ref('int_clients__first_seen') }} as seen
        on reached.other_code = seen.client_code
    order by
        reached.client_code, seen.first_order, seen.first_line_number,
        reached.other_code

),

reasons as (

    select
        links.client_code,
        min(links.match_rule) filter (where links.match_rule = 'manuel') as by_hand,
        min(links.match_rule) as automatic
    from links
    inner join links as others
        on
            links.person_key = others.person_key
            and links.client_code <> others.client_code
    group by links.client_code

),

int_clients__persons as (

    select
        masters.client_code,
        masters.master_client_code,
        case
            when masters.nb_codes = 1 then 'seul'
            when masters.client_code = masters.master_client_code then 'maitre'
            else coalesce(reasons.by_hand, reasons.automatic)
        end as match_rule
    from masters
    left join reasons on masters.client_code = reasons.client_code

)

select * from int_clients__persons
