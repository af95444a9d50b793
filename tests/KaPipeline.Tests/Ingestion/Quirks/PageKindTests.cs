using System.Text;

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
    public void A_cell_says_what_a_person_sees_in_it(string cell) => Assert.Equal(["24"], Page("PO1", cell).Values("units"));

    [Theory]
    [InlineData("PO<br>1"), InlineData("PO&shy;1"), InlineData("PO<wbr>1"), InlineData("<div>PO</div><div>1</div>"),
        InlineData("PO&nbsp;1"), InlineData("<p>PO1</p>"), InlineData("PO&#x200E;1"), InlineData("<nobr>PO1</nobr>")]
    public void A_code_that_tags_split_is_one_code(string cell) => Assert.Equal(["PO1"], Page(cell, "24").Values("order_number"));

    [Theory]
    [InlineData("<input type=checkbox checked>", "true"), InlineData("<input type=checkbox>", "false")]
    public void A_box_says_yes_or_no(string cell, string isFree)
    {
        var report = Portal.Orders(fields: "is_free: 赠品");
        Assert.Equal([isFree], report.Read("<table>" + Portal.Html($"{Portal.Columns},赠品", $"{Portal.Row},{cell}") + "</table>")
            .Values("is_free"));
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

    private static StagedFile Page(string number, string quantity) =>
        Portal.Orders()
        .Read($"<html><table><tr><td>订单号<td>门店<td>货号<td>日期<td>数量</tr><tr><td>{number}</td><td>S01</td><td>000123</td><td>2026-05-01</td><td>{quantity}</td></tr></table></html>");
}
