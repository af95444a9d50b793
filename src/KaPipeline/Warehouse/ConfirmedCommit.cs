using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>Commits after which something happens outside the database: a mail goes, a file is moved away.</summary>
internal static class ConfirmedCommit
{
    /// <summary>Commits, and fails where a synchronous standby has not confirmed it. A server whose wait for its standby is broken off, by
    /// a cancellation or a command's time, commits all the same and says so by a warning alone, which the driver takes for success; a
    /// standby that is promoted then does not know what was committed.</summary>
    /// <exception cref="StandbyUnconfirmedException">Committed here, and perhaps nowhere else.</exception>
    public static async Task CommitConfirmedAsync(this NpgsqlTransaction transaction, CancellationToken ct)
    {
        var connection = transaction.Connection!;
        var warnings = new List<string>();
        // The one warning of this general code that a commit can give, in whatever language the server speaks.
        void Hear(object sender, NpgsqlNoticeEventArgs said)
        {
            if (said.Notice.SqlState == "01000")
            {
                warnings.Add(said.Notice.MessageText);
            }
        }

        connection.Notice += Hear;
        try
        {
            await transaction.CommitAsync(ct);
        }
        finally
        {
            connection.Notice -= Hear;
        }

        if (warnings is [var warning, ..])
        {
            throw new StandbyUnconfirmedException(warning);
        }
    }
}
