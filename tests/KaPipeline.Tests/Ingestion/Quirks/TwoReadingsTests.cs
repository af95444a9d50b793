using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;
using OfficeOpenXml;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>docs/decisions/0747: what a file says in two ways is set aside, and read where one reading is left.</summary>
public sealed class TwoReadingsTests
{
    private const string Rows = "单号,金额,备注\nR1,10,\n";

    [Theory]
    [InlineData("RD1（更正）"), InlineData("RD1(更正版)"), InlineData("RD1 [重发]"), InlineData("RD1【第2次修订】"), InlineData("RD1 (Corrected)")]
    [InlineData("RD1."), InlineData("R D 1")]
    public void A_number_ends_at_a_bracket_that_calls_it_corrected(string number)
    {
        foreach (var file in InAllPlaces(number))
        {
            Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
            Assert.Equal(["RD1"], file.Values("statement_number", "statement"));
            Assert.Equal(["RD1"], file.Values("statement_number", "statement_line"));
        }
    }

    [Theory]
    [InlineData("RD1*"), InlineData("No.RD1"), InlineData("№RD1"), InlineData("RD1 1/3"), InlineData("RD1 第1版"), InlineData("RD1（补）")]
    [InlineData("RD1(2)"), InlineData("RD1（江苏）"), InlineData("RD1更正"), InlineData("RD1-作废"), InlineData("RD12 V2"), InlineData("补RD1")]
    [InlineData("RD1※"), InlineData("RD12 2"), InlineData("RD1第一联"), InlineData("(RD1"), InlineData("#RD1")]
    public void A_number_with_anything_else_behind_or_before_it_sets_its_document_aside(string number)
    {
        foreach (var file in InAllPlaces(number))
        {
            Assert.Empty(file["statement"]);
            Assert.Empty(file["statement_line"]);
            Assert.Equal(1L, file.Outcome.RowsIn);
            Assert.Contains(file.Outcome.Rejected, row => row.Rule is RejectionRule.UnreadableText or RejectionRule.Missing);
        }
    }

    [Theory]
    [InlineData("DZ2605A-100387"), InlineData("沪结(2026)12号"), InlineData("沪结〔2026〕第12号"), InlineData("A/B_1.2"), InlineData("202605上")]
    [InlineData("2605#3"), InlineData("JL2605A-江苏"), InlineData("NO2605"), InlineData("RD(A)1"), InlineData("新DZ2605A-100387")]
    public void Numbers_of_statements_of_every_shape_are_whole(string number)
    {
        foreach (var file in InAllPlaces(number))
        {
            Assert.Equal([number], file.Values("statement_number", "statement"));
            Assert.Empty(file.Outcome.Rejected);
        }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void A_label_on_a_visible_sheet_counts_before_one_on_a_hidden_one(int place)
    {
        foreach (var old in new[] { "RD0", "RD1" })
        {
            var file = Sheets(place, $"对账单号|{old}\n应付|99", "对账单号|RD1\n应付|10");
            Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
            Assert.Equal([("RD1", "10")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
            Assert.Equal(["RD1"], file.Values("statement_number", "statement_line"));
        }
    }

    [Theory]
    [InlineData("应付|99", "对账单号|RD1", "99"), InlineData("对账单号|RD1\n应付|99", "对账单号|RD1", "99"), InlineData("对账单号|RD1\n应付|99", "汇总", "99")]
    [InlineData("对账单号|RD0\n应付|99", "对账单号|RD1", null)]
    public void A_label_on_a_hidden_sheet_counts_where_no_other_has_it_unless_it_is_of_another_document(
        string hidden, string visible, string? payable)
    {
        var file = Sheets(0, hidden, visible);
        Assert.Equal(payable is null ? [] : [payable], file.Values("stated_payable", "statement"));
        Assert.Equal(payable is null ? 1 : 0, file.Outcome.Rejected.Count);
    }

    [Fact]
    public void Rows_that_took_their_number_from_a_hidden_sheet_wait_where_a_visible_one_says_otherwise_behind_them()
    {
        var bytes = Portal.Workbook(package =>
        {
            package.Fill("旧", "对账单号|RD0").Hidden = eWorkSheetHidden.Hidden;
            package.Fill("明细", Rows.Replace(',', '|'));
            package.Fill("汇总", "对账单号|RD1\n应付|10");
        });
        Assert.Equal(ReadState.Held, StagedFile.Read(Statements("sheet: 明细"), bytes).Outcome.State);
    }

    [Theory]
    [InlineData("上期 应付：98　　本期 应付：10"), InlineData("上期 应付：98 本期 应付：10"), InlineData("上期,应付：98,本期,应付：10"), InlineData("上期,应付,98\n应付,10")]
    [InlineData("应付,10\n上期,应付,98"), InlineData("查询条件： 应付：98\n应付,10"), InlineData("查询条件,应付,98\n应付,10"), InlineData("项目,上期,本期\n应付,98,10")]
    [InlineData("应付：10.00\n应付,10"), InlineData("应付：10元\n应付,１０"), InlineData("上期,100,应付,10"), InlineData("备注：另有 应付：98\n应付,10")]
    public void A_label_stated_twice_is_read_where_one_reading_is_left(string labels)
    {
        var file = Statements().Read($"对账单号,RD1\n{labels}\n{Rows}");
        Assert.Equal(["10"], file.Values("stated_payable", "statement").Select(value => value!.Split('.')[0]));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("对账单号,RD1\n应付,98\n应付,10\n", ""), InlineData("应付,98\n应付,10\n对账单号,RD1\n", ""), InlineData("对账单号,RD1\n应付,98\n", "应付：10,,\n")]
    [InlineData("应付,98\n对账单号,RD1\n", "应付：10,,\n"), InlineData("对账单号,RD1\n应付：98 应付：10\n", "")]
    public void A_label_stated_twice_with_different_values_sets_its_document_aside(string above, string below)
    {
        var file = Statements().Read(above + Rows + below);
        Assert.Empty(file["statement"]);
        var head = Assert.Single(file.Outcome.Rejected);
        Assert.Equal(RejectionRule.Repeated, head.Rule);
        Assert.Contains("98", head.Found, StringComparison.Ordinal);
        Assert.Contains("10", head.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_document_s_value_of_a_label_contradicts_none()
    {
        var file = Statements().Read($"应付,10\n对账单号,RD1\n{Rows}应付,7\n对账单号,RD2\n{Rows}");
        Assert.Equal([("RD1", "10"), ("RD2", "7")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("备注：本单已冲减 对账单号：RD0 的差额"), InlineData("说明：上期 对账单号：RD0 的差异已在本期调整")]
    public void A_note_that_names_another_document_begins_none(string note)
    {
        var report = Statements("total: {label: 合计, sums: [金额], required: true}");
        var file = report.Read($"对账单号,RD1\n应付,10\n{Rows}合计,10,\n{note},\n");
        Assert.Equal(["RD1"], file.Values("statement_number", "statement"));
        Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void Rows_below_a_merged_cell_take_the_nearest_value_whatever_their_record()
    {
        var file = Merged().Read("送货单,订单,日期,货号,数量,赠品\nD1,P1,01/05/2026,1,1,否\nD2,P2,02/05/2026,2,2,是\n,,,3,3,否\n");
        Assert.Equal(["D1 P1 1", "D2 P2 2", "D2 P2 3"], Lines(file));
    }

    [Fact]
    public void A_real_date_of_a_merged_cell_is_one_in_the_rows_below_it()
    {
        var bytes = Portal.Workbook(package =>
        {
            var sheet = package.Fill("A", "送货单|订单|日期|货号|数量|赠品\nD1|P1||1|1|否\n|||2|2|否");
            sheet.Cells["C2"].Value = new DateTime(2026, 5, 13);
            sheet.Cells["C2"].Style.Numberformat.Format = "yyyy-mm-dd";
        });
        Assert.Equal(["2026-05-13", "2026-05-13"], StagedFile.Read(Merged(), bytes).Values("received_on", "delivery_line"));
    }

    [Theory]
    [InlineData("D2,P2,02/05/2026,2,2,3,是", 2), InlineData("D2,P2,02/05/2026,6.9E+12,2,否", 2), InlineData("D2,#REF!,02/05/2026,2,2,否", 2)]
    [InlineData("D2 小计,,,,2,否", 2), InlineData(",,,x y,?,否", 1)]
    public void Rows_that_would_take_a_value_from_one_that_was_set_aside_are_set_aside(string bad, int rejected)
    {
        var file = Merged().Read($"送货单,订单,日期,货号,数量,赠品\nD1,P1,01/05/2026,1,1,否\n{bad}\n,,,3,3,否\nD4,P4,02/05/2026,4,4,否\n,,,5,5,否\n");
        Assert.Equal(rejected, file.Outcome.Rejected.Count);
        Assert.Equal(rejected == 1 ? ["D1 P1 1", "D1 P1 3", "D4 P4 4", "D4 P4 5"] : ["D1 P1 1", "D4 P4 4", "D4 P4 5"], Lines(file));
    }

    [Fact]
    public void A_row_that_is_skipped_ends_the_value_above_it_and_a_subtotal_does_not()
    {
        var file = Merged("skip: {赠品: 作废, 送货单: {starts: 小计}}").Read(
            "送货单,订单,日期,货号,数量,赠品\nD1,P1,01/05/2026,1,1,否\nD2,P2,02/05/2026,2,2,作废\n,,,3,3,否\n小计,,,,5,否\n,,,4,4,否\n");
        Assert.Equal(["D1 P1 1", "D2 P2 3", "D2 P2 4"], Lines(file));
    }

    [Fact]
    public void A_dash_beside_a_new_value_says_that_there_is_none_and_a_row_of_dashes_goes_on()
    {
        var file = Merged().Read("送货单,订单,日期,货号,数量,赠品\nD1,P1,01/05/2026,1,1,否\n-,-,-,2,2,否\nD3,-,02/05/2026,3,3,否\n,,,4,4,否\n");
        Assert.Equal(["D1 P1 1", "D1 P1 2", "D3  3", "D3  4"], Lines(file));
    }

    [Theory]
    [InlineData("HX,PO2,S02,2026-05-02,", 2), InlineData("#REF!,PO2,S02,2026-05-02,", 2), InlineData("H,PO2,S02,2026-05-02,作废", 1)]
    [InlineData("H,#REF!,S02,2026-05-02,", 2), InlineData("D,113,x,,", 1)]
    public void Items_below_an_order_row_that_was_not_read_are_of_no_other_order(string row, int rejected)
    {
        var file = Context().Read($"H,PO1,S01,2026-05-01,\nD,111,24,,\n{row}\nD,112,12,,\nH,PO3,S03,2026-05-03,\nD,111,6,,\n");
        var isItem = row[0] == 'D';
        Assert.Equal(isItem ? ["PO1 111", "PO1 112", "PO3 111"] : ["PO1 111", "PO3 111"],
            file["order_line"].Select(line => $"{line["order_number"]} {line["item_number"]}"));
        Assert.Equal(rejected, file.Outcome.Rejected.Count);
    }

    [Fact]
    public void Heads_of_one_document_that_contradict_each_other_hold_the_file()
    {
        var file = Heads().Read("单号,供应商,应付,送货单,金额\nA,S1,10,R1,4\nA,S1,10.00,R2,2\nA,,,R3,2\nA,S1,12,R4,2\nB,S1,7,R5,7\n");
        Assert.Equal((RejectionRule.Repeated, 5, "应付", "12"),
            file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber, row.Column, row.Found)).Single());
        Assert.Equal((OddRule.HeadsDiffer, 5), file.Outcome.Odd.Select(odd => (odd.Rule, odd.RowNumber)).Single());
    }

    [Theory]
    [InlineData("10231上海", "first 4"), InlineData("上海10231", "last 4")]
    public void A_code_that_would_be_cut_in_the_middle_of_its_digits_is_none(string cell, string take)
    {
        var report = Portal.Report("", $"- into: order_line\n  fields: {{order_number: 订单号, store_id: {{column: 门店, take: {take}}}, item_number: 货号, ordered_on: 日期, requested_on: 日期, units: 数量}}");
        var file = report.Read($"{Portal.Columns}\nPO1,{cell},1,2026-05-01,24\nPO2,{cell.Replace("10231", "1023", StringComparison.Ordinal)},1,2026-05-01,24\n");
        Assert.Equal(["1023"], file.Values("store_id"));
        Assert.Equal((RejectionRule.UnknownValue, cell), file.Outcome.Rejected.Select(row => (row.Rule, row.Found)).Single());
    }

    [Theory]
    [InlineData("币种,HKD"), InlineData("币种：港币"), InlineData("结算币种,US$"), InlineData("Currency: USD")]
    public void A_document_in_another_currency_holds_the_file(string label)
    {
        var file = Statements().Read($"对账单号,RD1\n应付,10\n{label}\n{Rows}");
        Assert.Equal([OddRule.OtherCurrency], file.Outcome.Odd.Select(odd => odd.Rule));
    }

    [Theory]
    [InlineData("币种,CNY"), InlineData("币种：人民币元"), InlineData("币种,人民币"), InlineData("币种,,供应商"), InlineData("币种：元")]
    public void Renminbi_is_no_other_currency(string label) =>
        Assert.Empty(Statements().Read($"对账单号,RD1\n应付,10\n{label}\n{Rows}").Outcome.Odd);

    [Theory]
    [InlineData("供应商：S 币种：USD"), InlineData("币种：美元(USD)"), InlineData("币种：USD（美元）"), InlineData("币种（HKD）"), InlineData("币种,USD 美元")]
    [InlineData("金额单位：美元"), InlineData("单位：港元"), InlineData("货币单位,USD"), InlineData("（单位：美元）"), InlineData("供应商：S；结算币种：欧元")]
    [InlineData("币种: US $"), InlineData("币种,,USD"), InlineData("币种 USD"), InlineData("单位,美元")]
    public void Another_currency_is_seen_however_it_is_said(string label)
    {
        var odd = Assert.Single(Statements().Read($"对账单号,RD1\n应付,10\n{label}\n{Rows}").Outcome.Odd);
        Assert.Equal((OddRule.OtherCurrency, 3), (odd.Rule, odd.RowNumber));
    }

    [Theory]
    [InlineData("金额单位：万元"), InlineData("单位：千元"), InlineData("（单位：万元）"), InlineData("单位：人民币万元"), InlineData("单位,万元")]
    [InlineData("供应商：S  金额单位：百万元"), InlineData("单位（万元）")]
    public void Amounts_in_thousands_hold_the_file(string label)
    {
        var odd = Assert.Single(Statements().Read($"对账单号,RD1\n应付,10\n{label}\n{Rows}").Outcome.Odd);
        Assert.Equal(OddRule.OtherUnit, odd.Rule);
        Assert.Contains("元", odd.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("单位：元"), InlineData("金额单位：元"), InlineData("币种：RMB"), InlineData("币种：¥"), InlineData("币种：人民币（元）"), InlineData("币种,CNY 人民币")]
    [InlineData("单位：盒"), InlineData("计量单位：千克"), InlineData("供货单位：美元贸易公司"), InlineData("单位：港元商行"), InlineData("单位：元 制表：李四")]
    [InlineData("币种：人民币 汇率：1"), InlineData("订货单位,港币商行"), InlineData("货币单位：人民币元"), InlineData("单位：元、盒"), InlineData("单位：人民币元")]
    public void Yuan_are_no_other_unit(string label) =>
        Assert.Empty(Statements().Read($"对账单号,RD1\n应付,10\n{label}\n{Rows}").Outcome.Odd);

    [Theory]
    [InlineData("USD", 1), InlineData("港币", 1), InlineData("USD 美元", 1), InlineData("CNY", 0), InlineData("人民币", 0), InlineData("", 0), InlineData("元", 0)]
    public void A_column_of_currencies_is_read(string currency, int odd)
    {
        foreach (var name in new[] { "币种", "结算货币", "Currency" })
        {
            var outcome = Statements().Read($"对账单号,RD1\n应付,10\n单号,金额,备注,{name}\nR1,4,,人民币\nR2,6,,{currency}\n").Outcome;
            Assert.Equal(odd, outcome.Odd.Count);
            Assert.All(outcome.Odd, one => Assert.Equal((OddRule.OtherCurrency, 5, name), (one.Rule, one.RowNumber, one.Column)));
        }
    }

    [Theory]
    [InlineData("上期金额,本期金额", "98,10"), InlineData("上期数,本期数", "98,10"), InlineData("上年同期,本期", "98,10"), InlineData("去年同期金额,本期金额", "98,10")]
    [InlineData("上期余额,本期发生", "98,10"), InlineData("本年累计,本期", "98,10"), InlineData("本期金额,累计金额", "10,98"), InlineData("上月金额,本月金额", "98,10")]
    public void A_value_below_the_heading_of_another_period_is_none_of_the_document(string headings, string values)
    {
        var file = Statements().Read($"对账单号,RD1\n项目,{headings}\n应付,{values}\n{Rows}");
        Assert.Equal(["10"], file.Values("stated_payable", "statement"));
    }

    [Fact]
    public void A_number_alone_in_its_row_below_such_a_heading_is_the_document_s_and_an_amount_is_not()
    {
        var file = Statements().Read($"项目,上期金额,本期金额\n对账单号,RD1\n应付,98,10\n{Rows}");
        Assert.Equal([("RD1", "10")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
        Assert.Empty(file.Outcome.Rejected);
        Assert.Empty(Statements().Read($"项目,上期金额,本期金额\n对账单号,RD1\n应付,98\n{Rows}")["statement"]);
    }

    [Theory]
    [InlineData("项目,未税金额,含税金额\n应付,98,10"), InlineData("项目,系统金额,确认金额\n应付,98,10"), InlineData("项目,4月,5月\n应付,98,10")]
    [InlineData("项目,预算,实际\n应付,98,10"), InlineData("应付,98,,10"), InlineData("应付：98,10"), InlineData("应付,98,元,10"), InlineData("应付,10,3"), InlineData("应付,1,098.10")]
    public void Several_numbers_beside_a_label_set_its_document_aside(string labels)
    {
        var file = Statements().Read($"对账单号,RD1\n{labels}\n{Rows}");
        Assert.Empty(file["statement"]);
        Assert.Equal(RejectionRule.Repeated, Assert.Single(file.Outcome.Rejected).Rule);
        Assert.Equal((1L, 1), (file.Outcome.RowsIn, file["statement_line"].Count));
    }

    [Theory]
    [InlineData("应付,10,元"), InlineData("应付,10,10.00"), InlineData("应付,10,张数,3"), InlineData("应付,10,13%"), InlineData("上期余额,98,应付,10")]
    [InlineData("上期余额,,应付,10"), InlineData("应付,10,壹拾元整"), InlineData("上期余额,98\n应付,10"), InlineData("应付,10,2026-05-17"), InlineData("应付：10,元,")]
    [InlineData("期初,上期余额,98\n应付,10"), InlineData("应付,10,上期余额,98"), InlineData("应付：10,发票：3"), InlineData("应付,10\n1,2")]
    public void One_number_beside_a_label_is_its_value(string labels)
    {
        var file = Statements().Read($"对账单号,RD1\n{labels}\n{Rows}");
        Assert.Equal(["10"], file.Values("stated_payable", "statement").Select(value => value!.Split('.')[0]));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Fact]
    public void A_profile_that_names_the_second_number_reads_it()
    {
        var report = Portal.Report("ignore: [备注]", """
            - into: statement
              fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付, value: 2}, stated_invoiceable: {head: 应付, value: 1}}
            - into: statement_line
              fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
            """);
        Assert.Equal(["10"], report.Read($"对账单号,RD1\n应付,98,10\n{Rows}").Values("stated_payable", "statement"));
        Assert.Empty(report.Read($"对账单号,RD1\n应付,98,10,7\n{Rows}")["statement"]);
    }

    [Theory]
    [InlineData("说明\n应付：进货－退货－扣款"), InlineData("对账单号,每期唯一编号\n应付,本期应付给供应商的金额"), InlineData("对账单号：由系统自动生成，无需填写")]
    [InlineData("应付,本期应付（含税13%）"), InlineData("说明\n对账单号：由系统自动生成\n应付：已扣除费用")]
    public void What_explains_a_label_contradicts_no_value(string legend)
    {
        Assert.All([$"对账单号,RD1\n应付,10\n{Rows}{legend}\n", $"{legend}\n对账单号,RD1\n应付,10\n{Rows}"], text =>
        {
            var file = Statements().Read(text);
            Assert.Equal([("RD1", "10")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
            Assert.Equal(["RD1"], file.Values("statement_number", "statement_line"));
            Assert.Equal((1L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        });
    }

    [Fact]
    public void A_sheet_that_explains_the_fields_contradicts_no_value()
    {
        var bytes = Portal.Workbook(package =>
        {
            package.Fill("明细", "对账单号|RD1\n应付|10\n" + Rows.Replace(',', '|'));
            package.Fill("说明", "字段|说明\n对账单号|每期唯一编号\n应付|本期应付给供应商的金额");
        });
        var file = StagedFile.Read(Statements("sheet: 明细"), bytes);
        Assert.Equal([("RD1", "10")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
        Assert.Empty(file.Outcome.Rejected);
    }

    [Theory]
    [InlineData("应付,10", "应开票金额,12", true), InlineData("应付,10", "应开票,12", false), InlineData("应付,10", "应开票,", false)]
    public void A_label_that_is_no_longer_there_is_told(string payable, string invoiceable, bool isTold)
    {
        var report = Portal.Report("ignore: [备注]", """
            - into: statement
              fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付}, stated_invoiceable: {head: [开票, 应开票]}}
            - into: statement_line
              fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
            """);
        var file = report.Read($"对账单号,RD1\n{payable}\n{invoiceable}\n{Rows}");
        Assert.Single(file["statement"]);
        Assert.Equal(isTold, file.Outcome.Finding?.Contains("开票", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_return_whose_sign_would_be_turned_twice_is_set_aside()
    {
        var file = Portal.Report("", """
            - into: statement_line
              when: {类型: 退货}
              fields: {statement_number: 对账单, kind: {constant: return}, delivery_number: 单号, item_number: 货号, units: {column: 数量, sign: negate}, amount: {column: 金额, sign: negate}}
            - into: statement_line
              when: {类型: 费用}
              fields: {statement_number: 对账单, kind: {constant: deduction}, amount: {column: 金额, sign: negate}, fee_text: 货号}
            """).Read("对账单,类型,单号,货号,数量,金额\nA,退货,T1,1,2,20\nA,退货,T2,1,-2,-20\nA,退货,T3,1,0,0\nA,费用,,海报费,,-30\n");
        Assert.Equal(["-20", "0", "30"], file.Values("amount", "statement_line"));
        Assert.Equal((RejectionRule.Negative, 3), file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)).Single());
    }

    [Fact]
    public void Free_goods_that_are_given_back_are_a_return_of_their_own()
    {
        var profile = ProfileFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "config", "chains", "wanjia.yaml")), "wanjia.yaml");
        var report = profile.Reports.Single(one => one.Name == "deliveries");
        var bytes = Portal.Workbook(package => package.Fill("收货明细", """
            单据||门店|商品||日期||数量||赠品|
            收货单号|来源订单号|编码|货号|箱规|发货|收货|发货|实收|发货|实收
            R1||S1|1|12|2026-05-11|2026-05-11|-5|-5|-2|-2
            R2|PO1|S1|1|12|2026-05-11|2026-05-11|24|24|2|2
            合计|||||||19|19||
            """));
        Assert.Equal(["R1 return 5 false", "R1 return 2 true", "R2 delivery 24 false", "R2 delivery 2 true"], StagedFile.Read(report, bytes)["delivery_line"]
            .Select(row => $"{row["delivery_number"]} {row["kind"]} {row["received_units"]} {row["is_free"]}"));
    }

    [Fact]
    public void Two_columns_of_one_store_in_a_cross_tab_set_their_row_aside()
    {
        var report = Portal.Report("unpivot: {from: \"#4\"}", """
            - into: order_line
              fields: {order_number: 订单号, item_number: 货号, ordered_on: 日期, requested_on: 日期, store_id: {unpivot: header, take: before (}, units: {unpivot: value}}
            """);
        var file = report.Read("订单号,货号,日期,0101(曹杨店),0101(曹杨店赠品),0102\nPO1,1,2026-05-01,24,2,6\nPO1,2,2026-05-01,12,,6\n");
        Assert.Equal(["0101 12", "0102 6"], file["order_line"].Select(row => $"{row["store_id"]} {row["units"]}"));
        Assert.Equal((RejectionRule.Repeated, 2, "0101(曹杨店赠品)"), file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber, row.Column)).Single());
    }

    [Fact]
    public void A_real_date_that_says_never_is_none_for_a_condition_too()
    {
        var bytes = Portal.Workbook(package =>
        {
            var sheet = package.Fill("A", Portal.Columns.Replace(',', '|') + "|收货\nPO1|S01|1|2026-05-01|24\nPO2|S01|1|2026-05-01|24\nPO3|S01|1|2026-05-01|24|2099-12-31");
            foreach (var (cell, day) in new[] { ("F2", new DateTime(2099, 12, 31)), ("F3", new DateTime(2026, 5, 2)) })
            {
                sheet.Cells[cell].Value = day;
                sheet.Cells[cell].Style.Numberformat.Format = "yyyy-mm-dd";
            }
        });
        var report = Portal.Orders(rows: "- into: delivery_line\n  when: {收货: {present: true}}\n  fields: {delivery_number: 订单号, store_id: 门店, item_number: 货号, received_on: 收货, received_units: 数量}");
        var file = StagedFile.Read(report, bytes);
        Assert.Equal(["PO2"], file.Values("delivery_number", "delivery_line"));
        Assert.Equal((3L, 0, 3), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file["order_line"].Count));
    }

    // Beside its label, in a title, and in a column.
    private static IEnumerable<StagedFile> InAllPlaces(string number) =>
    [
        Statements().Read($"对账单号,{number},供应商,S1\n应付,10\n{Rows}"),
        Statements().Read($"对账单号：{number}\n应付,10\n{Rows}"),
        Heads().Read($"单号,供应商,应付,送货单,金额\n{number},S1,10,R1,10\n"),
    ];

    private static StagedFile Sheets(int place, string hidden, string visible) => StagedFile.Read(Statements("sheet: 明细"),
        Portal.Workbook(package =>
    {
        for (var at = 0; at < 3; at++)
        {
            if (at == place)
            {
                package.Fill("旧", hidden).Hidden = at == 2 ? eWorkSheetHidden.VeryHidden : eWorkSheetHidden.Hidden;
            }

            if (at < 2)
            {
                package.Fill(at == 0 ? "汇总" : "明细", at == 0 ? visible : Rows.Replace(',', '|'));
            }
        }
    }));

    private static IEnumerable<string> Lines(StagedFile file) =>
        file["delivery_line"].Select(row => $"{row["delivery_number"]} {row["order_number"]} {row["item_number"]}");

    private static ReportProfile Statements(string settings = "") => Portal.Report($"ignore: [备注]\n{settings}", """
        - into: statement
          fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付}}
        - into: statement_line
          fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
        """);

    private static ReportProfile Heads() => Portal.Report("", """
        - into: statement
          fields: {statement_number: 单号, supplier_code: 供应商, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: 应付}
        - into: statement_line
          fields: {statement_number: 单号, kind: {constant: goods}, delivery_number: 送货单, amount: 金额}
        """);

    private static ReportProfile Merged(string settings = "")
    {
        static string Record(string free) => $$"""
            - into: delivery_line
              when: {赠品: {{free}}}
              fields: {delivery_number: {column: 送货单, fill_down: true}, order_number: {column: 订单, fill_down: true}, received_on: {column: 日期, fill_down: true}, store_id: {constant: S1}, item_number: 货号, received_units: 数量}
            """;
        return Portal.Report($"dates: dd/MM/yyyy\n{settings}", Record("否") + "\n" + Record("是"));
    }

    private static ReportProfile Context() => Portal.Report("header_rows: 0\nskip: {\"#5\": [作废]}", """
        - into: context
          when: {"#1": H}
          fields: {order: "#2", store: "#3", date: "#4"}
        - into: order_line
          when: {"#1": D}
          fields: {order_number: {context: order}, store_id: {context: store}, ordered_on: {context: date}, requested_on: {context: date}, item_number: "#2", units: "#3"}
        """);
}
