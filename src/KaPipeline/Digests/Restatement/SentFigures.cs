using Dapper;
using KaPipeline.Digests.Facts;
using KaPipeline.Digests.Letters;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Restatement;

/// <summary>What earlier editions stated and who got it, beside what the warehouse knows now: three or four queries, whatever the number of
/// readers.</summary>
public sealed class SentFigures
{
    // What a reader has. A notice that waits, goes or is in doubt counts: whether it goes is the ledger's, and it is not written again.
    private const string Has =
        "(delivery.state = 'accepted' or edition.digest = 'restatement' and delivery.state in ('rendered', 'claimed', 'in_doubt'))";

    private readonly Dictionary<(string Kind, string Key), List<Sent>> sent;
    private readonly Dictionary<(string Kind, string Key), StatedFigure> now;
    private readonly HashSet<(long Edition, string Recipient)> got;
    private readonly Dictionary<(string Kind, string Key), Cause> causes;

    private sealed record Sent(long EditionId, string Kind, string ItemKey, Place Place, decimal Amount, DateTime KnownAt,
        DateTime ProducedAt);

    private sealed record Line(
        long EditionId, string Kind, string ItemKey, string ChainId, string Region, string City, string StoreId, decimal Amount,
        DateTime KnownAt, DateTime ProducedAt);

    private SentFigures(
        Dictionary<(string, string), List<Sent>> sent, Dictionary<(string, string), StatedFigure> now, HashSet<(long, string)> got,
        Dictionary<(string, string), Cause> causes) =>
        (this.sent, this.now, this.got, this.causes) = (sent, now, got, causes);

    /// <summary>Reads what was sent and compares.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="digest">The digest whose figures are compared; restatement notices that told of them count too.</param>
    /// <param name="frame">The edition by which the figures are now.</param>
    /// <param name="before">Editions of business dates before this one; null: all.</param>
    /// <param name="figures">Figures as they are now; one that was sent, that the edition states, and that is not among them, is zero
    /// now.</param>
    /// <param name="ct">Stops the queries.</param>
    public static async Task<SentFigures> LoadAsync(
        NpgsqlConnection connection, IDigest digest, EditionFrame frame, DateOnly? before, IReadOnlyCollection<StatedFigure> figures,
        CancellationToken ct = default)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var lines = await connection.QueryAsync<Line>(new CommandDefinition(
            $"""
            select edition_id, kind, item_key, chain_id, region, city, store_id, amount, known_at, produced_at
            from ops.edition_item join ops.edition using (edition_id)
            where digest in (@digest, 'restatement') and kind = any (@kinds) and business_date >= @since and (@before::date is null or business_date < @before)
              and exists (select from ops.delivery where delivery.edition_id = edition.edition_id and {Has})
            order by edition_id
            """,
            new
            {
                digest = digest.Name, before, since = frame.BusinessDate.AddDays(-Daily.DailyDigest.TrendDays),
                kinds = digest.FigureNames.Select(name => StatedFigure.KindPrefix + name).ToArray()
            }, cancellationToken: ct));
        var sent = lines.Select(line => new Sent(
                line.EditionId, line.Kind, line.ItemKey, new Place(line.ChainId, line.Region, line.City, line.StoreId), line.Amount,
                line.KnownAt, line.ProducedAt))
            .Where(line => digest.States(frame, StatedFigure.Parse(line.Kind, line.ItemKey, line.Place, 0)))
            .GroupBy(line => (line.Kind, line.ItemKey)).ToDictionary(key => key.Key, key => key.ToList());
        var now = figures.GroupBy(figure => (figure.Kind, figure.Key)).ToDictionary(same => same.Key, same => same.First());
        foreach (var (key, stated) in sent.Where(key => !now.ContainsKey(key.Key)))
        {
            now[key] = StatedFigure.Parse(key.Item1, key.Item2, stated[^1].Place, 0);
        }

        var changed = sent.Where(key => key.Value.Any(line => line.Amount != now[key.Key].Stored)).ToList();
        if (changed.Count == 0)
        {
            return new SentFigures([], now, [], []);
        }

        var got = (await connection.QueryAsync<(long, string)>(new CommandDefinition(
            $"""
            select distinct edition_id, recipient_id from ops.delivery join ops.edition using (edition_id)
            where {Has} and edition_id = any (@editions)
            """,
            new { editions = sent.Values.SelectMany(stated => stated).Select(line => line.EditionId).Distinct().ToArray() },
            cancellationToken: ct))).ToHashSet();
        var causes = await RestatementCauses.LoadAsync(
            connection, [
            .. changed.Select(key => (now[key.Key], key.Value.Min(line => line.KnownAt), key.Value.Min(line => line.ProducedAt)))], ct);
        return new SentFigures(sent, now, got, changed.Select((key, i) => (key.Key, Cause: causes[i]))
            .ToDictionary(key => key.Key, key => key.Cause));
    }

    /// <summary>Figures that differ from what this reader last got, newest day first.</summary>
    public IReadOnlyList<RestatedFigure> For(Recipient reader) =>
    [
        .. from key in causes.Keys
           let figure = now[key]
           where figure.Place.In(reader.Scope)
           let last = sent[key].LastOrDefault(line => got.Contains((line.EditionId, reader.Id)))
           where last is not null && last.Amount != figure.Stored
           orderby figure.Day descending, figure.Key, figure.Name
           select new RestatedFigure(figure, last.Amount, causes[key]),
    ];

    /// <summary>Sums of the days on which something changed for the reader, as this reader got them and as they are now.</summary>
    public IReadOnlyList<(string Name, DateOnly Day, decimal Before, decimal Now)> SumsFor(Recipient reader)
    {
        var days = For(reader).Select(change => (change.Figure.Name, change.Figure.Day)).ToHashSet();
        return
        [
            .. from key in sent.Keys
               let figure = now[key]
               where days.Contains((figure.Name, figure.Day)) && figure.Place.In(reader.Scope)
               let last = sent[key].LastOrDefault(line => got.Contains((line.EditionId, reader.Id)))
               where last is not null
               group (last.Amount, figure.Stored) by (figure.Name, figure.Day) into day
               orderby day.Key.Day descending, day.Key.Name
               select (day.Key.Name, day.Key.Day, day.Sum(line => line.Amount), day.Sum(line => line.Stored)),
        ];
    }
}
