{{ config(materialized='view') }}

with

opt_outs_known as (

    select
        said_in,
        word,
        opt_out_word
    from {{ ref('int_opt_outs__words') }}

)

select * from opt_outs_known
