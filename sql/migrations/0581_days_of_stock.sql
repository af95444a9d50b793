-- Days of cover and stock-outs look at the newest weeks of what tills and stores say; days come in order, so a small index finds them.
create index sale_day on core.sale using brin (sold_on) with (pages_per_range = 16, autosummarize = on);
create index stock_day on core.stock using brin (stock_on) with (pages_per_range = 16, autosummarize = on);
