"""`make audit`: what independent referees say of the dbt project."""
