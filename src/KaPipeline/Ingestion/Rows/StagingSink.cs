using KaPipeline.Ingestion.Profiles;
using Npgsql;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Takes the rows of one file into the staging tables. The first target streams straight to the server; a file that fills several
/// keeps the others aside until the end, since a connection carries one COPY at a time. The caller owns connection and transaction.
/// </summary>
public sealed class StagingSink : IDisposable
{
    private readonly Func<StagingTable, Stream> open;
    private readonly List<Target> targets = [];

    /// <summary>A sink into the staging tables of a database.</summary>
    /// <param name="connection">An open connection, with the caller's transaction.</param>
    /// <param name="loadId">Load that the rows belong to.</param>
    public StagingSink(NpgsqlConnection connection, long loadId)
        : this(table => connection.BeginRawBinaryCopy(table.CopyStatement), loadId)
    {
    }

    /// <summary>A sink into any streams, one for each target, in PostgreSQL's binary COPY format.</summary>
    internal StagingSink(Func<StagingTable, Stream> open, long loadId)
    {
        this.open = open;
        LoadId = loadId;
    }

    /// <summary>Load that the rows belong to.</summary>
    public long LoadId { get; }

    /// <summary>Rows staged so far by target.</summary>
    public IReadOnlyDictionary<string, long> Staged =>
        targets.GroupBy(target => target.Table.Name, target => target.Buffer.Rows).ToDictionary(group => group.Key, group => group.Sum());

    /// <summary>Ends all COPYs; without this call nothing of them reaches the tables.</summary>
    /// <exception cref="NpgsqlException">The server refused a row.</exception>
    public void Complete()
    {
        foreach (var target in targets)
        {
            target.Buffer.Complete();
            if (target.Stream is SpoolStream spool)
            {
                using var copy = open(target.Table);
                spool.CopyAllTo(copy);
            }

            target.IsEnded = true;
            target.Stream.Dispose();
        }
    }

    /// <summary>Cancels what was not completed.</summary>
    public void Dispose()
    {
        foreach (var target in targets.Where(target => !target.IsEnded))
        {
            target.IsEnded = true;
            if (target.Stream is NpgsqlRawCopyStream copy)
            {
                Cancel(copy);
            }

            target.Stream.Dispose();
        }
    }

    // Where the server went away the copy has ended already; what is told is why, not that it cannot be cancelled.
    private static void Cancel(NpgsqlRawCopyStream copy)
    {
        try
        {
            copy.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    /// <summary>The buffer of one target.</summary>
    internal CopyBuffer BufferOf(StagingTable table)
    {
        if (targets.Find(target => target.Table.Name == table.Name) is { } known)
        {
            return known.Buffer;
        }

        var stream = targets.Count == 0 ? open(table) : new SpoolStream();
        var added = new Target(table, stream, new CopyBuffer(stream, table.IsFeed ? 4 : table.Fields.Count + 2));
        targets.Add(added);
        return added.Buffer;
    }

    private sealed record Target(StagingTable Table, Stream Stream, CopyBuffer Buffer)
    {
        public bool IsEnded { get; set; }
    }
}
