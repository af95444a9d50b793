using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Reads the text of one canonical field from the current row: place, cleaning, nothing, parts, the chain's words.</summary>
internal sealed class FieldReader
{
    private readonly FieldMapping? mapping;
    private readonly FileFacts facts;
    private readonly WordSet nothing;
    private readonly CellPart[] parts;
    private readonly WordSet? values;
    private readonly byte[]? otherwise;
    private readonly byte[]? fixedText;
    private readonly bool namesThing;
    private readonly int column;
    private readonly CellsAbove? above;
    private readonly string label;
    private int row;

    public FieldReader(StagingField field, FieldMapping? mapping, int column, string? label, FileFacts facts, ReportProfile report,
        WordSet nothing, CellsAbove above)
    {
        this.above = mapping?.FillDown == true && column >= 0 ? above : null;
        (Field, this.mapping, this.column, this.facts, this.nothing) = (field, mapping, column, facts, nothing);
        this.label = label ?? field.Name;
        parts = mapping is null ? [] : [.. mapping.Take];
        values = mapping is { Values.Count: > 0 } ? new WordSet(mapping.Values) : null;
        // The code of a store or an item; the first characters of a number of a document or a date may well be digits among others.
        namesThing = field.Form == CodeForm.WithoutBlanks && values is null;
        otherwise = mapping?.Otherwise is { } word ? Encoding.UTF8.GetBytes(word) : null;
        fixedText = mapping?.Source == FieldSource.Constant ? Encoding.UTF8.GetBytes(mapping.Names[0]) : null;
        Fallback = field.Fallback is { } text ? Encoding.UTF8.GetBytes(text) : null;
        Dates = mapping?.Dates ?? report.Dates;
        Watch = facts.DatesOf(field, Dates);
        Kinds = mapping?.Source == FieldSource.Column && field.Kind is FieldKind.Date or FieldKind.Number or FieldKind.Whole
            ? facts.Watch(this) : null;
        Shapes = field.Form.HasFlag(CodeForm.InCapitals) ? facts.ShapesOf(field) : null;
        Sign = mapping?.Sign ?? SignRule.Keep;
        Shift = mapping?.IsPercent == true ? 2 : 0;
        Digits = mapping?.Digits ?? 0;
        Form = report.KeepsCase ? field.Form & ~CodeForm.InCapitals : field.Form;
        Allowed = field.Allowed.Length > 0 ? new WordSet(field.Allowed) : null;
    }

    public StagingField Field { get; }

    /// <summary>Place of its column from 0; −1 where it is read from elsewhere, or from nowhere.</summary>
    public int Column => mapping?.Source == FieldSource.UnpivotValue ? facts.UnpivotColumn : column;

    public byte[]? Fallback { get; }

    public DateFormat Dates { get; }

    public DateWatch Watch { get; }

    /// <summary>Watches the kinds of its cells; null for codes and texts, and for what is in no column.</summary>
    public KindWatch? Kinds { get; }

    /// <summary>Shapes of numbers of documents; null for other fields.</summary>
    public NumberShapes? Shapes { get; }

    /// <summary>Where the last value was read.</summary>
    public CellPlace Place => new(facts.Sheet, row, label);

    public SignRule Sign { get; }

    public int Shift { get; }

    public int Digits { get; }

    public CodeForm Form { get; }

    public WordSet? Allowed { get; }

    public bool IsMapped => mapping is not null;

    /// <summary>The words that its column may say, where a blank one of them leaves open what the row is; null where it may be blank.
    /// </summary>
    public IEnumerable<string>? Words => Allowed is not null && Fallback is not null && column >= 0 && otherwise is null
        ? mapping!.Values.Count > 0 ? mapping.Values.Keys : Field.Allowed : null;

    /// <summary>Whether the header of a cross-tab's column says it.</summary>
    public bool IsAcross => mapping?.Source == FieldSource.UnpivotHeader;

    // What its format shows of a number counts, not what the number is worth.
    private bool IsWritten => Field.Kind is FieldKind.Code or FieldKind.Text;

    public bool IsRequired => Field.IsRequired || (Field.IsRequiredWhereMapped && IsMapped);

    /// <summary>What should have been there instead of an error, of a formula that was never calculated, or of text that may as well say
    /// something else.</summary>
    public static string OneValue { get; } = Bilingual.Of("一个明确的值；公式须先计算并保存", "one clear value; formulas calculated and saved");

    /// <summary>What should have been there instead of nothing that is known: the row that says it was not read.</summary>
    private static string RowAbove { get; } =
        Bilingual.Of("这里有值；上面说明它的行已搁置或跳过", "a value of its own: the row above that states it was set aside or skipped");

    /// <summary>What should have been there beside a quantity that was received.</summary>
    public static string DayOfGoods { get; } = Bilingual.Of("日期：有收货数量而无收货日", "the day on which the quantity beside it was received");

    /// <summary>What should have been there where only some words count.</summary>
    public static string OneOf(IEnumerable<string> words)
    {
        var listed = string.Join(", ", words);
        return Bilingual.Of($"其中之一：{listed}", $"one of: {listed}");
    }

    /// <summary>The canonical text; empty for nothing.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="kind">What the container says of it.</param>
    /// <param name="problem">Set when the cell has no value, or the chain's word is unknown.</param>
    public ReadOnlySpan<byte> Read(TableReader table, out CellKind kind, out RowProblem? problem)
    {
        problem = null;
        kind = CellKind.Text;
        row = table.RowNumber;
        if (mapping is null)
        {
            return default;
        }

        if (fixedText is not null)
        {
            return fixedText;
        }

        ReadOnlySpan<byte> text;
        if (Column is var at and >= 0)
        {
            text = Cells.Clean(table.Cell(at));
            kind = table.KindOf(at);
            if (IsWritten && kind == CellKind.Number && table.Shown(at) is { IsEmpty: false } shown)
            {
                text = Cells.Clean(shown);
                kind = CellKind.Text;
            }
        }
        else
        {
            text = OfFacts(out kind, out problem);
            if (problem is not null)
            {
                return default;
            }
        }

        if (nothing.Contains(text))
        {
            text = default;
        }
        else if (kind == CellKind.Error || Cells.IsError(text))
        {
            problem = FieldValue.Wrong(RejectionRule.CellError, this, text, OneValue);
            return default;
        }

        if (above is not null && text.IsEmpty)
        {
            text = above.Of(column, IsWritten, out kind, out var isLost);
            if (isLost)
            {
                problem = FieldValue.Wrong(RejectionRule.Missing, this, default, RowAbove);
                return default;
            }
        }

        if (parts.Length > 0)
        {
            text = PartOf(text, out problem);
            kind = CellKind.Text;
        }

        return values is null || text.IsEmpty ? text : Translate(text, out problem);
    }

    // What the file says outside its rows, or for many of them.
    private ReadOnlySpan<byte> OfFacts(out CellKind kind, out RowProblem? problem)
    {
        problem = null;
        kind = CellKind.Text;
        if (facts.Contradiction(mapping!) is { } both)
        {
            problem = FieldValue.Wrong(RejectionRule.Repeated, this, Encoding.UTF8.GetBytes(both),
                Bilingual.Of("同一项只有一个值", "one value of the same label"));
            return default;
        }

        if (facts.IsLost(mapping!))
        {
            problem = FieldValue.Wrong(RejectionRule.Missing, this, default, RowAbove);
            return default;
        }

        return Cells.Clean(facts.Of(mapping!, out kind));
    }

    // The chain's words are told by the first or last letters of a code, however it is spelt.
    private ReadOnlySpan<byte> PartOf(ReadOnlySpan<byte> text, out RowProblem? problem)
    {
        problem = null;
        text = Cells.Clean(Cells.HalfWidth(text, withoutBlanks: values is not null && parts[0].IsCounted));
        foreach (var part in parts)
        {
            if (namesThing && part.CutsDigits(text))
            {
                problem = FieldValue.Wrong(RejectionRule.UnknownValue, this, text,
                    Bilingual.Of("取出的部分之后不再是数字", "a code that ends where its digits do"));
                return default;
            }

            if (part.IsLeftOut(text))
            {
                problem = FieldValue.Wrong(RejectionRule.Missing, this, text,
                    Bilingual.Of("分隔符之前有内容，或整格空白", "something before the mark, or a blank cell"));
                return default;
            }

            text = Cells.Clean(part.Of(text));
        }

        return text;
    }

    private ReadOnlySpan<byte> Translate(ReadOnlySpan<byte> text, out RowProblem? problem)
    {
        problem = null;
        if (values!.IndexOf(text) is var at and >= 0)
        {
            return values.ValueAt(at);
        }

        if (otherwise is null)
        {
            problem = new RowProblem(RejectionRule.UnknownValue, Column, HeaderText.Readable(text), OneOf(mapping!.Values.Keys));
        }

        return otherwise;
    }
}
