select pg_temp.trade();
-- Read from config/rules.yaml; what is computed is not here.
delete from core.penalty_rule where rule_id not in ('new_product_late', 'new_product_late_dealer', 'stack_missing',
    'display_below_competitor');
