using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KaPipeline.Claims.Evidence;

/// <summary>How a source file goes into a pack. A file that came from the chain goes whole; the company's own files (prices, contracts,
/// promotions, invoices) hold every chain's rows and never leave the house: of them the pack holds the rows used, as they were read, with
/// name, hash and row numbers of the original.</summary>
internal static class EvidenceExtract
{
    // How the warehouse keeps a version is no part of the row.
    private static readonly HashSet<string> Needed =
    [
        "partition_month", "load_id", "row_number", "more_rows", "arrived_at", "recorded_at", "superseded_at", "superseded_recorded_at",
            "superseded_by",
    ];

    /// <summary>Whether the whole file is the chain's own.</summary>
    public static bool IsWhole(EvidenceFile file, EvidenceSubject subject) => file.ChainId == subject.ChainId;

    /// <summary>Path inside the pack; names from portals may hold anything, so only plain characters of the last part stay.</summary>
    public static string PathOf(EvidenceFile file, EvidenceSubject subject)
    {
        var name = file.FileName.Split('/', '\\')[^1];
        var plain = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '(' or ')' ? c : '_'))
            .Trim('.', ' ');
        plain = plain.Length == 0 ? "file" : plain;
        return IsWhole(file, subject)
            ? string.Create(CultureInfo.InvariantCulture, $"sources/{file.LoadId:000000} {plain}")
            : string.Create(CultureInfo.InvariantCulture,
            $"extracts/{file.LoadId:000000} {plain}{(plain.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "" : ".csv")}");
    }

    /// <summary>The extract: four lines about the original, then one part for each kind of row with the columns that it was read into.
    /// UTF-8 with a byte order mark, so that Excel shows Chinese.</summary>
    public static byte[] Of(EvidenceFile file, IEnumerable<EvidenceRow> rows, string chain)
    {
        var text = new StringBuilder();
        void Line(params IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
        Line("摘录 Extract", $"只含 only the rows of {chain}");
        Line("原文件 Original", VisibleText.Line(file.FileName));
        Line("SHA-256", file.Sha256);
        Line("字节 Bytes", file.ByteCount.ToString(CultureInfo.InvariantCulture));
        foreach (var part in rows.Where(row => row.LoadId == file.LoadId).GroupBy(row => row.Role))
        {
            var lines = part.Select(row => (Row: row, Fields: FieldsOf(row.Fields)))
                .DistinctBy(line => (line.Row.Sheet, line.Row.RowNumber, line.Row.Fields)).ToList();
            var columns = lines.SelectMany(line => line.Fields.Keys).Distinct().ToList();
            Line();
            Line([part.Key]);
            Line(["工作表 Sheet", "行号 Row", .. columns]);
            foreach (var (row, fields) in lines.OrderBy(line => line.Row.Sheet, StringComparer.Ordinal).ThenBy(line => line.Row.RowNumber))
            {
                Line([row.Sheet ?? "", row.RowNumber.ToString(CultureInfo.InvariantCulture),
                    .. columns.Select(column => fields.GetValueOrDefault(column, ""))]);
            }
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static Dictionary<string, string> FieldsOf(string? json)
    {
        using var row = JsonDocument.Parse(json ?? "{}");
        return row.RootElement.EnumerateObject().Where(field => !Needed.Contains(field.Name))
            .ToDictionary(field => field.Name, field => field.Value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String when field.Value.GetString() is "infinity" or "-infinity" => "",
            JsonValueKind.String => field.Value.GetString()!,
            _ => field.Value.GetRawText(),
        });
    }

    // A cell that a spreadsheet would run as a formula is text.
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && cell[0] is '=' or '+' or '@' or '\t'
            || (cell.StartsWith('-') && !decimal.TryParse(cell, CultureInfo.InvariantCulture, out _)) ? "'" + cell : cell;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
