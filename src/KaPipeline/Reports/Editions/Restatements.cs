using Dapper;
using KaPipeline.Reports.Facts;
using Npgsql;

namespace KaPipeline.Reports.Editions;

/// <summary>A figure that an edition states for one store and day; a later edition that finds another value says so.</summary>
/// <param name="Place">The store.</param>
/// <param name="Day">Business date.</param>
/// <param name="Name"><c>ordered</c> or <c>received</c>, sales units.</param>
/// <param name="Value">The figure.</param>
public sealed record StatedFigure(Place Place, DateOnly Day, string Name, decimal Value)
{
    internal string Kind => "figure_" + Name;

    internal string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Place.ChainId}|{Place.StoreId}|{Day:yyyy-MM-dd}");
}

/// <summary>A figure that was sent and is another one now.</summary>
/// <param name="Figure">As it is now.</param>
/// <param name="Before">As it was sent.</param>
/// <param name="Cause">Files that came since, of this chain.</param>
public sealed record Restatement(StatedFigure Figure, decimal Before, string Cause);

/// <summary>Compares figures that earlier editions stated with what the warehouse knows now.</summary>
public static class Restatements
{
    /// <summary>What changed, newest day first: two queries, whatever the number of readers.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="frame">The edition being made.</param>
    /// <param name="now">Figures as they are now, over all days that may be restated.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<IReadOnlyList<Restatement>> FindAsync(
        NpgsqlConnection connection, EditionFrame frame, IReadOnlyList<StatedFigure> now, CancellationToken ct = default)
    {
        var before = await connection.QueryAsync<(string Kind, string Key, decimal Value, DateTime KnownAt)>(new CommandDefinition(
            """
            select distinct on (kind, item_key) kind, item_key, amount, known_at
            from ops.edition_item join ops.edition using (edition_id)
            where digest = @Digest and business_date < @BusinessDate and business_date >= @since and kind in ('figure_ordered', 'figure_received')
              and exists (select from ops.delivery where delivery.edition_id = edition.edition_id and state = 'accepted')
            order by kind, item_key, edition_id desc
            """, new { frame.Digest, frame.BusinessDate, since = frame.BusinessDate.AddDays(-StandingFacts.DaysBack) }, cancellationToken: ct));
        var figures = now.ToDictionary(figure => (figure.Kind, figure.Key));
        var changed = before.Where(was => figures.TryGetValue((was.Kind, was.Key), out var figure) && figure.Value != was.Value)
            .Select(was => (Figure: figures[(was.Kind, was.Key)], was.Value, was.KnownAt)).ToList();
        if (changed.Count == 0)
        {
            return [];
        }

        var files = (await connection.QueryAsync<(string Chain, string File, DateTime ArrivedAt)>(new CommandDefinition(
            """
            select chain_id, file_name, arrived_at from ops.load
            where state = 'loaded' and arrived_at > @since and arrived_at <= core.known_at() and chain_id = any (@chains) order by arrived_at
            """,
            new { since = changed.Min(change => change.KnownAt), chains = changed.Select(change => change.Figure.Place.ChainId).Distinct().ToArray() },
            cancellationToken: ct))).ToLookup(file => file.Chain);
        return [.. changed.OrderByDescending(change => change.Figure.Day).ThenBy(change => change.Figure.Key, StringComparer.Ordinal).Select(change =>
            new Restatement(change.Figure, change.Value, CauseOf(change.Figure, [.. files[change.Figure.Place.ChainId].Where(file => file.ArrivedAt > change.KnownAt).Select(file => file.File)])))];
    }

    // The file named after the day is the likeliest; else all that came since.
    private static string CauseOf(StatedFigure figure, List<string> files)
    {
        var day = figure.Day.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        var named = files.Where(file => file.Contains(day, StringComparison.Ordinal)).ToList();
        return string.Join(", ", (named.Count > 0 ? named : files).Take(2));
    }
}
