using Dapper;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Keeps answers about past moments aside: the morning of three weeks ago is computed once, however many mails and workbooks
/// ask for it. Views read them where they still hold (<c>mart.past_settlement_id</c>), so that nobody has to ask here first.</summary>
public sealed class PastMoments(NpgsqlDataSource database)
{
    /// <summary>How many moments are kept, the latest asked.</summary>
    public const int Moments = 40;

    // Of how many of them supply lines and price findings are kept, and up to how many delivery lines of a warehouse: a few hundred
    // thousand rows on the disk at most.
    private const int FigureMoments = 10;
    private const int FigureLines = 50_000;

    private const int PastLock = 5_242_013;

    /// <summary>Computes and keeps what was known at the moment of <paramref name="clock"/>, unless it is kept already.</summary>
    /// <returns>Whether it was computed now.</returns>
    public async Task<bool> KeepAsync(ReportClock clock, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await IsComputedAsync(connection, clock, ct))
        {
            return false;
        }

        try
        {
            await using var transaction = await WholeLoads.BeginAsync(connection, PastLock, [""], ct);
            await clock.ApplyAsync(connection, ct);
            if (!await connection.ExecuteScalarAsync<bool>("select mart.must_compute_settlement()", transaction: transaction))
            {
                return false;
            }

            await connection.ExecuteAsync(new CommandDefinition(
                SqlFiles.Read("refresh/settlement/past.sql"), new { keep = Moments, keepFigures = FigureMoments, lines = FigureLines },
                transaction, commandTimeout: 0, cancellationToken: ct));
            await transaction.CommitAsync(ct);
            return true;
        }
        finally
        {
            await WholeLoads.LeaveAsync(connection);
        }
    }

    private static async Task<bool> IsComputedAsync(NpgsqlConnection connection, ReportClock clock, CancellationToken ct)
    {
        await using var transaction = await clock.BeginAsync(connection, ct);
        return await connection.ExecuteScalarAsync<bool>("select mart.must_compute_settlement()", transaction: transaction);
    }
}
