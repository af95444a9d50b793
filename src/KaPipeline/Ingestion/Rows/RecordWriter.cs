using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Writes one canonical record of the current row into its target's COPY bytes.</summary>
internal sealed class RecordWriter
{
    private static readonly WordSet Yes = new(["是", "true", "TRUE", "True", "Y", "y", "1", "t", "yes", "Yes", "YES"]);
    private static readonly WordSet No = new(["否", "false", "FALSE", "False", "N", "n", "0", "f", "no", "No", "NO"]);

    private readonly StagingTable target;
    private readonly FieldReader[] fields;
    private readonly (ulong Fields, int Column, string Names)[] needsOneOf;
    private readonly long loadId;
    private readonly int lineNumber;
    private readonly ArrayBufferWriter<byte> json = new();

    public RecordWriter(StagingTable target, FieldReader[] fields, StagingSink sink)
    {
        (this.target, this.fields) = (target, fields);
        Buffer = sink.BufferOf(target);
        loadId = sink.LoadId;
        needsOneOf = [.. target.NeedsOneOf.Select(names =>
        {
            var group = Array.ConvertAll(names, name => Array.FindIndex(fields, field => field.Field.Name == name));
            return (group.Aggregate(0UL, (all, at) => all | (1UL << at)), group.Max(at => fields[at].Column), string.Join(" / ", names));
        })];
        lineNumber = target.Name == "statement_line" ? Array.FindIndex(fields, field => field.Field.Name == "line_number" && !field.IsMapped) : -1;
        Number = target.DocumentNumber is { } name ? Array.Find(fields, field => field.Field.Name == name) : null;
    }

    public StagingTable Target => target;

    public CopyBuffer Buffer { get; }

    /// <summary>The field that holds the document's number.</summary>
    public FieldReader? Number { get; }

    /// <summary>Column of the first of these fields that the profile takes from one; −1 for none.</summary>
    public int ColumnOf(IReadOnlyList<string> names) =>
        names.Select(name => Array.Find(fields, field => field.Field.Name == name)?.Column ?? -1).FirstOrDefault(column => column >= 0, -1);

    /// <summary>Writes the record; on a problem the caller takes the row back.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="rowNumber">Row that it counts as.</param>
    /// <param name="line">Ordinal of the line in its document, for a target whose line number no column gives.</param>
    public RowProblem? Write(TableReader table, int rowNumber, int line)
    {
        Buffer.BeginRow();
        Buffer.Long(loadId);
        Buffer.Int(rowNumber);
        return target.IsFeed ? WriteFeed(table) : WriteFact(table, line);
    }

    private RowProblem? WriteFact(TableReader table, int line)
    {
        var filled = 0UL;
        for (var at = 0; at < fields.Length; at++)
        {
            if (at == lineNumber)
            {
                Buffer.Int(line);
                continue;
            }

            var field = fields[at];
            var text = field.Read(table, out var kind, out var problem);
            if (problem is not null)
            {
                return problem;
            }

            if (text.IsEmpty)
            {
                if (field.Fallback is null)
                {
                    if (field.Field.IsRequired)
                    {
                        return Missing(field);
                    }

                    Buffer.Null();
                    continue;
                }

                text = field.Fallback;
            }

            if (WriteValue(field, text, kind, out var isNothing) is { } fault)
            {
                return fault;
            }

            filled |= isNothing ? 0 : 1UL << at;
        }

        foreach (var (group, column, names) in needsOneOf)
        {
            if ((group & filled) == 0)
            {
                return new RowProblem(RejectionRule.Missing, column, "", $"至少一项 at least one of: {names}");
            }
        }

        return null;
    }

    private RowProblem? WriteValue(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, out bool isNothing)
    {
        isNothing = false;
        switch (field.Field.Kind)
        {
            case FieldKind.Code:
                var raw = text;
                if (CodeText.Code(ref text, kind, field.Digits) is { } rule)
                {
                    return Wrong(rule, field, raw, "编码文本 a code as text");
                }

                if (field.Allowed?.Contains(text) == false)
                {
                    return Wrong(RejectionRule.UnknownValue, field, text, "其中之一 one of: " + string.Join(", ", field.Field.Allowed));
                }

                Buffer.Text(text);
                return null;
            case FieldKind.Text:
                if (CodeText.Text(text) is { } broken)
                {
                    return Wrong(broken, field, text, "可读文本 readable text");
                }

                Buffer.Text(text);
                return null;
            case FieldKind.Date:
                if (!TryDate(field, text, kind, out var date))
                {
                    return Wrong(RejectionRule.InvalidDate, field, text, $"日期 a date as {field.Dates.Text}");
                }

                // 2099-12-31 is how portals say that there is none.
                isNothing = date.Year >= 2099;
                if (!isNothing)
                {
                    Buffer.Date(date);
                    return null;
                }

                Buffer.Null();
                return field.Field.IsRequired ? Wrong(RejectionRule.Missing, field, text, "有效日期 a real date") : null;
            case FieldKind.Flag:
                if (!Yes.Contains(text) && !No.Contains(text))
                {
                    return Wrong(RejectionRule.UnknownValue, field, text, "是 / 否, true / false, 1 / 0");
                }

                Buffer.Flag(Yes.Contains(text));
                return null;
            default:
                if (ReadNumber(field, text, out var number) is { } wrong)
                {
                    return wrong;
                }

                if (field.Field.Kind == FieldKind.Whole)
                {
                    Buffer.Int((int)number.ToDecimal());
                }
                else
                {
                    Buffer.Number(number);
                }

                return null;
        }
    }

    private RowProblem? WriteFeed(TableReader table)
    {
        json.Clear();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var field in fields)
            {
                var text = field.Read(table, out var kind, out var problem);
                if (problem is not null)
                {
                    return problem;
                }

                text = text.IsEmpty ? field.Fallback : text;
                if (text.IsEmpty)
                {
                    if (field.Field.IsRequired)
                    {
                        return Missing(field);
                    }

                    continue;
                }

                if (Canonical(field, text, kind, out var value) is { } fault)
                {
                    return fault;
                }

                if (value is not null)
                {
                    writer.WriteString(field.Field.Name, value);
                }
            }

            writer.WriteEndObject();
        }

        Buffer.Text(target.Name);
        Buffer.Json(json.WrittenSpan);
        return null;
    }

    // Small feeds: a canonical text per field.
    private static RowProblem? Canonical(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, out string? value)
    {
        value = null;
        switch (field.Field.Kind)
        {
            case FieldKind.Code:
                var raw = text;
                if (CodeText.Code(ref text, kind, field.Digits) is { } rule)
                {
                    return Wrong(rule, field, raw, "编码文本 a code as text");
                }

                value = Encoding.UTF8.GetString(text);
                return field.Allowed?.Contains(text) == false
                    ? Wrong(RejectionRule.UnknownValue, field, text, "其中之一 one of: " + string.Join(", ", field.Field.Allowed)) : null;
            case FieldKind.Text:
                value = Encoding.UTF8.GetString(text);
                return CodeText.Text(text) is { } broken ? Wrong(broken, field, text, "可读文本 readable text") : null;
            case FieldKind.Date:
                if (!TryDate(field, text, kind, out var date))
                {
                    return Wrong(RejectionRule.InvalidDate, field, text, $"日期 a date as {field.Dates.Text}");
                }

                value = date.Year >= 2099 ? null : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return value is null && field.Field.IsRequired ? Wrong(RejectionRule.Missing, field, text, "有效日期 a real date") : null;
            case FieldKind.Flag:
                value = Yes.Contains(text) ? "true" : "false";
                return Yes.Contains(text) || No.Contains(text) ? null : Wrong(RejectionRule.UnknownValue, field, text, "是 / 否, true / false, 1 / 0");
            default:
                var fault = ReadNumber(field, text, out var number);
                value = number.ToString();
                return fault;
        }
    }

    private static bool TryDate(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, out DateOnly date) =>
        kind == CellKind.Date ? DateFormat.Iso.TryParse(text[..Math.Min(10, text.Length)], out date) : field.Dates.TryParse(text, out date);

    private static RowProblem? ReadNumber(FieldReader field, ReadOnlySpan<byte> text, out Number number)
    {
        if (!Rows.Number.TryParse(text, out number))
        {
            return Wrong(RejectionRule.InvalidNumber, field, text, "数字 a number");
        }

        number = number.With(field.Sign, field.Shift);
        if (number.Mantissa < 0 && !field.Field.MayBeNegative)
        {
            return Wrong(RejectionRule.Negative, field, text, "0 或以上 zero or more");
        }

        if ((field.Field.CountsCases || field.Field.Kind == FieldKind.Whole) && !number.IsWhole)
        {
            return Wrong(field.Field.CountsCases ? RejectionRule.NonIntegerCases : RejectionRule.NotWhole, field, text, "整数 a whole number");
        }

        var most = field.Field.Kind == FieldKind.Whole ? int.MaxValue : field.Field.Most;
        return (most < 10 || number.Mantissa is > 99_999_999 or < -99_999_999) && Math.Abs(number.ToDecimal()) > most
            ? Wrong(RejectionRule.InvalidNumber, field, text, $"不超过 at most {most}") : null;
    }

    private static RowProblem Missing(FieldReader field) =>
        new(RejectionRule.Missing, field.Column, "", $"{field.Field.Name} 不能为空 must not be empty");

    // What stands in no column (a label of the title, the file's name) is found by the field's name.
    private static RowProblem Wrong(string rule, FieldReader field, ReadOnlySpan<byte> found, string expected) =>
        new(rule, field.Column, HeaderText.Readable(found), field.Column >= 0 ? expected : $"{field.Field.Name}: {expected}");
}
