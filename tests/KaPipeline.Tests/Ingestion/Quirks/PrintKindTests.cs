using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>Print layouts, several documents and tables in one file, and what text files do to rows: every row is read, set aside, or
/// named.</summary>
public sealed class PrintKindTests
{
    private const string Wide = "订单号,门店,货号,日期,数量,单价,备注";

    [Fact]
    public void Headers_and_titles_repeated_on_each_page_are_no_rows()
    {
        var page = $"鼎丰超市送货明细,,,,\n供应商：100387,第 1 页,,,\n{Portal.Columns}\n";
        var file = Portal.Orders("total: {label: 合计, sums: [数量], required: true}").Read(
            $"{page}{Portal.Row}\n{page.Replace("第 1 页", "第 2 页", StringComparison.Ordinal)}PO2,S01,1,2026-05-01,6\n{Portal.Columns}\nPO3,S01,1,2026-05-01,6\n合计,,,,36\n");
        Assert.Equal((3L, 0, null), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
        Assert.Equal(("重复表头 repeated headers", 2), file.Outcome.Parts.Single().Skipped.Select(kind => (kind.Key, kind.Value))
            .Single(kind => kind.Key.Contains("headers", StringComparison.Ordinal)));
    }

    [Fact]
    public void Header_rows_of_two_levels_repeated_are_no_rows()
    {
        var report = Portal.Report("header_rows: 2", """
            - into: order_line
              fields: {order_number: 单据/编号, store_id: 门店/编号, item_number: 货号, ordered_on: 日期/订货, requested_on: 日期/到货, units: 数量}
            """);
        const string header = "单据,门店,,货号,日期,,数量\n编号,编号,名称,,订货,到货,\n";
        var file = report.Read(
            $"{header}PO1,S01,曹杨店,000123,2026-05-01,2026-05-03,24\n{header}PO2,S01,曹杨店,000123,2026-05-01,2026-05-03,24\n");
        Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("--------,----,----,----,----"), InlineData("(29 行受影响)"), InlineData("(1 rows affected)"),
        InlineData("制单人：李四,,审核：,,打印时间：2026/5/9 8:00:00")]
    [InlineData("第 1 页 共 3 页,,,,"), InlineData("本页小计,,,,24"), InlineData("以下空白,,,,"), InlineData("共 1 条记录,,,,"),
        InlineData("Printed by: Li,,,,"), InlineData("合计,,,,24"), InlineData("=====,=====,=====,=====,=====")]
    [InlineData("导出时间 2026-05-09 08:00:00"), InlineData("总共29条记录"), InlineData("供应商签字（盖章）"), InlineData("签字 ________,,,,")]
    [InlineData("*** 报表结束 ***"), InlineData("—— 以下无数据 ——"), InlineData("- 1 -"), InlineData("1/1"), InlineData("第,1页,,,")]
    [InlineData("Printed 2026-05-09 08:00 by admin"), InlineData("承前页,,,,24"), InlineData("过次页：,,,,24"), InlineData("合计金额,,,,24")]
    [InlineData("├─┼─┤"), InlineData("══════,,,,"), InlineData("制单：,李四,审核：,王五,打印时间：2026/5/9 8:00:00")]
    public void Lines_page_totals_and_footers_are_no_rows(string row)
    {
        var file = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n{row}\nPO2,S01,1,2026-05-01,24\n");
        Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        Assert.Equal(1, Assert.Single(file.Outcome.Parts.Single().Skipped).Value);
    }

    [Fact]
    public void Notes_below_a_total_that_must_be_there_do_not_cut_off_the_file()
    {
        var file = Portal.Orders("total: {label: 合计, sums: [数量], required: true}")
            .Read($"{Portal.Columns}\n{Portal.Row}\n合计,,,,24\n制单：,李四,审核：,王五,\n应付,,,,24\n");
        Assert.Equal((ReadState.Read, 1L, 0), (file.Outcome.State, file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void Fee_rows_below_the_total_of_the_goods_are_rows()
    {
        var file = Fees().Read($"{FeeColumns}\n{Goods}合计,,,,,,,,4\n2,月返,扣款,,,,,,-1\n3,海报费,扣款,,,,,,-2\n合计,,,,,,,,-3\n");
        Assert.Equal((3L, 0, null), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
        Assert.Equal([null, "月返", "海报费"], file.Values("fee_text", "statement_line"));
    }

    [Fact]
    public void A_fee_row_below_a_total_that_cannot_be_read_is_set_aside() =>
        Assert.Equal([RejectionRule.UnknownValue], Fees().Read($"{FeeColumns}\n{Goods}合计,,,,,,,,4\n2,月返,扣减,,,,,,-1\n")
            .Outcome.Rejected.Select(row => row.Rule));

    [Theory]
    [InlineData("合计进货额返利"), InlineData("总计折扣"), InlineData("小计差额"), InlineData("条码费"), InlineData("页面费"), InlineData("条")]
    public void A_fee_whose_name_sounds_like_a_total_or_a_footer_is_a_row(string fee)
    {
        var file = Fees().Read($"{FeeColumns}\n{Goods}378,{fee},扣款,,,,,,-1\n合计,,,,,,,,3\n");
        Assert.Equal((2L, null, fee), (file.Outcome.RowsIn, file.Outcome.Finding, file.Values("fee_text", "statement_line").Last()));
    }

    [Theory]
    [InlineData("订单号,门店,货号,日期,数量,第2页"), InlineData("订单号,门店,货号,日期,数量,2/3"), InlineData("订单号,门店,,日期,数量,")]
    [InlineData("订单号,门店,货号,日期,数量"), InlineData("订单号,,货号,,数量")]
    public void A_header_again_with_a_page_number_or_without_some_names_is_the_same_header(string header)
    {
        var file = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n{header}\nPO2,S01,1,2026-05-01,24\n");
        Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        Assert.Equal(("重复表头 repeated headers", 1), file.Outcome.Parts.Single().Skipped.Select(kind => (kind.Key, kind.Value)).Single());
    }

    [Fact]
    public void A_second_export_whose_columns_begin_with_one_that_is_ignored_is_read()
    {
        var file = Portal.Orders("ignore: [店名]").Read(
            $"{Portal.Columns},店名\n{Portal.Row},曹杨\n店名,{Portal.Columns}\n曹杨,PO2,S01,1,2026-05-01,24\n");
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
    }

    [Fact]
    public void A_row_cut_off_in_the_middle_is_no_footer() =>
        Assert.Equal([3, 4], Portal.Orders()
        .Read($"{Portal.Columns}\n{Portal.Row}\nPO2,S0\nPO3,,,2026-05-01,5\n").Outcome.Rejected.Select(row => row.RowNumber));

    [Fact]
    public void Two_exports_joined_are_read_and_both_totals_are_compared()
    {
        var one = $"鼎丰超市,,,,\n{Portal.Columns}\n{Portal.Row}\n合计,,,,24\n";
        var file = Portal.Orders("total: {label: 合计, sums: [数量], required: true}")
            .Read($"{one}\uFEFF{one.Replace("PO1", "PO2", StringComparison.Ordinal)}总,,,,\n");
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
        Assert.Equal([24m, 24m], file.Outcome.Totals.Select(total => total.Summed));
        Assert.Null(file.Outcome.Finding);
    }

    [Fact]
    public void Totals_of_pages_and_the_grand_total_are_each_compared_with_their_rows()
    {
        var report = Portal.Orders("total: {label: 合计, sums: [数量], required: true}");
        Assert.Null(report.Read(
            $"{Portal.Columns}\n{Portal.Row}\n合计,,,,24\n{Portal.Columns}\nPO2,S01,1,2026-05-01,6\n合计,,,,6\n合计,,,,30\n").Outcome.Finding);
        Assert.Contains("states 7",
            report.Read($"{Portal.Columns}\n{Portal.Row}\n合计,,,,24\nPO2,S01,1,2026-05-01,6\n合计,,,,7\n").Outcome.Finding,
            StringComparison.Ordinal);
        Assert.Equal(ReadState.Refused, report.Read($"{Portal.Columns}\n{Portal.Row}\n合计,,,,24\nPO2,S01,1,2026-05-01,6\n").Outcome.State);
    }

    [Fact]
    public void A_table_on_each_page_of_a_page_is_read()
    {
        var head = Portal.Html(Portal.Columns);
        var file = Portal.Orders("total: {label: 合计, sums: [数量], required: true}").Read(
            $"<table>{head}{Portal.Html(Portal.Row)}</table><p>2</p><table>{head}{Portal.Html("PO2,S01,1,2026-05-01,6", "合计,,,,30")}</table><table>{Portal.Html("打印,第1页")}</table>");
        Assert.Equal(["PO1", "PO2"], file.Values("order_number"));
        Assert.Equal([1L, 1L, 0L], file.Outcome.Parts.Select(part => part.Rows));
    }

    [Fact]
    public void A_tab_behind_every_cell_separates_nothing()
    {
        var text = $"{Portal.Columns}\n"
            + string.Concat(Enumerable.Range(1, 5).Select(number => $"PO{number}\t,S01\t,000123\t,2026-05-01\t,24\t\n"));
        Assert.Equal(5, Portal.Orders().Read(text)["order_line"].Count);
    }

    [Theory]
    [InlineData("", "\t", ""), InlineData("\t", "\t", ""), InlineData("\t", "\t", "\t"), InlineData("", "\t", "\t")]
    public void A_tab_in_front_of_every_cell_separates_nothing(string first, string before, string behind)
    {
        var text = $"{Portal.Columns}\n" + string.Concat(Enumerable.Range(1, 5).Select(number =>
            $"{first}PO{number}{behind},{before}S01{behind},{before}000123{behind},{before}2026-05-01{behind},{before}24{behind}\n"));
        Assert.Equal(5, Portal.Orders().Read(text)["order_line"].Count);
    }

    [Fact]
    public void Marks_in_names_of_every_row_separate_nothing()
    {
        var text = $"{Portal.Columns},名称\n"
            + string.Concat(Enumerable.Range(1, 9).Select(number => $"PO{number},S01,1,2026-05-01,24,a;b;c;d;e;f;g\n"));
        Assert.Equal(9, Portal.Orders("ignore: [名称]").Read(text)["order_line"].Count);
    }

    [Fact]
    public void Separators_in_quotes_separate_nothing()
    {
        var text = $"{Portal.Columns}\n"
            + string.Concat(Enumerable.Range(1, 5).Select(number => $"PO{number},\"a;b;c;d;e;f;g\",\"1\t2\t3\t4\t5\t6\",2026-05-01,24\n"));
        Assert.Equal(["PO1", "PO2", "PO3", "PO4", "PO5"], Portal.Orders().Read(text).Outcome.Rejected.Select(row => row.DocumentNumber!)
            .Concat(Portal.Orders().Read(text).Values("order_number")!));
    }

    [Fact]
    public void Blanks_left_out_at_the_end_of_rows_are_blanks()
    {
        var report = Portal.Orders(fields: "unit_price: 单价\nsupplier_code: 备注");
        var file = report.Read($"{Wide}\nPO1,S01,1,2026-05-01,24\nPO2,S01,1,2026-05-01,24,1.5\nPO3,S01,1,2026-05-01,24,1.5,C1\n");
        Assert.Equal([null, "1.5", "1.5"], file.Values("unit_price"));
        Assert.Equal([null, null, "C1"], file.Values("supplier_code"));
    }

    [Theory]
    [InlineData("标题,,,,,,\n供应商,100387,,,,,\n", ""), InlineData("", "合计,,,,48,,\n"), InlineData("标题,,,,,,\n", "合计,,,,48,,\n")]
    public void Titles_and_totals_written_out_to_the_last_column_do_not_tell_how_rows_end(string titles, string total)
    {
        var report = Portal.Orders("total: {label: 合计, sums: [数量]}", "unit_price: 单价\nsupplier_code: 备注");
        var file = report.Read($"{titles}{Wide}\nPO1,S01,1,2026-05-01,24\nPO2,S01,1,2026-05-01,24,1.5\n{total}");
        Assert.Equal((2L, 0), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void A_short_row_among_rows_that_write_their_blanks_is_set_aside()
    {
        var report = Portal.Orders(fields: "unit_price: 单价\nsupplier_code: 备注");
        var file = report.Read($"{Wide}\nPO1,S01,1,2026-05-01,24,1.5,\nPO2,S01,1,2026-05-01,24\nPO3,S01,1,2026-05-01,24\n");
        Assert.Equal([RejectionRule.WrongColumnCount, RejectionRule.WrongColumnCount], file.Outcome.Rejected.Select(row => row.Rule));
    }

    [Fact]
    public void A_mark_of_utf8_before_gbk_text_is_not_believed()
    {
        byte[] bytes = [.. Encoding.UTF8.Preamble, .. Portal.Gb18030($"{Portal.Columns}\nPO1,上海曹杨店,000123,2026-05-01,24\n")];
        Assert.Equal(["上海曹杨店"], StagedFile.Read(Portal.Orders(), bytes).Values("store_id"));
    }

    [Theory]
    [InlineData("gb18030"), InlineData("utf-16"), InlineData("utf-8")]
    public void Zero_bytes_at_the_end_of_a_file_are_no_text(string encoding)
    {
        var text = $"{Portal.Columns}\nPO1,上海曹杨店,000123,2026-05-01,24";
        var bytes = (encoding == "gb18030" ? KaPipeline.Ingestion.Tables.FileNature.Gb18030 : Encoding.GetEncoding(encoding))
            .GetBytes(text);
        var file = StagedFile.Read(Portal.Orders(), [.. bytes, .. new byte[4096]]);
        Assert.Equal((1L, "上海曹杨店", "24"), (file.Outcome.RowsIn, file.Values("store_id").Single(), file.Values("units").Single()));
    }

    [Theory]
    [InlineData("UNA:+.? 'UNB+UNOA:1+S+R+260501:0800+1'"), InlineData("UNB+UNOA:1+S+R+260501:0800+1'")]
    [InlineData("UNH+1+ORDERS:D:96A:UN'BGM+220+PO1+9'")]
    [InlineData("ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260501*0900*U*00401*000000001*0*P*>~")]
    [InlineData("ISA*00**00**ZZ*SENDER*ZZ*RECEIVER*260501*0900*U*00401*1*0*P*>~\nGS*PO*SENDER*RECEIVER*20260501*0900*1*X*004010~")]
    [InlineData("ISA|00|short|~GS|PO|S|R|20260501|0900|1|X|004010~ST|850|0001~")]
    [InlineData("GS*PO*SENDER*RECEIVER*20260501*0900*1*X*004010~ST*850*0001~"), InlineData("\uFEFFGS|PO|S|R|260501|0900|17|X|004010'")]
    [InlineData("ST*850*0001~\r\nBEG*00*SA*PO1**20260501~\r\n"), InlineData("ST*850*0001\nBEG*00*SA*PO1**20260501\n")]
    [InlineData("ST^856^0001^005010~BSN^00^1^20260501~")]
    public void An_edi_message_is_refused_by_name(string text)
    {
        var outcome = Portal.Orders().Read(text).Outcome;
        Assert.Equal(ReadState.Refused, outcome.State);
        Assert.Contains("EDI", outcome.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ISA,GS,ST\n1,2,3\n"), InlineData("ISA*,数量\n1,2\n"), InlineData("ISA|GS|ST|X\n1|2|3|4\n")]
    [InlineData("ST|850|0001\nBE|851|0002\n")]
    [InlineData("GS|PO|S|R|20260501\nGS|PO|S|R|20260502\n"), InlineData("ST,850,0001\nBEG,00,PO1\n")]
    [InlineData("GS*商品~编码,数量\nA*1~2,3\n")]
    public void Tables_whose_columns_are_called_like_segments_are_tables(string text)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Equal(KaPipeline.Ingestion.Tables.Container.Text, KaPipeline.Ingestion.Tables.FileNature.Of(path).Container);
        File.Delete(path);
    }

    [Fact]
    public void Statements_below_each_other_are_several_documents()
    {
        const string title = "润达结算单,,\n对账单号,RD1,应付,10\n单号,金额,备注\nR1,4,\nR2,6,\n合计,10,\n";
        var second = title.Replace("RD1,应付,10", "RD2,应付,7", StringComparison.Ordinal).Replace("R2,6", "R2,3", StringComparison.Ordinal)
            .Replace("合计,10", "合计,7", StringComparison.Ordinal);
        var file = Statements().Read(title + second);
        AssertTwo(file);
    }

    [Fact]
    public void Statements_on_sheets_of_their_own_are_several_documents()
    {
        string[] title = ["结算单", "对账单号：RD1,,应付：10", "单号,金额,备注", "R1,n:4", "R2,n:6", "合计,n:10"];
        string[] second = ["结算单", "对账单号：RD2,,应付：7", "单号,金额,备注", "R1,n:4", "R2,n:3", "合计,n:7"];
        var file = StagedFile.Read(Statements(), new RawWorkbook { Sheets = [new("A", title), new("B", second)] }.Bytes());
        AssertTwo(file);
        Assert.Equal(["8"], file["statement"].Where(row => row["statement_number"] == "RD2").Select(row => row["row_number"]));
    }

    [Fact]
    public void A_title_repeated_with_the_same_number_is_the_same_document()
    {
        const string title = "对账单号,RD1,应付,10\n单号,金额,备注\n";
        var file = Statements().Read($"{title}R1,4,\n{title}R2,6,\n合计,10,\n");
        Assert.Equal(["1", "2"], file.Values("line_number", "statement_line"));
        Assert.Equal(["RD1"], file.Values("statement_number", "statement"));
    }

    [Theory]
    [InlineData("润达超市,对账单号：RD2,"), InlineData("润达超市,对账单号：RD2,应付：7")]
    public void A_title_that_begins_with_a_name_begins_another_document_behind_rows_without_a_total(string title)
    {
        var report = Portal.Report("total: {label: 合计, sums: [金额]}\nignore: [备注]", StatementRows);
        var file = report.Read(
            $"润达超市,对账单号：RD1,\n应付,10,\n单号,金额,备注\nR1,4,\nR2,6,\n{title}\n应付,7,\n单号,金额,备注\nR1,4,\nR2,3,\n合计,17,\n");
        AssertTwo(file);
    }

    [Fact]
    public void Labels_above_the_number_of_a_document_are_of_that_document()
    {
        static string Of(string number, int payable, int rest) =>
            $"应付,{payable},\n结算单,,\n对账单号,{number},\n单号,金额,备注\nR1,4,\nR2,{rest},\n合计,{payable},\n";
        AssertTwo(Statements().Read(Of("RD1", 10, 6) + Of("RD2", 7, 3)));
    }

    [Fact]
    public void Labels_below_the_rows_of_a_document_are_of_no_other()
    {
        static string Of(string number, int payable, int rest) =>
            $"对账单号,{number},\n单号,金额,备注\nR1,4,\nR2,{rest},\n合计,{payable},\n应付,{payable},\n";
        AssertTwo(Statements().Read(Of("RD1", 10, 6) + Of("RD2", 7, 3)));
    }

    [Theory]
    [InlineData("润达超市结算单（对账单号：RD1）"), InlineData("【对账单号：RD1】"), InlineData("对账单号：RD1。"), InlineData("对账单号：RD1 制单：张三")]
    [InlineData("对账单号：RD1，打印日期：2026-05-17"), InlineData("对账单号：RD1 / 打印日期：2026-05-17"), InlineData("对账单号：RD1，共 2 行")]
    [InlineData("对账单号 RD1"), InlineData("对账单号： R D 1")]
    public void The_number_of_a_title_ends_where_something_else_begins(string title) =>
        Assert.Equal(["RD1"], Titled(title).Values("statement_number", "statement"));

    [Theory]
    [InlineData("对账单号：RD1 / 打印日期 2026-05-17"), InlineData("对账单号 RD1 打印 2026-05-17"), InlineData("对账单号：RD1 2026-05-17")]
    [InlineData("对账单号：RD1，RD2"), InlineData("对账单号：制单：张三")]
    public void A_number_with_something_unknown_behind_it_is_no_number(string title)
    {
        var file = Titled(title);
        Assert.Empty(file["statement"]);
        Assert.Equal((1L, 2), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
    }

    [Fact]
    public void A_row_set_aside_with_another_document_s_number_in_its_remark_begins_no_document()
    {
        var report = Portal.Report("total: {label: 合计, sums: [金额]}\nignore: [备注]",
            StatementRows.Replace("delivery_number: 单号", "delivery_number: 单号, units: 数量", StringComparison.Ordinal));
        var file = report.Read("对账单号,RD1,,\n应付,10,,\n单号,数量,金额,备注\nR1,x,4,对账单号：RD2\nR2,1,6,\n合计,,10,\n");
        Assert.Equal((2L, 1), (file.Outcome.RowsIn, file.Outcome.Rejected.Count));
        Assert.Equal(["RD1"], file.Values("statement_number", "statement_line"));
    }

    [Theory]
    [InlineData("应付：1,234.5", "1234.5"), InlineData("（应付：12）", "12"), InlineData("应付：12 元。", "12")]
    public void Other_values_of_a_title_are_whole(string title, string payable) =>
        Assert.Equal([payable], Titled($"对账单号：RD1  {title}").Values("stated_payable", "statement"));

    [Fact]
    public void Each_row_of_every_kind_is_read_set_aside_or_named()
    {
        var rows = Enumerable.Range(1, 50)
            .Select(number => number % 7 == 0 ? $"PO{number},S01,1,2026-02-30,24" : $"PO{number},S01,1,2026-05-01,24").ToList();
        var text = string.Join('\n',
            rows.SelectMany((row, at) => at % 10 == 0 ? new[] { "标题,,,,", Portal.Columns, "---,---,---,---,---", row } : [row]));
        var file = Portal.Orders().Read("标题,,,,\n" + text);
        Assert.Equal(50, file.Outcome.RowsIn);
        Assert.Equal(7, file.Outcome.Rejected.Count);
        Assert.Equal(43, file["order_line"].Count);
    }

    [Theory]
    [InlineData("共250条记录"), InlineData("共 250 条"), InlineData("总共：250行"), InlineData("Total: 250 records"), InlineData("共250条记录 第1/84页 首页 上一页 下一页")]
    [InlineData("显示 1-1 条，共250条"), InlineData("250 rows in set"), InlineData("第1页/共84页"), InlineData("第1/84页"), InlineData("第1页 共84页"), InlineData("Page 1 of 84")]
    [InlineData("记录总数：250"), InlineData("总条数 250"), InlineData("共250条 每页3条"), InlineData("1 of 84")]
    public void A_file_that_states_more_rows_or_pages_than_it_has_is_told(string mark)
    {
        Assert.All([$"{mark}\n{Portal.Columns}\n{Portal.Row}\n", $"{Portal.Columns}\n{Portal.Row}\n{mark}\n"], text =>
        {
            var outcome = Portal.Orders().Read(text.Replace(mark, $"\"{mark}\"", StringComparison.Ordinal)).Outcome;
            Assert.Equal((ReadState.Read, 1L, 0), (outcome.State, outcome.RowsIn, outcome.Rejected.Count));
            Assert.Contains("可能只有一部分 only a part", outcome.Finding, StringComparison.Ordinal);
            Assert.Contains(mark.Contains("250", StringComparison.Ordinal) ? "250" : "84", outcome.Finding, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_file_that_must_have_its_total_and_states_more_rows_is_held()
    {
        var report = Portal.Orders("total: {label: 合计, sums: [数量], required: true}");
        var odd = Assert.Single(report.Read($"{Portal.Columns}\n{Portal.Row}\n共250条记录,,,,\n合计,,,,24\n").Outcome.Odd);
        Assert.Equal((OddRule.PartOnly, 3, "共250条记录"), (odd.Rule, odd.RowNumber, odd.Found));
    }

    [Theory]
    [InlineData("<div>共 <b>250</b> 条 每页 1 条 <a>下一页</a></div>", OddRule.PartOnly), InlineData("<p>币种：USD</p>", OddRule.OtherCurrency)]
    [InlineData("<p>金额单位：万元</p>", OddRule.OtherUnit), InlineData("<p>共 2 条</p>", null), InlineData("<script>var a='共250条记录';</script>", null)]
    [InlineData("<div style=display:none>共250条记录</div>", null), InlineData("<title>共250条记录</title>", null), InlineData("<p>单位：元</p>", null)]
    public void What_a_page_says_beside_its_table_counts(string beside, string? rule)
    {
        var rows = $"<table>{Portal.Html(Portal.Columns, Portal.Row, "合计,,,,24")}</table>";
        Assert.All([beside + rows, rows + beside], page => Assert.Equal(rule,
            Portal.Orders("total: {label: 合计, sums: [数量], required: true}").Read(page).Outcome.Odd.SingleOrDefault()?.Rule));
    }

    [Theory]
    [InlineData("共2条记录"), InlineData("共1条"), InlineData("第1页/共1页"), InlineData("共250件"), InlineData("共25张单据"), InlineData("每页250条"), InlineData("共2条，第1/1页")]
    [InlineData("总金额共250元"), InlineData("第1/1页"), InlineData("单号250条码"), InlineData("共250条码"), InlineData("共3条")]
    public void A_file_that_is_as_long_as_it_states_is_whole(string mark)
    {
        var outcome = Portal.Orders("total: {label: 合计, sums: [数量], required: true}")
            .Read($"{mark},,,,\n{Portal.Columns}\n{Portal.Row}\nPO2,S01,1,2026-05-01,6\n合计,,,,30\n").Outcome;
        Assert.Equal((2L, 0, null), (outcome.RowsIn, outcome.Odd.Count, outcome.Finding));
    }

    [Theory]
    [InlineData("第1/2页", ""), InlineData("第1页/共2页", "第2页/共2页"), InlineData("第1页/共3页", "第3页/共3页")]
    public void Pages_that_are_all_there_are_not_told(string first, string last)
    {
        var outcome = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n{first},,,,\nPO2,S01,1,2026-05-01,6\n{last},,,,\n").Outcome;
        Assert.Equal((2L, 0, null), (outcome.RowsIn, outcome.Rejected.Count, outcome.Finding));
    }

    [Theory]
    [InlineData("第1/3页"), InlineData("1/3页"), InlineData("第1頁"), InlineData("第一页"), InlineData("页次 1/3"), InlineData("P.1"), InlineData("[1/3]"), InlineData("（转下页）")]
    [InlineData("（接上页）"), InlineData("续上表"), InlineData("（续表）"), InlineData("（完）"), InlineData("THE END"), InlineData("第一页 共三页"), InlineData("【第1页】")]
    [InlineData("-第1页-"), InlineData("页次：1/3"), InlineData("· 1 ·"), InlineData("见下页"), InlineData("承上页"), InlineData("本页空白"), InlineData("---完---"), InlineData("-- END --")]
    [InlineData("第 1 / 3 页"), InlineData("共3页，第1页"), InlineData("页码：1"), InlineData("==转下页=="), InlineData("全文完"), InlineData("1 of 3"), InlineData("制表")]
    public void A_mark_of_a_page_is_no_row(string mark)
    {
        var outcome = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n\"{mark}\"\nPO2,S01,1,2026-05-01,6\n").Outcome;
        Assert.Equal((2L, 0), (outcome.RowsIn, outcome.Rejected.Count));
    }

    [Theory]
    [InlineData("P.1,S01,1,2026-05-01,x"), InlineData("1/3,S01,1,2026-05-01,"), InlineData("第一页,S01,1,2026-05-01,6x"), InlineData("PO3"), InlineData("完美超市"), InlineData("续订")]
    public void What_is_no_mark_of_a_page_is_set_aside(string row)
    {
        var outcome = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n{row}\n").Outcome;
        Assert.Equal((2L, 1), (outcome.RowsIn, outcome.Rejected.Count));
    }

    [Fact]
    public void A_row_of_dashes_is_a_line()
    {
        var outcome = Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n-,-,-,-,-\n").Outcome;
        Assert.Equal((1L, 0), (outcome.RowsIn, outcome.Rejected.Count));
        Assert.Single(Portal.Orders().Read($"{Portal.Columns}\n{Portal.Row}\n-,-,-,-,6\n").Outcome.Rejected);
    }

    private static void AssertTwo(StagedFile file)
    {
        Assert.Equal((4L, 0, null), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Finding));
        Assert.Equal([("RD1", "10"), ("RD2", "7")], file["statement"].Select(row => (row["statement_number"]!, row["stated_payable"]!)));
        Assert.Equal(
            [("RD1", "1", "4"), ("RD1", "2", "6"), ("RD2", "1", "4"), ("RD2", "2", "3")],
            file["statement_line"].Select(row => (row["statement_number"]!, row["line_number"]!, row["amount"]!)));
    }

    private const string FeeColumns = "行号,费用,类型,单号,门店,货号,数量,单价,金额";
    private const string Goods = "1,,进货,R1,S01,000123,2,2,4\n";

    private static ReportProfile Fees() => Portal.Report("total: {label: 合计, sums: [金额]}", """
        - into: statement_line
          fields: {statement_number: {constant: S1}, line_number: 行号, kind: {column: 类型, values: {进货: goods, 扣款: deduction}}, delivery_number: 单号, store_id: 门店, item_number: 货号, units: 数量, unit_price: 单价, amount: 金额, fee_text: 费用}
        """);

    private const string StatementRows = """
        - into: statement
          fields: {statement_number: {head: 对账单号}, supplier_code: {constant: S}, period_from: {constant: "2026-05-01"}, period_to: {constant: "2026-05-15"}, stated_payable: {head: 应付}}
        - into: statement_line
          fields: {statement_number: {head: 对账单号}, kind: {constant: goods}, delivery_number: 单号, amount: 金额}
        """;

    private static ReportProfile Statements() =>
        Portal.Report("total: {label: 合计, sums: [金额], required: true}\nignore: [备注]", StatementRows);

    // A title of one cell, whatever is in it.
    private static StagedFile Titled(string title) => Statements().Read($"\"{title}\",,\n{(title.Contains("应付") ? "" : "应付,4,\n")}单号,金额,备注\nR1,4,\n合计,4,\n");
}
