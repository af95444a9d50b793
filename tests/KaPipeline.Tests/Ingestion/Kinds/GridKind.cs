using System.Text;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Tests.Ingestion.Kinds;

/// <summary>One thing that portals, spreadsheets and people do to a file.</summary>
/// <param name="Name">What it is called in a finding.</param>
/// <param name="Containers">Where it occurs: letters of t(ext), h(tml), x(lsx).</param>
/// <param name="Apply">Does it.</param>
internal sealed record GridKind(string Name, string Containers, Action<Grid, Random> Apply)
{
    private const string Everywhere = "thx";

    public static IReadOnlyList<GridKind> All { get; } =
    [
        new("mark behind", Everywhere, (grid, random) => grid.Codes(random, code => code + "\u200E")),
        new("override around", Everywhere, (grid, random) => grid.Codes(random, code => $"\u202D{code}\u202C")),
        new("invisible inside", Everywhere, (grid, random) =>
        grid.Codes(random, code => code.Insert(code.Length / 2, One(random, "\u200B", "\u00AD", "\u2060", "\uFEFF", "\u200C")))),
        new("blank inside", Everywhere, (grid, random) =>
        grid.Codes(random, code => code.Insert(code.Length / 2, One(random, " ", "\u00A0", "\u3000", "\u2003")))),
        new("blank around", Everywhere, (grid, random) =>
        grid.Codes(random, code => One(random, "\u00A0", "\u3000", "\u2002", "\t") + code + " ")),
        new("formula text", Everywhere, (grid, random) => grid.Codes(random, code => $"=\"{code}\"")),
        new("text mark", Everywhere, (grid, random) => grid.Codes(random, code => One(random, "'", "`", "‘", "’") + code)),
        new("small letters", Everywhere, (grid, random) => grid.Codes(random, code => code.ToLowerInvariant())),
        new("full width", Everywhere, (grid, random) =>
        grid.Codes(random, code => string.Concat(code.Select(one => one is >= '!' and <= '~' ? (char)(one + 0xFEE0) : one)))),
        new("java number", Everywhere, (grid, random) =>
        grid.Codes(random, code => IsNumber(code, 8) && code[0] != '0' ? $"{code[0]}.{code[1..]}E{code.Length - 1}" : code)),
        new("lossy number", Everywhere, (grid, random) =>
        grid.Codes(random, code => IsNumber(code, 8) ? $"{code[0]}.{code[1..5]}E+{code.Length - 1:00}" : code)),
        new("thousands", Everywhere, (grid, random) =>
        grid.Codes(random, code => IsNumber(code, 6) && code.Length == 6 ? $"{code[..3]},{code[3..]}" : code)),
        new("point nought", Everywhere, (grid, random) =>
        grid.Codes(random, code => IsNumber(code, 5) && code[0] != '0' ? code + ".0" : code)),
        new("currency", Everywhere, (grid, random) => grid.Numbers(random, number => One(random, "CNY ", "RMB", "￥", "¥") + number)),
        new("yuan", Everywhere, (grid, random) => grid.Numbers(random, number => number + "元")),
        new("number mark", Everywhere, (grid, random) => grid.Numbers(random, number => One(random, "'", "\u200E", "\u202D") + number)),
        new("odd minus", Everywhere, (grid, random) =>
        grid.Numbers(random, number => number.Replace("-", One(random, "\u2212", "\u2013", "－"), StringComparison.Ordinal))),
        new("error", Everywhere, (grid, random) => grid.Numbers(random, _ => One(random, "#REF!", "#N/A", "#VALUE!"))),
        new("header again", Everywhere, (grid, random) => grid.Insert(random, grid.Header)),
        new("titles again", Everywhere, (grid, random) => grid.Insert(random, grid.Above)),
        new("line", Everywhere, (grid, random) => grid.Insert(random, [.. grid.Header[^1].Select(_ => new Grid.Cell("--------"))])),
        new("blank row", Everywhere, (grid, random) => grid.Insert(random, [.. grid.Header[^1].Select(_ => new Grid.Cell(""))])),
        new("footer", Everywhere, (grid, _) => grid.Append("制单人：李四", "", "打印时间：2026/5/9 8:00:00")),
        new("rows affected", Everywhere, (grid, _) => grid.Append("(29 行受影响)")),
        new("page number", Everywhere, (grid, random) => grid.Insert(random, [new Grid.Cell($"第 {random.Next(9)} 页 共 9 页")])),
        new("page total", Everywhere, (grid, random) => grid.Insert(random, [new Grid.Cell("本页小计")])),
        new("short rows", Everywhere, (grid, _) => grid.LeaveOutTrailingBlanks()),
        new("tab behind", "t", (grid, _) => grid.Cells(cell => grid.Container == "tab" ? cell : cell + "\t")),
        new("mark before gbk", "t", (grid, _) => grid.Encode = text => [.. Encoding.UTF8.Preamble, .. FileNature.Gb18030.GetBytes(text)]),
        new("zero bytes", "t", (grid, _) => grid.Tail = new byte[4096]),
        new("utf-16", "t", (grid, _) => grid.Encode = text => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]),
        new("mark in the middle", "t", (grid, random) => grid.MarkAnyRow(random)),
        new("line ends", "t", (grid, random) => grid.LineEnd = One(random, "\r\n", "\n", "\r", "\r\r\n")),
        new("form field", "h", (grid, _) => grid.Markup = text => $"<input type=text value=\"{text}\">"),
        new("choice", "h", (grid, _) => grid.Markup = text => $"<select><option>其他</option><option selected>{text}</option></select>"),
        new("soft hyphen", "h", (grid, random) => grid.Markup = text => IsCode(text) && random.Next(3) == 0 ? text.Insert(4, "&shy;")
        : text),
        new("line break in cell", "h", (grid, random) => grid.Markup = text => IsCode(text) && random.Next(3) == 0 ? text.Insert(4, "<br>")
        : text),
        new("tags inside", "h", (grid, _) => grid.Markup = text => $"<font color=red><b>{text}</b></font><!-- {text} -->"),
        new("one table a page", "h", (grid, random) => grid.RowsOfTable = random.Next(3, 12)),
        new("mail page", "h", (grid, random) => grid.Wrap = page => Mail(page, random.Next(2) == 0)),
        new("sheet before", "x", (grid, _) => grid.Sheets.Insert(0, Note("说明"))),
        new("hidden sheet before", "x", (grid, _) => grid.Sheets.Insert(0, Note("参数") with { State = "hidden" })),
        new("hidden copy before", "x", (grid, _) => grid.Sheets.Insert(0, new("旧", [.. grid.Data.Rows], "hidden"))),
        new("empty sheet before", "x", (grid, _) => grid.Sheets.Insert(0, new("Sheet0", []))),
        new("two sheets", "x", (grid, random) => grid.Split(grid.Data.Name + One(random, "2", "(2)", "_1"))),
        new("1904", "x", (grid, random) => grid.Package = grid.Package with { Date1904 = One(random, "1", "true") }),
        new("east asian date", "x", (grid, random) => grid.Package = grid.Package with { Format = random.Next(2) == 0 ? 31 : 57 }),
        new("date in words", "x", (grid, _) => grid.Package = grid.Package with { FormatCode = "yyyy\"年\"m\"月\"d\"日\"" }),
        new("iso dates", "x", (grid, _) => grid.HasIsoDates = true),
        new("strict", "x", (grid, _) => grid.Package = grid.Package with { IsStrict = true }),
        new("small references", "x", (grid, _) => grid.Package = grid.Package with { HasSmallReferences = true }),
        new("workbook elsewhere", "x", (grid, random) =>
        grid.Package = grid.Package with { Part = One(random, "workbook.xml", "xl/workbook2.xml", "office/book.xml") }),
        new("dotted targets", "x", (grid, _) => grid.Package = grid.Package with { Before = "./" }),
        new("leading slash", "x", (grid, _) => grid.Package = grid.Package with { Entry = "/" }),
    ];

    /// <summary>Whether files of a container can have it.</summary>
    public bool Fits(string container) =>
        Containers.Contains(container switch { "html" => 'h', "xlsx" => 'x', _ => 't' }, StringComparison.Ordinal);

    private static Grid.Sheet Note(string name) => new(name, [[new("说明"), new("打印日期：2026-05-09")], [new("仅供参考")]]);

    private static bool IsCode(string text) => text.Length > 8 && text.All(char.IsAsciiLetterOrDigit);

    private static bool IsNumber(string code, int least) => code.Length >= least && code.All(char.IsAsciiDigit);

    private static string One(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static byte[] Mail(byte[] page, bool isBase64)
    {
        var body = isBase64 ? Convert.ToBase64String(page, Base64FormattingOptions.InsertLineBreaks)
            : string.Concat(page.Select(one => one is (byte)'=' or > 126 or < 32 ? $"={one:X2}" : ((char)one).ToString()));
        body = isBase64 ? body : string.Join("=\r\n", Pieces(body));
        return Encoding.ASCII.GetBytes(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"part\"\r\n\r\n--part\r\nContent-Type: text/html; charset=\"gb2312\"\r\n"
            + $"Content-Transfer-Encoding: {(isBase64 ? "base64" : "quoted-printable")}\r\n\r\n{body}\r\n--part--\r\n");
    }

    // Never between an = and its two digits.
    private static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(text.Length, at + 72);
            end -= text.AsSpan(at, end - at).LastIndexOf('=') is var mark && mark >= end - at - 2 && mark > 0 ? end - at - mark : 0;
            yield return text[at..end];
            at = end;
        }
    }
}
