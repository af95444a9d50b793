using KaPipeline.Scopes;
using KaPipeline.Warehouse;

namespace KaPipeline.Lineage;

/// <summary>Figures with their source rows, for whoever is signed in.</summary>
public static class SeenFigures
{
    /// <summary>Figures of a view with their source rows, as <see cref="FigureLineage"/> follows them; the audit tells of one that may not
    /// be seen.</summary>
    /// <exception cref="InvalidDataException">There is no such view or column; the message lists what there is.</exception>
    public static Task<IReadOnlyList<TracedFigure>> TraceAsync(
        this SeenRows seen, string view, IReadOnlyDictionary<string, string> where, ReportClock at, int limit,
        CancellationToken ct = default) => seen.WithinAsync(
        "figure", $"{view} {string.Join(' ', where.Select(pair => $"{pair.Key}={pair.Value}"))}",
        (database, scope) => FigureLineage.TraceAsync(database, view, where, at, limit, scope, ct), ct);
}
