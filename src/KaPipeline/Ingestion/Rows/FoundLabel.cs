using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A label outside the table with what is beside it.</summary>
/// <param name="Label">The label as labels are compared.</param>
/// <param name="Values">The values behind it, up to the next label.</param>
/// <param name="Rank">How sure it is: 2 it fills its cell or has a colon behind it, 1 it begins a cell that continues with a number, 0 it
/// may be a word of a title, −1 it is a condition of a query or stands in a note.</param>
internal sealed record FoundLabel(string Label, IReadOnlyList<(byte[] Text, CellKind Kind)> Values, int Rank)
{
    /// <summary>Whether more stands behind a document's number than can belong to it, so that the number is not known.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>The numbers that stand behind it, where they are more than the profile names, so that none is surely its value.</summary>
    public string? Several { get; init; }

    /// <summary>Whether what stands behind it is nothing that its fields can be read from (应付：本期应付给供应商的金额): it explains the label,
    /// and contradicts no value.</summary>
    public bool IsLegend { get; init; }

    /// <summary>Its values, for people.</summary>
    public string Text => string.Join(' ', Values.Select(value => HeaderText.Readable(value.Text)));

    /// <summary>Its first value as the number of a document.</summary>
    public ReadOnlySpan<byte> Code
    {
        get
        {
            var text = Cells.Clean(Values[0].Text);
            var kept = text;
            const CodeForm form = CodeForm.WithoutBlanks | CodeForm.InCapitals | CodeForm.NumberAlone;
            return CodeText.Code(ref kept, Values[0].Kind, 0, form) is null ? kept : text;
        }
    }

    /// <summary>Whether another place says the same; one may say more behind it.</summary>
    public bool SaysSameAs(FoundLabel other)
    {
        for (var at = 0; at < Math.Min(Values.Count, other.Values.Count); at++)
        {
            var one = Cells.Clean(Values[at].Text);
            var two = Cells.Clean(other.Values[at].Text);
            var isSame = Number.TryParse(one, out var first) && Number.TryParse(two, out var second)
                ? first.ToDecimal() == second.ToDecimal() : HeaderText.Normalise(one) == HeaderText.Normalise(two);
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}
