namespace KaPipeline.Warehouse;

/// <summary>What the refresh of some kept tables consists of. Its files are in <c>sql/refresh/FOLDER</c> and may name the parameters
/// <c>@chains</c> and <c>@since</c>.</summary>
/// <param name="Folder">Folder of its files.</param>
/// <param name="LockClass">First half of its advisory locks: one refresh of a chain at a time.</param>
/// <param name="StateTable">The table that says, chain by chain, up to what was refreshed.</param>
/// <param name="Planning">Settings of its transactions, as a list of <c>set_config</c>.</param>
/// <param name="Touch">File that finds what was touched.</param>
/// <param name="Touched">Query: how many documents were touched, and how many other things that want a refresh.</param>
/// <param name="Steps">Files that compute and write, in their order.</param>
/// <param name="State">File that notes up to what was refreshed.</param>
internal sealed record RefreshPlan(
    string Folder, int LockClass, string StateTable, string Planning, string Touch, string Touched, IReadOnlyList<RefreshStep> Steps,
    string State)
{
    /// <summary>File that follows touched documents to those that they share lines with, with the parameter <c>@step</c>; it returns how
    /// many it found, and is repeated until there are none. Null: none is followed.</summary>
    public string? Closure { get; init; }

    /// <summary>File of the first fill, and the query of its counts; null: all is touched then.</summary>
    public (string File, string Counts)? Fill { get; init; }

    /// <summary>Query of the counts that the steps leave behind, added to the rows that they count themselves.</summary>
    public required string Counts { get; init; }
}
