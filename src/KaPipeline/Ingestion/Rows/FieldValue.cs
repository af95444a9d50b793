using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>The value of one canonical field of a row, read as its kind says.</summary>
internal ref struct FieldValue
{
    private static readonly WordSet Flags = new(
    [
        .. FlagWords.Yes.Select(yes => KeyValuePair.Create(yes, "true")),
        .. FlagWords.No.Select(no => KeyValuePair.Create(no, "false")),
    ]);

    /// <summary>A code or a text.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public DateOnly Date { get; private set; }

    public Number Number { get; private set; }

    public bool IsYes { get; private set; }

    /// <summary>It says that there is none, as 2099-12-31 does.</summary>
    public bool IsNothing { get; private set; }

    /// <summary>Reads a text that is not empty.</summary>
    /// <returns>The rule that it breaks, or null.</returns>
    public static RowProblem? Read(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, out FieldValue value)
    {
        value = new FieldValue { Text = text };
        switch (field.Field.Kind)
        {
            case FieldKind.Code:
                if (CodeText.Code(ref text, kind, field.Digits, field.Form) is { } rule)
                {
                    return Wrong(rule, field, value.Text, field.Form.HasFlag(CodeForm.NumberAlone)
                        ? Bilingual.Of("单独一个编号，前后没有别的内容", "a number alone, with nothing before or behind it")
                        : Bilingual.Of("编码文本", "a code as text"));
                }

                value.Text = text;
                return field.Allowed is null ? null : value.ReadAllowed(field, field.Allowed);
            case FieldKind.Text:
                return CodeText.Text(text) is { } broken ? Wrong(broken, field, text, Bilingual.Of("可读文本", "readable text")) : null;
            case FieldKind.Date:
                return value.ReadDate(field, text, kind);
            case FieldKind.Flag:
                var at = Flags.IndexOf(text);
                value.IsYes = at >= 0 && Flags.ValueAt(at).SequenceEqual("true"u8);
                return at >= 0 ? null : Wrong(RejectionRule.UnknownValue, field, text, "是 / 否, true / false, 1 / 0");
            default:
                return value.ReadNumber(field, text);
        }
    }

    /// <summary>Whether a day means that there is none.</summary>
    public static bool IsNever(DateOnly date) => date.Year >= 2099;

    /// <summary>What is in no column (a label of the title, the file's name) is found by the field's name.</summary>
    public static RowProblem Wrong(string rule, FieldReader field, ReadOnlySpan<byte> found, string expected) =>
        new(rule, field.Column, HeaderText.Readable(found), field.Column >= 0 ? expected
            : Bilingual.Of(language => $"{field.Field.Name}: {Bilingual.In(expected, language)}"));

    // However it is spelt, the word is kept as the warehouse writes it.
    private RowProblem? ReadAllowed(FieldReader field, WordSet allowed)
    {
        var at = allowed.IndexOf(Text);
        Text = at >= 0 ? allowed.ValueAt(at) : Text;
        return at >= 0 ? null : Wrong(RejectionRule.UnknownValue, field, Text, FieldReader.OneOf(field.Field.Allowed));
    }

    private RowProblem? ReadDate(FieldReader field, ReadOnlySpan<byte> text, CellKind kind)
    {
        var isRead = kind == CellKind.Date ? DateFormat.Iso.TryParse(text[..Math.Min(10, text.Length)], out var date)
            : field.Dates.TryParse(text, out date);
        if (!isRead)
        {
            return Wrong(RejectionRule.InvalidDate, field, text, Bilingual.Of($"日期，格式 {field.Dates.Text}", $"a date as {field.Dates.Text}"));
        }

        if (kind == CellKind.Text && text.Length > 16 && DateFormat.Iso.TryParse(text[..10], out var written) && written == date
            && Encoding.UTF8.GetString(text) is var moment && NumberFormat.HasZone(moment) && NumberFormat.Moment(moment) is var (local, _))
        {
            // Its format leaves out the time; the day is the one that the moment lies in.
            date = DateOnly.FromDateTime(local);
        }

        (Date, IsNothing) = (date, IsNever(date));
        if (IsNothing)
        {
            return field.Field.IsRequired ? Wrong(RejectionRule.Missing, field, text, Bilingual.Of("有效日期", "a real date")) : null;
        }

        var mayBeUtc = kind == CellKind.Date && text.Length > 10 && text[10] == (byte)'T';
        return field.Watch.Take(field, date, kind, mayBeUtc, out var latest) ? null
            : Wrong(RejectionRule.ImplausibleDate, field, text, Bilingual.Of($"不晚于 {latest:yyyy-MM-dd} 的日期", $"a date not after {latest:yyyy-MM-dd}"));
    }

    private RowProblem? ReadNumber(FieldReader field, ReadOnlySpan<byte> text)
    {
        if (!Rows.Number.TryParse(text, out var number))
        {
            return Wrong(RejectionRule.InvalidNumber, field, text, Bilingual.Of("数字", "a number"));
        }

        Number = number = number.With(field.Sign, field.Shift);
        if (number.Mantissa < 0 && !field.Field.MayBeNegative)
        {
            return Wrong(RejectionRule.Negative, field, text, Bilingual.Of("0 或以上", "zero or more"));
        }

        if ((field.Field.CountsCases || field.Field.Kind == FieldKind.Whole) && !number.IsWhole)
        {
            return Wrong(field.Field.CountsCases ? RejectionRule.NonIntegerCases : RejectionRule.NotWhole, field, text,
                Bilingual.Of("整数", "a whole number"));
        }

        var most = field.Field.Kind == FieldKind.Whole ? int.MaxValue : field.Field.Most;
        return (most < 10 || number.Mantissa is > 99_999_999 or < -99_999_999) && Math.Abs(number.ToDecimal()) > most
            ? Wrong(RejectionRule.InvalidNumber, field, text, Bilingual.Of($"不超过 {most}", $"at most {most}")) : null;
    }
}
