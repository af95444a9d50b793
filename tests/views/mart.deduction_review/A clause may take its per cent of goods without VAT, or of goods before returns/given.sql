-- Without VAT: 1,090.00 ÷ 1.09 = 1,000.00; 376.66 ÷ 1.13 = 333.33; 130.80 by the product's 9 %, which the line does not state: 120.00; the
-- return −109.00 ÷ 1.09 = −100.00. Less returns 1,353.33, of which 2.5 % is 33.83; before returns 1,453.33, of which 1 % is 14.53.
-- With VAT before returns: 1,597.46, of which 1 % is 15.97. The chain takes the first of 1,488.46, VAT included: 37.21, which is 3.38 too
-- much.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.1', 'logistics', 'percentage', 2.5, basis => 'excluding'),
    pg_temp.term('K26', '3.2', 'quality', 'percentage', 1, base => 'goods', basis => 'excluding'),
    pg_temp.term('K26', '3.3', 'listing', 'percentage', 1, base => 'goods');
select pg_temp.means('物流配送费', 'logistics'), pg_temp.means('质量管理费', 'quality'), pg_temp.means('进场费', 'listing');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 1420.75);
select pg_temp.settled('A', 1, 'P', 100, 10, 1090.00, rate => 0.09), pg_temp.settled('A', 2, 'Q', 100, 3.3333, 376.66, rate => 0.13),
    pg_temp.settled('A', 3, 'P', 12, 10, 130.80), pg_temp.settled('A', 4, 'P', -10, 10, -109.00, rate => 0.09, kind => 'return');
select pg_temp.deducted('A', 5, '物流配送费', -37.21, invoice => 'F1'), pg_temp.deducted('A', 6, '质量管理费', -14.53, invoice => 'F2'),
    pg_temp.deducted('A', 7, '进场费', -15.97, invoice => 'F3');
