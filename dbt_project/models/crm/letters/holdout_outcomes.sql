-- What persons of both groups of the hold-out bought in the days after chance spoke,
-- whatever they bought and whatever became of their letter: counted as drawn.

with

draws as (

    select
        holdout_draws.draw_id,
        coalesce(clients.master_client_code, holdout_draws.client_code) as client_code,
        {{ paris_date('holdout_draws.drawn_at') }} as drawn_on,
        {{ paris_date('holdout_draws.drawn_at') }} + {{ var('conversion_days') }}
            as last_day,
        holdout_draws.share,
        holdout_draws.is_held_out
    from {{ source('activation', 'holdout_draws') }} as holdout_draws
    left join {{ ref('clients') }} as clients
        on holdout_draws.client_code = clients.client_code

),

-- From the few persons drawn: a cluster's workers then look among their own sales.
orders as (

    select
        draws.draw_id,
        count(distinct sales.document_id) as commandes,
        sum(sales.mt_ht) as mt_ht
    from {{ ref('customer_sales_lines') }} as sales
    inner join draws
        on
            sales.client_code = draws.client_code
            and sales.date_livraison > draws.drawn_on
            and sales.date_livraison <= draws.last_day
    where sales.is_purchase
    group by draws.draw_id, sales.client_code

),

holdout_outcomes as (

    select
        draws.draw_id,
        draws.client_code,
        draws.drawn_on,
        draws.share,
        draws.is_held_out,
        draws.last_day <= {{ as_of_date() }} as is_complete,
        coalesce(orders.commandes, 0) as commandes,
        coalesce(orders.mt_ht, 0) as mt_ht
    from draws
    left join orders on draws.draw_id = orders.draw_id

)

select * from holdout_outcomes
