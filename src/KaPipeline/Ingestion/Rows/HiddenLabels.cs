namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Labels on hidden sheets, often a draft or the period before: one counts where no visible sheet has it, no other hidden one says
/// otherwise, and its sheet does not name another document.
/// </summary>
internal sealed class HiddenLabels
{
    private readonly Dictionary<string, FoundLabel?> labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly List<FoundLabel> numbers = [];

    /// <summary>Row of the first one; 0 for none.</summary>
    public int Row { get; private set; }

    /// <summary>Its sheet.</summary>
    public string Sheet { get; private set; } = "";

    public void Take(FoundLabel found, bool isNumber, int row, string sheet)
    {
        if (found.Values.Count == 0 || found.IsUnclear || found.Rank < 0)
        {
            return;
        }

        if (labels.TryGetValue(found.Label, out var known))
        {
            labels[found.Label] = known?.SaysSameAs(found) == true ? known : null;
        }
        else
        {
            labels[found.Label] = found;
        }

        if (isNumber)
        {
            numbers.Add(found);
        }

        (Row, Sheet) = Row == 0 ? (row, sheet) : (Row, Sheet);
    }

    /// <summary>A label that no visible sheet has.</summary>
    /// <param name="name">The label as labels are compared.</param>
    /// <param name="number">The number of the document on the visible sheets.</param>
    public FoundLabel? Of(string name, FoundLabel? number)
    {
        if (labels.Count == 0 || labels.GetValueOrDefault(name) is not { } label
            || (number is not null && numbers.Exists(other => !other.Code.SequenceEqual(number.Code))))
        {
            return null;
        }

        used.Add(name);
        return label;
    }

    /// <summary>Whether a label has been used that a visible sheet now says otherwise.</summary>
    public bool WasUsed(FoundLabel found) => used.Contains(found.Label) && labels[found.Label] is { } label && !label.SaysSameAs(found);
}
