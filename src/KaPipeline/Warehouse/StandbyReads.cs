using Npgsql;
using NpgsqlTypes;

namespace KaPipeline.Warehouse;

/// <summary>Which server answers a reader: the standby, while it has all that this reader has written and follows the primary closely; else
/// the primary (<c>docs/decisions/0733-the-console-reads-a-standby.md</c>).</summary>
/// <param name="primary">Where everything is written.</param>
/// <param name="standby">Connections that prefer a standby (<see cref="ConnectionText.Reading"/>).</param>
public sealed class StandbyReads(NpgsqlDataSource primary, NpgsqlDataSource standby)
{
    // A standby that receives nothing looks to itself as if nothing had happened: only one that is connected, or has followed a moment ago,
    // knows that it is not behind.
    private const string IsFresh =
        """
        select pg_is_in_recovery() and (@written::pg_lsn is null or pg_last_wal_replay_lsn() >= @written::pg_lsn)
            and (pg_last_wal_replay_lsn() = pg_last_wal_receive_lsn() and exists (select from pg_stat_wal_receiver)
                or clock_timestamp() - pg_last_xact_replay_timestamp() < interval '10 seconds')
        """;

    /// <summary>The server that answers.</summary>
    /// <param name="written">End of what the reader has written, where they wrote something lately.</param>
    /// <param name="ct">Stops the question.</param>
    public async ValueTask<NpgsqlDataSource> ChooseAsync(NpgsqlLogSequenceNumber? written, CancellationToken ct)
    {
        try
        {
            return await standby.FirstAsync<bool>(IsFresh, new { written = written?.ToString() }, ct) ? standby : primary;
        }
        catch (NpgsqlException e) when (e.SqlState?.StartsWith("42", StringComparison.Ordinal) != true)
        {
            return primary;
        }
    }

    /// <summary>End of what has been written by now, on the primary.</summary>
    public async Task<NpgsqlLogSequenceNumber> WrittenAsync(CancellationToken ct) =>
        NpgsqlLogSequenceNumber.Parse((await primary.FirstAsync<string>("select pg_current_wal_lsn()::text", ct: ct))!);
}
