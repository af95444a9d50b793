using System.Text;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion.Quirks;

/// <summary>What portals put into the cells of a page, and pages inside a mail.</summary>
public sealed class PageKindTests
{
    [Theory]
    [InlineData("<input type=\"text\" value=\"24\">"), InlineData("<input value=24 />"),
        InlineData("<input type=hidden name=id value=77>24"), InlineData("<textarea>24</textarea>")]
    [InlineData("<select><option value=1>12</option><option value=2 selected>24</option></select>"),
        InlineData("<select><option>24<option>12</select>")]
    [InlineData("<font color=red>2</font><b>4</b>"), InlineData("<span style=\"display: none\">2026</span>24"),
        InlineData("24<script>document.write('x')</script>")]
    [InlineData("<input type=radio>12<input type=radio checked>24"), InlineData("2<wbr>4"),
        InlineData("<a href=#>24</a><input type=button value=OK>"), InlineData("2&#8203;4"), InlineData("<!-- 12 -->24")]
    [InlineData("<input style=\"display: none\" value=24>24"), InlineData("24<select hidden><option selected>12</option></select>"),
        InlineData("24<textarea style=display:none>7</textarea>"), InlineData("24<span style=\"visibility:hidden\">1</span>")]
    [InlineData("24<span class=msocomspan1><a class=msocomanchor>[1]</a></span>"), InlineData("<ruby>24<rt>12</rt></ruby>"),
        InlineData("<input list=d value=24><datalist id=d><option>6<option>12</datalist>"), InlineData("<img src=24.gif alt=24>")]
    public void A_cell_says_what_a_person_sees_in_it(string cell) => Assert.Equal(["24"], Page("PO1", cell).Values("units"));

    [Theory]
    [InlineData("<del>8</del><ins>24</ins>"), InlineData("<s>8</s>24"), InlineData("24 <strike>8</strike>"),
        InlineData("<span style=\"text-decoration: line-through\">8</span>24"), InlineData("<s><b>8</b></s><b>24</b>")]
    public void What_is_struck_out_beside_a_value_is_no_part_of_it(string cell) =>
        Assert.Equal(["24"], Page("PO1", cell).Values("units"));

    [Theory]
    [InlineData("24<sup>1</sup>"), InlineData("<sup>1</sup>24"), InlineData("2<sub>4</sub>"), InlineData("24<sup><a href=#n>①</a></sup>"),
        InlineData("24<span style=\"vertical-align: super\">1</span>")]
    [InlineData("<s>24</s>"), InlineData("<div style=\"text-decoration:line-through\">24</div>"), InlineData("<del><input value=24></del>")]
    [InlineData("<label>12<input type=radio></label><label>24<input type=radio checked></label>")]
    public void A_cell_that_may_say_one_thing_or_another_sets_its_row_aside(string cell)
    {
        Assert.Equal((RejectionRule.CellError, "数量"), Fault(Page("PO1", cell)));
        Assert.Equal((RejectionRule.CellError, "订单号"), Fault(Page(cell, "24")));
    }

    [Theory]
    [InlineData("<input type=checkbox>PO1"), InlineData("PO1 <img alt=查看 src=eye.gif>"), InlineData("<input type=checkbox checked>PO1")]
    public void A_box_or_a_picture_beside_a_code_is_no_part_of_it(string cell) =>
        Assert.Equal(["PO1"], Page(cell, "<input type=checkbox> 1").Values("order_number"));

    [Fact]
    public void A_raised_letter_in_a_header_or_a_name_without_digits_stays_text() =>
        Assert.Equal(["m2"], Page("m<sup>2</sup>", "24").Values("order_number").Select(number => number!.ToLowerInvariant()));

    [Theory]
    [InlineData("<table><tr><td>24</td></tr></table>"), InlineData("<table><tr><td><table><td>24</table></td></tr></table>"),
        InlineData("<table><tbody><tr><td></td><td>24</td></tr></tbody></table>")]
    public void A_table_in_a_cell_of_a_row_is_text_of_the_cell(string cell)
    {
        var row = "<tr><td>PO1<td>S01<td>000123<td>2026-05-01<td>{0}</tr>";
        var page = "<table><tr><td><table>" + Portal.Html(Portal.Columns) + string.Format(null, row, "12") + string.Format(null, row, cell)
            + "</table></td></tr></table>";
        Assert.Equal(["12", "24"], Portal.Orders().Read(page).Values("units"));
    }

    [Theory]
    [InlineData("PO<br>1"), InlineData("PO&shy;1"), InlineData("PO<wbr>1"), InlineData("<div>PO</div><div>1</div>"),
        InlineData("PO&nbsp;1"), InlineData("<p>PO1</p>"), InlineData("PO&#x200E;1"), InlineData("<nobr>PO1</nobr>")]
    public void A_code_that_tags_split_is_one_code(string cell) => Assert.Equal(["PO1"], Page(cell, "24").Values("order_number"));

    [Theory]
    [InlineData("<input type=checkbox checked>", "true"), InlineData("<input type=checkbox>", "false")]
    [InlineData("<input type=checkbox checked disabled> 是", "true"), InlineData("<input type=checkbox disabled> 是", "false"),
        InlineData("<input type=checkbox><label>否</label>", "false"), InlineData("<img src=tick.gif alt=是>", "true")]
    [InlineData("<span>否</span><select style=\"display:none\"><option selected>是</select>", "false")]
    public void A_box_says_yes_or_no(string cell, string isFree)
    {
        var report = Portal.Orders(fields: "is_free: 赠品");
        Assert.Equal([isFree], report.Read("<table>" + Portal.Html($"{Portal.Columns},赠品", $"{Portal.Row},{cell}") + "</table>")
            .Values("is_free"));
    }

    [Theory]
    [InlineData("<input type=checkbox checked>否"), InlineData("<label>是<input type=radio></label><label>否<input type=radio checked></label>")]
    public void A_box_that_says_otherwise_than_its_word_sets_its_row_aside(string cell)
    {
        var report = Portal.Orders(fields: "is_free: 赠品");
        Assert.Equal((RejectionRule.CellError, "赠品"),
            Fault(report.Read("<table>" + Portal.Html($"{Portal.Columns},赠品", $"{Portal.Row},{cell}") + "</table>")));
    }

    [Theory]
    [InlineData("Subject: r\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"B\"")]
    [InlineData("Date: Fri, 8 May 2026 08:00:00 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"")]
    [InlineData("Content-Type:multipart/related; boundary=\"B\"\r\nMIME-Version: 1.0")]
    [InlineData("\r\n\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"")]
    [InlineData("X-Document-Type: Workbook\r\nContent-Type: multipart/mixed; boundary=\"B\"")]
    public void A_single_file_web_page_is_known_by_its_head_in_any_order(string head)
    {
        var page = Convert.ToBase64String(Encoding.UTF8.GetBytes($"<table>{Portal.Html(Portal.Columns, Portal.Row)}</table>"));
        var file = Portal.Orders().Read(
            $"{head}\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}\r\n--B--\r\n");
        Assert.Equal(["PO1"], file.Values("order_number"));
    }

    [Theory]
    [InlineData("quoted-printable", "utf-8"), InlineData("base64", "utf-8"), InlineData("base64", "gb2312"), InlineData("8bit", "utf-8")]
    public void A_single_file_web_page_is_read(string transfer, string charset)
    {
        var page = Encoding.UTF8.GetBytes("<table>" + Portal.Html(Portal.Columns, "PO1,上海曹杨店,000123,2026-05-01,24") + "</table>");
        var body = transfer switch
        {
            "base64" => Convert.ToBase64String(page, Base64FormattingOptions.InsertLineBreaks),
            "8bit" => Encoding.UTF8.GetString(page),
            _ => string.Concat(page.Select((one, at) => (one is < 0x20 or > 0x7E or (byte)'=' ? $"={one:X2}" : ((char)one).ToString())
            + (at % 20 == 19 ? "=\r\n" : ""))),
        };
        var file = Portal.Orders()
            .Read("MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary=\"----=_Part\"\r\n\r\n"
            + "------=_Part\r\nContent-Location: file:///C:/1/book.htm\r\nContent-Type: text/html\r\n\r\n<html><frameset><frame src=1></frameset></html>\r\n\r\n"
            + $"------=_Part\r\nContent-Location: file:///C:/1/sheet001.htm\r\nContent-Transfer-Encoding: {transfer}\r\nContent-Type: text/html; charset=\"{charset}\"\r\n\r\n{body}\r\n\r\n"
            + "------=_Part\r\nContent-Type: text/css\r\n\r\ntd {}\r\n------=_Part--\r\n");
        Assert.Equal(["上海曹杨店"], file.Values("store_id"));
        Assert.Equal(1L, file.Outcome.RowsIn);
    }

    private static (string Rule, string? Column) Fault(StagedFile file) =>
        file.Outcome.Rejected.Select(row => (row.Rule, row.Column)).Single();

    private static StagedFile Page(string number, string quantity) =>
        Portal.Orders()
        .Read($"<html><table><tr><td>订单号<td>门店<td>货号<td>日期<td>数量</tr><tr><td>{number}</td><td>S01</td><td>000123</td><td>2026-05-01</td><td>{quantity}</td></tr></table></html>");
}
