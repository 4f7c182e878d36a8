-- The advice's mean score on each day it was computed for, kept from build to build:
-- what drift is measured against. The same day built again replaces its row. No source
-- can give it back: a full refresh of the rest leaves it alone.

{{ config(materialized='incremental', unique_key='as_of_date', full_refresh=false) }}

with

advice_score_history as (

    select
        {{ as_of_date() }} as as_of_date,
        count(distinct client_code) as nb_persons,
        round(avg(score), 4) as mean_score
    from {{ ref('recommendation_candidates') }}
    where rank_any <= 3
    having count(*) > 0

)

select * from advice_score_history
