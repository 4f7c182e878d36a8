-- A view, not a table: a no that was loaded a minute ago must be known, whether or not
-- a build has succeeded since.

{{ config(materialized='view') }}

with

opt_outs_said as (

    select
        client_code,
        email,
        said_in,
        word,
        opt_out_word,
        is_known,
        concerns_address,
        said_on,
        export_date,
        path,
        _file_id,
        _line_number
    from {{ ref('int_opt_outs__said') }}

)

select * from opt_outs_said
