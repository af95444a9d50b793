-- The file of this name holds a function; a view of the case's own shows it.
create view mart.fee_base as
select says, value from (values
    ('goods less returns', mart.fee_base('goods_less_returns', 'including', 1000.00, -100.00, 917.43, -91.74)),
    ('goods alone', mart.fee_base('goods', 'including', 1000.00, -100.00, 917.43, -91.74)),
    ('goods less returns without tax', mart.fee_base('goods_less_returns', 'excluding', 1000.00, -100.00, 917.43, -91.74)),
    ('goods alone without tax', mart.fee_base('goods', 'excluding', 1000.00, -100.00, 917.43, -91.74))) as shown (says, value);
