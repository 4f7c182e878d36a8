-- What each wine's nearness and popularity counted at the backtest's cutoff.

with

advice_test_weights as (

    {{ product_weights('popularity.is_backtest') }}

)

select * from advice_test_weights
