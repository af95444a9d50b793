namespace KaPipeline.Digests.Facts;

/// <summary>In which order the lines of a letter's blocks come. Of what is equal the key decides, so that two editions of the same facts
/// read alike.</summary>
public static class OpenItemOrder
{
    /// <summary>Worst first: by level, then by money at stake. Levels compare within a kind alone, and a block lists one kind.</summary>
    public static IComparer<OpenItem> WorstFirst { get; } = Comparer<OpenItem>.Create((one, other) => First(
        other.Severity.CompareTo(one.Severity), other.Amount.CompareTo(one.Amount), string.CompareOrdinal(one.Key, other.Key)));

    /// <summary>What has stood longest first; what is open since no known day before that.</summary>
    public static IComparer<OpenItem> OldestFirst { get; } = Comparer<OpenItem>.Create((one, other) => First(
        Nullable.Compare(one.SinceOn, other.SinceOn), WorstFirst.Compare(one, other)));

    private static int First(params ReadOnlySpan<int> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision != 0)
            {
                return decision;
            }
        }

        return 0;
    }
}
