using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Reads the text of one canonical field from the current row: place, trimming, nothing, parts, the chain's words.</summary>
internal sealed class FieldReader
{
    private readonly FieldMapping? mapping;
    private readonly FileFacts facts;
    private readonly WordSet nothing;
    private readonly CellPart[] parts;
    private readonly WordSet? values;
    private readonly byte[]? otherwise;
    private readonly byte[]? fixedText;
    private byte[] above = [];

    public FieldReader(StagingField field, FieldMapping? mapping, int column, FileFacts facts, ReportProfile report, WordSet nothing)
    {
        (Field, this.mapping, Column, this.facts, this.nothing) = (field, mapping, column, facts, nothing);
        parts = mapping is null ? [] : [.. mapping.Take];
        values = mapping is { Values.Count: > 0 } ? new WordSet(mapping.Values) : null;
        otherwise = mapping?.Otherwise is { } word ? System.Text.Encoding.UTF8.GetBytes(word) : null;
        fixedText = mapping?.Source == FieldSource.Constant ? System.Text.Encoding.UTF8.GetBytes(mapping.Names[0]) : null;
        Fallback = field.Fallback is { } text ? System.Text.Encoding.UTF8.GetBytes(text) : null;
        Dates = mapping?.Dates ?? report.Dates;
        Sign = mapping?.Sign ?? SignRule.Keep;
        Shift = mapping?.IsPercent == true ? 2 : 0;
        Digits = mapping?.Digits ?? 0;
        Allowed = field.Allowed.Length > 0 ? new WordSet(field.Allowed) : null;
    }

    public StagingField Field { get; }

    /// <summary>Place of its column from 0; −1 where it is read from elsewhere, or from nowhere.</summary>
    public int Column { get; }

    public byte[]? Fallback { get; }

    public DateFormat Dates { get; }

    public SignRule Sign { get; }

    public int Shift { get; }

    public int Digits { get; }

    public WordSet? Allowed { get; }

    public bool IsMapped => mapping is not null;

    /// <summary>The canonical text; empty for nothing.</summary>
    /// <param name="table">The current row.</param>
    /// <param name="kind">What the container says of it.</param>
    /// <param name="problem">Set when the chain's word is unknown.</param>
    public ReadOnlySpan<byte> Read(TableReader table, out CellKind kind, out RowProblem? problem)
    {
        problem = null;
        kind = CellKind.Text;
        if (mapping is null)
        {
            return default;
        }

        if (fixedText is not null)
        {
            return fixedText;
        }

        ReadOnlySpan<byte> text;
        if (Column >= 0)
        {
            text = Cells.Trim(table.Cell(Column));
            kind = table.KindOf(Column);
        }
        else
        {
            text = Cells.Trim(facts.Of(mapping, out kind));
        }

        if (nothing.Contains(text))
        {
            text = default;
        }

        if (mapping.FillDown)
        {
            above = text.IsEmpty ? above : text.ToArray();
            text = above;
        }

        foreach (var part in parts)
        {
            text = Cells.Trim(part.Of(text));
            kind = CellKind.Text;
        }

        return values is null || text.IsEmpty ? text : Translate(text, out problem);
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
            problem = new RowProblem(RejectionRule.UnknownValue, Column, HeaderText.Readable(text), "其中之一 one of: " + string.Join(", ", mapping!.Values.Keys));
        }

        return otherwise;
    }
}
