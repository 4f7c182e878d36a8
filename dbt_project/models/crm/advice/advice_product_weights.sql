-- What each wine's nearness and popularity count today.

with

advice_product_weights as (

    {{ product_weights('not popularity.is_backtest') }}

)

select * from advice_product_weights
