using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>What a page holds and does not show: hidden cells and tables, rows that are struck out, values behind rounded
/// figures.</summary>
public sealed class HiddenPartTests
{
    private const string Head = "<tr><td>订单号<td>门店<td>货号<td>日期<td>数量</tr>";

    [Theory]
    [InlineData("style=\"display:none\""), InlineData("hidden"), InlineData("style='color:red; DISPLAY : none;'"), InlineData("hidden=hidden")]
    public void A_hidden_cell_of_a_row_takes_no_column(string hidden)
    {
        var file = Read($"<table>{Head}<tr><td>PO1<td>S01<td {hidden}>99<td>000123<td>2026-05-01<td>24</tr></table>");
        Assert.Equal(("000123", "24"), (file.Values("item_number").Single(), file.Values("units").Single()));
    }

    [Fact]
    public void A_column_hidden_in_the_header_and_in_all_rows_is_none()
    {
        var file = Read("<table><tr><td>订单号<th hidden>内部号<td>门店<td>货号<td>日期<td>数量</tr>"
            + "<tr><td>PO1<td hidden>7<td>S01<td>000123<td>2026-05-01<td>24</tr></table>");
        Assert.Equal((1L, "S01", 0), (file.Outcome.RowsIn, file.Values("store_id").Single(), file.Outcome.AddedColumns.Count));
    }

    [Fact]
    public void A_cell_that_is_shown_in_spite_of_the_word_hidden_takes_its_column() =>
        Assert.Equal(["24"], Read($"<table>{Head}<tr><td>PO1<td>S01<td hidden style=\"display:table-cell\">000123<td>2026-05-01<td>24</tr></table>")
            .Values("units"));

    [Fact]
    public void An_invisible_cell_keeps_its_column_and_says_nothing()
    {
        var file = Read($"<table>{Head}<tr><td>PO1<td>S01<td style=visibility:hidden>000123<td>2026-05-01<td>24</tr></table>");
        Assert.Equal([(RejectionRule.Missing, "货号")], file.Outcome.Rejected.Select(row => (row.Rule, row.Column!)));
    }

    [Theory]
    [InlineData("<tr style=display:none>", "<td>"), InlineData("<tr>", "<td hidden>")]
    public void A_row_that_a_filter_hides_is_read(string row, string cell) =>
        Assert.Equal(["24", "6"], Read($"<table>{Head}{Row("PO1", 24)}{row}{cell}PO2{cell}S01{cell}000123{cell}2026-05-01{cell}6</tr></table>")
            .Values("units"));

    [Fact]
    public void A_row_with_more_cells_than_the_header_is_set_aside()
    {
        var file = Read($"<table>{Head}{Row("PO1", 24)}<tr><td>PO2<td>S01<td>000123<td>2026-05-01<td>6<td>7</tr>"
            + "<tr><td>PO3<td>S01<td>000123<td>2026-05-01<td>5<td>&nbsp;</tr></table>");
        Assert.Equal([(RejectionRule.WrongColumnCount, 3)], file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)));
        Assert.Equal(["24", "5"], file.Values("units"));
    }

    [Theory]
    [InlineData("<th colspan=2>数量"), InlineData("<th>数量<th>&nbsp;"), InlineData("<th>数量<th>")]
    public void A_column_whose_name_is_merged_or_blank_is_no_column_too_many(string last)
    {
        var file = Read($"<table><tr><th>订单号<th>门店<th>货号<th>日期{last}</tr><tr><td>PO1<td>S01<td>000123<td>2026-05-01<td>24<td>盒</tr></table>");
        Assert.Equal(["24"], file.Values("units"));
    }

    [Theory]
    [InlineData("<table style=\"display:none\" id=print>", "</table>"), InlineData("<table hidden>", "</table>")]
    [InlineData("<div style=\"display: none\"><table>", "</table></div>"), InlineData("<noscript><table>", "</table></noscript>")]
    [InlineData("<div hidden><div><table>", "</table></div></div>")]
    public void A_hidden_copy_of_a_table_is_named_and_not_read(string open, string close)
    {
        var rows = Head + Row("PO1", 24) + Row("PO2", 6);
        string[] pages = [$"<table>{rows}</table>{open}{rows}{close}", $"{open}{rows}{close}<table>{rows}</table>"];
        Assert.All(pages, page =>
        {
            var file = Read(page);
            Assert.Equal(["24", "6"], file.Values("units"));
            Assert.Equal(["隐藏 hidden"], file.Outcome.Parts.Select(part => part.Reason).OfType<string>());
        });
    }

    [Fact]
    public void A_hidden_copy_beside_the_table_in_a_layout_table_is_not_read()
    {
        var rows = Head + Row("PO1", 24);
        Assert.Equal(["24"], Read($"<table><tr><td><div hidden><table>{rows}</table></div><td><table>{rows}</table></td></tr></table>")
            .Values("units"));
    }

    [Theory]
    [InlineData("<div style=display:none><table>{0}</table></div>"), InlineData("<table hidden>{0}</table>")]
    public void A_hidden_table_with_rows_that_are_not_shown_refuses_the_page_and_says_so(string hidden)
    {
        string[] further = [Head + Row("PO8", 5), Row("PO8", 5)];
        Assert.All(further, rows =>
        {
            var table = string.Format(null, hidden, rows);
            Assert.All([$"<table>{Head}{Row("PO1", 24)}</table>{table}", $"{table}<table>{Head}{Row("PO1", 24)}</table>"], page =>
            {
                var outcome = Read(page).Outcome;
                Assert.Equal(ReadState.Refused, outcome.State);
                Assert.Contains("hidden table", outcome.Finding, StringComparison.Ordinal);
                Assert.Contains("PO8", outcome.Finding, StringComparison.Ordinal);
            });
        });
    }

    [Theory]
    [InlineData("<div hidden><table><tr><td>日<td>一<td>二<td>三<td>四</tr><tr><td>1<td>2<td>3<td>4<td>5</tr></table></div>")]
    [InlineData("<table style=display:none><tr><td>{{no}}<td>{{store}}<td>{{item}}<td>{{date}}<td>{{units}}</tr></table>")]
    public void A_hidden_table_of_another_kind_is_nothing(string hidden) =>
        Assert.Equal(["24"], Read($"{hidden}<table>{Head}{Row("PO1", 24)}</table>").Values("units"));

    [Fact]
    public void A_hidden_table_in_a_cell_of_a_row_is_no_part_of_it() =>
        Assert.Equal(["24", "6"], Read($"<table>{Head}<tr><td>PO1<td>S01<td>000123<td>2026-05-01<td>24"
            + "<div hidden><table><tr><td>1<td>2<td>3<td>4<td>5<td>6</tr></table></div></tr>" + Row("PO2", 6) + "</table>").Values("units"));

    [Fact]
    public void A_hidden_sheet_of_a_single_file_web_page_is_named_and_not_read()
    {
        static string Part(string head, string number) => "------=_P\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + $"<html><head>{head}</head><body><table>{Head}{Row(number, 24)}</table></body></html>\r\n";
        const string hidden = "<!--[if gte mso 9]><xml><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></xml><![endif]-->";
        var file = Read("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_P\"\r\n\r\n"
            + Part("", "PO1") + Part(hidden, "PO2") + "------=_P--\r\n");
        Assert.Equal(["PO1"], file.Values("order_number"));
        Assert.Equal("隐藏 hidden", file.Outcome.Parts[^1].Reason);
    }

    [Theory]
    [InlineData("<tr style=\"text-decoration: line-through\">", "</tr>"), InlineData("<tbody style=text-decoration:line-through><tr>", "</tr></tbody>")]
    [InlineData("<del><tr>", "</tr></del>"), InlineData("<s><tr>", "</tr></s>"), InlineData("<strike><tr>", "</tr></strike>")]
    public void A_row_that_is_struck_out_is_set_aside(string open, string close)
    {
        var file = Read($"<table>{Head}{Row("PO1", 24)}{open}<td>PO2<td>S01<td>000123<td>2026-05-01<td>6{close}{Row("PO3", 5)}</table>");
        Assert.Equal([(RejectionRule.CellError, 3)], file.Outcome.Rejected.Select(row => (row.Rule, row.RowNumber)));
        Assert.Equal(["24", "5"], file.Values("units"));
    }

    [Theory]
    [InlineData("x:num=\"2.3942\"", "2.39", "2.3942"), InlineData("sdval=\"2.3942\" sdnum=\"2052;0;0.00\"", "2.39", "2.3942")]
    [InlineData("x:num=172.38", "172", "172.38"), InlineData("x:num=\"1234.5678\"", "￥1,234.57", "1234.5678")]
    [InlineData("x:num=\"2.3942000000000001\"", "2.39", "2.3942"), InlineData("x:num", "2.39", "2.39"), InlineData("x:num=2.5", "2.50", "2.50")]
    [InlineData("x:num=\"1234.5678\"", "1.23E+03", "1234.5678")]
    public void The_value_behind_a_rounded_figure_is_the_value(string stored, string shown, string price) =>
        Assert.Equal([price], Priced(stored, shown).Values("unit_price"));

    [Theory]
    [InlineData("x:num=3.39", "2.39"), InlineData("sdval=2.3942", "2.40"), InlineData("x:num=2394.2", "2.39"), InlineData("x:num=5", "")]
    public void A_figure_that_is_not_what_the_value_behind_it_rounds_to_sets_its_row_aside(string stored, string shown) =>
        Assert.Equal([(RejectionRule.CellError, "单价")], Priced(stored, shown).Outcome.Rejected.Select(row => (row.Rule, row.Column!)));

    [Theory]
    [InlineData("x:num=46143", "2026-05-01"), InlineData("sdval=46143 sdnum=\"2052;0;YYYY-MM-DD\"", "2026-05-01")]
    public void The_number_behind_a_date_is_the_date(string stored, string shown) =>
        Assert.Equal(["2026-05-01"], Read($"<table>{Head}<tr><td>PO1<td>S01<td x:num=123>000123<td {stored}>{shown}<td>24</tr></table>")
            .Values("ordered_on"));

    [Fact]
    public void A_number_or_a_date_without_marks_is_shown_as_it_is_stored()
    {
        var report = Portal.Orders("dates: yyyyMMdd");
        var file = report.Read($"<table>{Head}<tr><td>PO1<td>S01<td x:num=123>000123<td x:num=46143>20260501<td x:num=24>24</tr></table>");
        Assert.Equal(("000123", "2026-05-01", "24"), (file.Values("item_number").Single(), file.Values("ordered_on").Single(),
            file.Values("units").Single()));
    }

    [Fact]
    public void A_page_mark_in_a_table_across_a_row_is_a_note()
    {
        var file = Read($"<table>{Head}{Row("PO1", 24)}<tr><td colspan=5><table><tr><td>第1页</td><td>共2页</td></tr></table></td></tr>{Row("PO2", 6)}</table>");
        Assert.Equal((2L, 0, 1), (file.Outcome.RowsIn, file.Outcome.Rejected.Count, file.Outcome.Parts.Count));
    }

    [Theory]
    [InlineData("class=hidden"), InlineData("class=\"sort d-none\""), InlineData("class=sr-only"), InlineData("class=visually-hidden"), InlineData("class=hide")]
    [InlineData("class=layui-hide"), InlineData("style=font-size:0"), InlineData("style=\"font-size: 0px\""), InlineData("style=\"position:absolute;left:-9999px\"")]
    [InlineData("style=opacity:0"), InlineData("style=text-indent:-999em"), InlineData("style=mso-hide:all"), InlineData("class=k"), InlineData("id=h"), InlineData("class=\"a K2\"")]
    [InlineData("class=v"), InlineData("class=o")]
    public void What_a_style_hides_within_a_cell_is_not_read(string attribute) => Assert.Equal(["6"], Styled($"<span {attribute}>000006</span>6"));

    [Theory]
    [InlineData("class=shown"), InlineData("style=font-size:0.8em"), InlineData("style=opacity:0.5"), InlineData("class=hidden-xs"), InlineData("style=\"position:absolute;left:9px\"")]
    [InlineData("class=\"hidden\" style=\"display:inline\""), InlineData("class=p"), InlineData("class=m"), InlineData("class=n"), InlineData("style=opacity:1"), InlineData("class=r")]
    public void What_a_style_shows_within_a_cell_is_read(string attribute) => Assert.Equal(["24"], Styled($"<span {attribute}>24</span>"));

    [Fact]
    public void A_cell_that_a_class_hides_takes_no_column()
    {
        var file = Read($"<style>.x{{display:none}}</style><table>{Head}<tr><td>PO1<td class=x>7<td>S01<td>000123<td>2026-05-01<td>24</tr></table>");
        Assert.Equal(("S01", "24"), (file.Values("store_id").Single(), file.Values("units").Single()));
    }

    [Theory]
    [InlineData("<span class=new>6</span><span class=old>5</span>"), InlineData("<b class=int>12</b><small class=dec>50</small>")]
    [InlineData("<font color=#FFFFFF>1</font>6"), InlineData("<span style=\"color: white\">1</span>6")]
    public void Figures_of_two_kinds_without_anything_between_them_set_their_row_aside(string cell) =>
        Assert.Equal([(RejectionRule.CellError, "数量")], Read($"<table>{Head}{Row("PO1", cell)}</table>").Outcome.Rejected
            .Select(row => (row.Rule, row.Column!)));

    [Theory]
    [InlineData("<span class=int>12</span><span class=dec>.50</span>"), InlineData("<span class=a>12</span><span class=b>&nbsp;</span>"), InlineData("<span class=a>1</span>2")]
    [InlineData("<span class=a>1</span><span class=a>2</span>"), InlineData("<span>1</span><span>2</span>")]
    [InlineData("<font color=white>12</font>"), InlineData("<span style=\"color:#fff;background:red\">1</span>2"), InlineData("<font color=red>1</font>2")]
    public void A_figure_in_several_pieces_is_one_figure(string cell) =>
        Assert.Empty(Read($"<table>{Head}{Row("PO1", cell)}</table>").Outcome.Rejected);

    [Theory]
    [InlineData("<div class=hidden>", "</div>"), InlineData("<div class=k>", "</div>")]
    public void A_table_in_a_part_whose_class_alone_hides_it_is_read(string open, string close) => Assert.Equal(["24"],
        Read($"<style>.k{{display:none}}</style>{open}<table>{Head}{Row("PO1", 24)}</table>{close}").Values("units"));

    private static IEnumerable<string?> Styled(string cell) => Read("<style>/* all */ .k, span.k2 {display : none !important} #h{display:none} .v{visibility:hidden}"
        + " .o{opacity:0} .m{display:none} .m{display:inline} .x .n{display:none} td.r{display:none}"
        + "@media print {.p{display:none}} @page{margin:0}</style>" + $"<table>{Head}{Row("PO1", cell)}</table>").Values("units");

    private static string Row(string number, string units) => Row(number, 0).Replace("<td>0</tr>", $"<td>{units}</tr>", StringComparison.Ordinal);

    private static string Row(string number, int units) => $"<tr><td>{number}<td>S01<td>000123<td>2026-05-01<td>{units}</tr>";

    private static StagedFile Read(string page) => Portal.Orders().Read(page);

    private static StagedFile Priced(string stored, string shown) => Portal.Orders(fields: "unit_price: 单价").Read(
        "<table><tr><td>订单号<td>门店<td>货号<td>日期<td>数量<td>单价</tr>"
        + $"<tr><td>PO1<td>S01<td>000123<td>2026-05-01<td>24<td {stored}>{shown}</tr></table>");
}
