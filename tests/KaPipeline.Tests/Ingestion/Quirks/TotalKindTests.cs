using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>Totals, subtotals, balances and notes by the names that portals give them, and rows that only sound like them.</summary>
public sealed class TotalKindTests
{
    private const string FeeColumns = "行号,费用,类型,单号,门店,货号,数量,单价,金额,方式";
    private const string Goods = "1,,进货,R1,S01,000123,2,2,4,\n";
    private const string Required = "total: {label: 合计, sums: [数量], required: true}";

    [Theory]
    [InlineData("-500.00(含税)"), InlineData("-5OO.1"), InlineData("约-500"), InlineData("－５００（含税）")]
    public void A_fee_below_the_total_whose_amount_cannot_be_read_is_set_aside(string amount)
    {
        var fee = $"2,海报费,扣款,,,,,,{amount},账扣\n";
        Assert.All([$"{FeeColumns}\n{Goods}合计,,,,,,,,4,\n{fee}", $"{FeeColumns}\n{Goods}合计,,,,,,,,4,\n{fee}合计,,,,,,,,-496,\n"], text =>
        {
            var file = Fees().Read(text);
            Assert.Equal((2L, RejectionRule.InvalidNumber), (file.Outcome.RowsIn, Assert.Single(file.Outcome.Rejected).Rule));
        });
    }

    [Theory]
    [InlineData("合计3%返利"), InlineData("合计：返利"), InlineData("小计（海报）")]
    public void A_fee_named_like_a_total_whose_row_cannot_be_read_is_set_aside(string fee)
    {
        var file = Fees().Read($"{FeeColumns}\n{Goods}2,{fee},扣款,,,,,,-1,冲账\n合计,,,,,,,,3,\n");
        Assert.Equal((2L, RejectionRule.UnknownValue), (file.Outcome.RowsIn, Assert.Single(file.Outcome.Rejected).Rule));
    }

    [Theory]
    [InlineData("扣款合计", -3), InlineData("费用小计", -3), InlineData("扣款合计：", -3), InlineData("合计", -3)]
    public void A_subtotal_of_fees_is_no_fee(string name, int amount)
    {
        var fees = $"2,月返,扣款,,,,,,-1,账扣\n3,海报费,扣款,,,,,,-2,账扣\n4,{name},扣款,,,,,,{amount},账扣\n";
        var file = Fees().Read($"{FeeColumns}\n{Goods}{fees}合计,,,,,,,,1,\n");
        Assert.Equal((3L, 0, null), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
        Assert.Equal([null, "月返", "海报费"], file.Values("fee_text", "statement_line"));
    }

    [Theory]
    [InlineData("陈列费", -3), InlineData("合计进货额返利", -3), InlineData("合计返利", -7)]
    public void A_fee_that_happens_to_be_the_sum_of_others_or_sounds_like_one_is_a_fee(string name, int amount) =>
        Assert.Equal(4, Fees().Read($"{FeeColumns}\n{Goods}2,月返,扣款,,,,,,-1,账扣\n3,海报费,扣款,,,,,,-2,账扣\n4,{name},扣款,,,,,,{amount},账扣\n")
            .Values("fee_text", "statement_line").Count());

    [Theory]
    [InlineData("合计,-,-,-,-,-,-,-,4,-", "1,-,进货,R1,S01,000123,2,2,4,-"), InlineData("合计,,,,,,,,4,", "1,,进货,R1,S01,000123,2,2,4,")]
    [InlineData("合计,—,—,—,—,—,—,—,4,—", "1,,进货,R1,S01,000123,2,2,4,"), InlineData("-,-,-,合计,-,-,2,-,4,-", "1,-,进货,R1,S01,000123,2,2,4,-")]
    [InlineData("合计,/,/,/,/,/,/,/,4,/", "1,/,进货,R1,S01,000123,2,2,4,/"), InlineData("本页合计,-,-,-,-,-,2,-,4,-", "1,,进货,R1,S01,000123,2,2,4,")]
    [InlineData("总计,N/A,N/A,N/A,N/A,N/A,N/A,N/A,4,N/A", "1,,进货,R1,S01,000123,2,2,4,"), InlineData("曹杨店小计,-,-,-,-,-,2,-,4,-", "1,,进货,R1,S01,000123,2,2,4,")]
    public void A_total_that_no_rule_names_is_one_whatever_says_nothing_beside_it(string total, string row)
    {
        var file = Fees("", "nothing: [/]").Read($"{FeeColumns}\n{row}\n{total}\n");
        Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        Assert.Equal(["4"], file.Values("amount", "statement_line"));
    }

    [Theory]
    [InlineData("制单人：张三,-,-,-,-,-,-,-,-,-"), InlineData("备注,-,-,-,-,-,-,-,-,-"), InlineData("第1页,-,-,-,-,-,-,-,-,-")]
    public void A_note_is_one_whatever_says_nothing_beside_it(string note)
    {
        var file = Fees("", "nothing: [/]").Read($"{FeeColumns}\n{Goods}{note}\n");
        Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void A_total_without_a_name_is_one_with_strokes_where_its_rule_wants_blanks()
    {
        var file = Portal.Orders("total: {blank: [订单号, 货号], sums: [数量], required: true}").Read($"{Portal.Columns}\n{Portal.Row}\n-,-,-,-,24\n");
        Assert.Equal((1L, 0, null), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
    }

    [Theory]
    [InlineData("2,-,进货,-,S01,000123,-,-,-,-"), InlineData("2,-,-,R1,S01,-,-,-,4,-")]
    public void A_row_with_strokes_in_it_is_none_of_these(string row) =>
        Assert.Equal(2L, Fees("", "nothing: [/]").Read($"{FeeColumns}\n{Goods}{row}\n").Outcome.RowsIn);

    [Fact]
    public void A_subtotal_of_fees_in_a_file_without_a_total_is_no_fee()
    {
        var file = Fees("").Read($"{FeeColumns}\n{Goods}2,月返,扣款,,,,,,-1,账扣\n3,海报费,扣款,,,,,,-2,账扣\n4,费用合计,扣款,,,,,,-3,账扣\n");
        Assert.Equal((3L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("PO2,S01,1,2026-05-01,6,合计"), InlineData("PO2,S01,1,2026-05-01,6,总计")]
    public void A_row_with_the_word_for_a_total_in_its_remark_is_a_row(string row)
    {
        var file = Portal.Orders(Required + "\nignore: [备注]").Read($"{Portal.Columns},备注\n{Portal.Row},\n{row}\n合计,,,,30,\n");
        Assert.Equal(["24", "6"], file.Values("units"));
        Assert.Null(file.Outcome.Finding);
    }

    [Fact]
    public void A_fee_with_the_word_for_a_total_in_a_cell_behind_it_is_a_row() =>
        Assert.Equal(2L, Fees().Read($"{FeeColumns},备注\n{Goods[..^1]},\n2,月返,扣款,,,,,,-1,账扣,合计\n合计,,,,,,,,3,,\n").Outcome.RowsIn);

    [Theory]
    [InlineData("合计（元）"), InlineData("合计金额"), InlineData("合计(1行)"), InlineData("合计1条"), InlineData("总合计"), InlineData("合计（含税）")]
    [InlineData("【合计】"), InlineData("*合计*"), InlineData("合计数"), InlineData("总计"), InlineData("合 计："), InlineData("Total"), InlineData("合計")]
    public void A_total_is_one_by_any_of_its_names(string name)
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,24\n").Outcome;
        Assert.Equal((ReadState.Read, 1L, null), (outcome.State, outcome.RowsIn, outcome.Finding));
        Assert.Equal(24m, Assert.Single(outcome.Totals).Stated);
    }

    [Theory]
    [InlineData("合计（元）"), InlineData("【合计】")]
    public void A_total_by_another_name_is_compared(string name) => Assert.Contains("states 25",
        Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,25\n").Outcome.Finding, StringComparison.Ordinal);

    [Theory]
    [InlineData("小计"), InlineData("本页合计"), InlineData("承前页")]
    public void A_total_of_a_page_is_not_that_of_the_file(string name) => Assert.Equal(ReadState.Refused,
        Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,24\n").Outcome.State);

    [Fact]
    public void Goods_fees_and_a_grand_total_by_another_word_are_whole()
    {
        var file = Fees(", required: true").Read($"{FeeColumns}\n{Goods}合计,,,,,,,,4,\n2,月返,扣款,,,,,,-1,账扣\n总计,,,,,,,,3,\n");
        Assert.Equal((ReadState.Read, 2L, null), (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Finding));
    }

    [Theory]
    [InlineData("合计,,,,30\n{0}"), InlineData("合计,,,,30\n{0}合计,,,,30\n")]
    public void A_total_above_the_rows_is_compared_with_those_below_it(string rows)
    {
        var text = $"{Portal.Columns}\n" + string.Format(null, rows, $"{Portal.Row}\nPO2,S01,1,2026-05-01,6\n");
        var outcome = Portal.Orders(Required).Read(text).Outcome;
        Assert.Equal((ReadState.Read, 2L, null), (outcome.State, outcome.RowsIn, outcome.Finding));
        Assert.All(outcome.Totals, total => Assert.Equal((30m, 30m), (total.Stated!.Value, total.Summed)));
    }

    [Fact]
    public void A_total_above_the_rows_that_is_not_their_sum_shows_a_file_that_is_cut_off() => Assert.Equal(ReadState.Refused,
        Portal.Orders(Required).Read($"{Portal.Columns}\n合计,,,,30\n{Portal.Row}\n").Outcome.State);

    [Fact]
    public void A_foot_that_stands_before_the_body_of_a_page_is_its_total()
    {
        var file = Portal.Orders(Required).Read($"<table><thead>{Portal.Html(Portal.Columns)}</thead><tfoot>{Portal.Html("合计,,,,24")}</tfoot>"
            + $"<tbody>{Portal.Html(Portal.Row)}</tbody></table>");
        Assert.Equal((ReadState.Read, null), (file.Outcome.State, file.Outcome.Finding));
    }

    [Theory]
    [InlineData("本期应付,,,,,,,,4,大写"), InlineData("本期应付,,,,,,,大写,4,肆元整"), InlineData("上期余额,,,,,,,,0.00,元"), InlineData("应付合计：,大写,,,,,,,4,肆元整")]
    [InlineData("期末余额,,,,,,,,4,制表：李四"), InlineData("实付金额,人民币,,,,,,,4,"),
        InlineData("经手,张三,,,,,,,2026-05-09 10:00,复核")]
    public void A_balance_below_the_total_is_a_note(string row)
    {
        var file = Fees(", required: true").Read($"{FeeColumns}\n{Goods}合计,,,,,,,,4,\n{row}\n");
        Assert.Equal((ReadState.Read, 1L, 0), (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("上期结转,,,,,,,,1500,"), InlineData("商品小计,,,,,,,,4,"), InlineData("货款合计,,,,,,,,4,")]
    public void A_balance_or_a_subtotal_among_the_rows_does_not_count_into_the_sum(string row)
    {
        Assert.All([$"{FeeColumns}\n{row}\n{Goods}2,月返,扣款,,,,,,-1,账扣\n合计,,,,,,,,3,\n",
            $"{FeeColumns}\n{Goods}{row}\n2,月返,扣款,,,,,,-1,账扣\n合计,,,,,,,,3,\n"], text =>
        {
            var outcome = Fees(", required: true").Read(text).Outcome;
            Assert.Equal((ReadState.Read, 2L, 0, null), (outcome.State, outcome.RowsIn, outcome.Rejected.Count, outcome.Finding));
        });
    }

    [Theory]
    [InlineData("以上金额核对无误，请于5个工作日内回传"), InlineData("★本单据由系统自动生成，无需签字"), InlineData("此联由供应商留存")]
    [InlineData("友情提示，请核对后签收"), InlineData("数据截止 2026-05-08 23:59"), InlineData("Total 30 rows"), InlineData("白联存根、红联财务、黄联仓库")]
    [InlineData("如有疑问，请与采购部联系"), InlineData("共计30行"), InlineData("本报表数据仅供参考。")]
    public void A_sentence_below_a_table_without_a_total_is_a_note(string sentence)
    {
        Assert.All([sentence, $"{sentence},,,,"], row =>
        {
            var file = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n\n\"{row.TrimEnd(',')}\"{(row.EndsWith(',') ? ",,,," : "")}\n");
            Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
            Assert.Equal(1, Assert.Single(file.Outcome.Parts.Single().Skipped).Value);
        });
    }

    [Theory]
    [InlineData("PO2"), InlineData("PO2,S0"), InlineData("草莓酸奶"), InlineData("PO2，S01，1"), InlineData("无"), InlineData("12，5")]
    public void A_row_that_is_cut_off_is_no_sentence(string row) =>
        Assert.Single(Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n{row}\n").Outcome.Rejected);

    [Theory]
    [InlineData("没有符合条件的数据"), InlineData("暂无数据"), InlineData("查询无结果"), InlineData("No data"), InlineData("无"), InlineData("无数据！")]
    [InlineData("没有查询到记录"), InlineData("未找到相关数据"), InlineData("No records found"), InlineData("无记录"), InlineData("No matching records found.")]
    public void A_file_that_says_there_is_nothing_has_no_rows(string row)
    {
        var file = Portal.Orders().Read($"{Portal.Columns}\n{row}\n");
        Assert.Equal((ReadState.Read, 0L), (file.Outcome.State, file.Outcome.RowsIn));
        var page = Portal.Orders(Required).Read($"<table>{Portal.Html(Portal.Columns)}<tr><td colspan=5>{row}</td></tr>{Portal.Html("合计,,,,0")}</table>");
        Assert.Equal((ReadState.Read, 0L, null), (page.Outcome.State, page.Outcome.RowsIn, page.Outcome.Finding));
    }

    [Theory]
    [InlineData(",,,,(盒)"), InlineData(",,,（天）,【箱】"), InlineData(",,,元,盒"), InlineData(",,,,单位：盒")]
    public void A_row_of_units_below_the_header_is_no_row(string units)
    {
        var file = Portal.Orders().Read($"{Portal.Columns}\n{units}\n{Portal.Row}\n");
        Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("好邻来 收货单（续）"), InlineData("好邻来 收货单 (续表)"), InlineData("好邻来 收货单（续1）"), InlineData("好邻来 收货单 (continued)")]
    public void A_title_that_goes_on_is_the_title(string title)
    {
        var file = Portal.Orders().Read($"好邻来 收货单,,,,\n{Portal.Columns}\n{Portal.Row}\n{title},,,,\n{Portal.Columns}\nPO2,S01,1,2026-05-01,6\n");
        Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("合计 Total"), InlineData("Total 合计"), InlineData("合计/Total"), InlineData("合计(Total)"), InlineData("合计：3笔"), InlineData("合计 3 笔")]
    [InlineData("合计人民币"), InlineData("合计（大写：贰拾肆）"), InlineData("合计 (含税金额)"), InlineData("※合计"), InlineData("合计→"), InlineData("合计 24.00"), InlineData("合计（RMB）")]
    [InlineData("价税合计"), InlineData("金额合计"), InlineData("总金额"), InlineData("以上合计"), InlineData("全部合计"), InlineData("本期合计"), InlineData("供应商合计")]
    [InlineData("报表合计"), InlineData("SUM"), InlineData("汇总"), InlineData("总合计(含税)"), InlineData("价税合计（元）"), InlineData("合 计 金 额")]
    public void A_total_is_one_however_it_is_spelt(string name)
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,24\n").Outcome;
        Assert.Equal((ReadState.Read, 1L, null), (outcome.State, outcome.RowsIn, outcome.Finding));
        Assert.Equal(24m, Assert.Single(outcome.Totals).Stated);
    }

    [Theory]
    [InlineData("本期合计"), InlineData("价税合计"), InlineData("报表合计"), InlineData("SUM"), InlineData("总金额"), InlineData("小计"), InlineData("门店合计")]
    public void A_row_that_may_be_the_total_and_is_not_is_named(string name)
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,25\n").Outcome;
        Assert.Equal(ReadState.Refused, outcome.State);
        Assert.Contains(name, outcome.Finding, StringComparison.Ordinal);
        Assert.Contains("25", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("总金额"), InlineData("价税合计"), InlineData("本期合计"), InlineData("汇总")]
    public void A_sum_of_something_else_below_the_total_is_a_note(string name)
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n合计,,,,24\n{name},,,,25\n").Outcome;
        Assert.Equal((ReadState.Read, 1L, 0, null), (outcome.State, outcome.RowsIn, outcome.Rejected.Count, outcome.Finding));
    }

    [Theory]
    [InlineData("门店合计"), InlineData("分类合计"), InlineData("0103 合计"), InlineData("曹杨店合计"), InlineData("累计")]
    public void A_total_of_a_group_is_not_that_of_the_file(string name) => Assert.Equal(ReadState.Refused,
        Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{name},,,,24\n").Outcome.State);

    [Theory]
    [InlineData("中心店小计,,,,24"), InlineData("生鲜合计,,,,24"), InlineData("0103 小计,,,,24"), InlineData("【小计】,,,,24"), InlineData("分类合计,,,,24"), InlineData("上海莘庄店合计,,,,24")]
    [InlineData("累计,,,,24"), InlineData("小计：0103,,,,24"), InlineData("门店小计(S01),,,,24"), InlineData("SUBTOTAL,,,,24"), InlineData("Sub Total,,,,24"), InlineData("分 计,,,,24")]
    [InlineData("0103店 汇总,,,,24"), InlineData("PO1合计,,,,24"), InlineData(",S01 小计,,,24"), InlineData(",曹杨店小计,,,24"), InlineData("上海莘庄店 小计：,,,,24")]
    [InlineData("单据小计,,,,\"1,024\"")]
    public void A_subtotal_of_a_group_is_no_row_and_no_part_of_the_total(string row)
    {
        var file = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{row}\nPO2,S01,1,2026-05-01,6\n合计,,,,30\n");
        Assert.Equal((ReadState.Read, 2L, 0, null),
            (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
    }

    [Theory]
    [InlineData("曹杨店小计,S01,1,2026-05-01,x"), InlineData("PO2 小计,S01,,曹杨店,24"), InlineData("合计返利,,,,24")]
    public void A_row_that_is_more_than_a_sum_is_set_aside(string row)
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n{row}\n合计,,,,24\n").Outcome;
        Assert.Equal((2L, 1), (outcome.RowsIn, outcome.Rejected.Count));
    }

    [Fact]
    public void A_rejected_row_that_is_named_as_a_sum_does_not_count_into_the_total()
    {
        var outcome = Portal.Orders(Required).Read($"{Portal.Columns}\n{Portal.Row}\n曹杨店小计,S01,,2026-05-01,24\n合计,,,,24\n").Outcome;
        Assert.Equal((2L, 1, null), (outcome.RowsIn, outcome.Rejected.Count, outcome.Finding));
    }

    [Theory]
    [InlineData(",S01,,2026-05-01,24", 1), InlineData(",S01,,,24", 1), InlineData(",,,2026-05-01,24", 1), InlineData(",,,,30", 0), InlineData(",合计,,,30", 0)]
    [InlineData(",,,-,30", 0)]
    public void A_row_without_a_number_but_with_a_store_or_a_day_is_no_total(string row, int rejected)
    {
        var report = Portal.Orders("total: {blank: [订单号, 货号], sums: [数量]}");
        var outcome = report.Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S01,1,2026-05-01,6\n{row}\n").Outcome;
        Assert.Equal((2L + rejected, rejected), (outcome.RowsIn, outcome.Rejected.Count));
    }

    private static ReportProfile Fees(string total, string settings = "") => Portal.Report(
        (total.Length > 0 ? $"total: {{label: 合计, sums: [金额]{total}}}" : "") + $"\nignore: [备注]\n{settings}", """
        - into: statement_line
          fields: {statement_number: {constant: S1}, line_number: 行号, kind: {column: 类型, values: {进货: goods, 扣款: deduction}}, delivery_number: 单号, store_id: 门店, item_number: 货号, units: 数量, unit_price: 单价, amount: 金额, fee_text: 费用, deduction_mode: {column: 方式, values: {账扣: on_account}}}
        """);

    private static ReportProfile Fees() => Fees(" ");
}
