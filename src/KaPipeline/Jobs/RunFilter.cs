using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Which runs a list shows, and which an action on the whole list touches: the same condition for both.</summary>
public sealed record RunFilter
{
    /// <summary>Whether a later run did the work of the row <c>picked</c> of <c>ops.run</c>, as an SQL condition.</summary>
    public const string IsDoneLater =
        """
        exists (select from ops.run as later where later.job = picked.job and later.chain_id = picked.chain_id
            and later.date_from <= picked.date_from and later.date_to >= picked.date_to and later.state = 'succeeded' and later.run_id > picked.run_id)
        """;

    /// <summary>Condition over <c>ops.run as picked</c>; an empty part matches everything.</summary>
    internal const string Condition =
        $"""
        (@State is null or state = @State) and (@Job is null or job = @Job) and (@Chain is null or chain_id = @Chain)
        and (@From::date is null or date_to >= @From) and (@To::date is null or date_from <= @To)
        and (@User is null or requested_by = @User) and (@ErrorKind is null or error_kind = @ErrorKind)
        and (@Text is null or error ilike '%' || replace(replace(replace(@Text, '\', '\\'), '%', '\%'), '_', '\_') || '%')
        and (@FailedOn::date is null or (finished_at at time zone 'Asia/Shanghai')::date = @FailedOn)
        and (not @IsUnresolved or not {IsDoneLater})
        and (@RunId::bigint is null or run_id = @RunId) and (@BatchId::bigint is null or batch_id = @BatchId)
        """;

    /// <summary>One state of <c>ops.run</c>.</summary>
    public string? State { get; init; }

    /// <summary>One job.</summary>
    public string? Job { get; init; }

    /// <summary>One chain; the empty text means runs for all chains.</summary>
    public string? Chain { get; init; }

    /// <summary>Business dates from here on.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Business dates up to here.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? User { get; init; }

    /// <summary>One kind of error.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>Words in the error, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>Business date on which it ended.</summary>
    public DateOnly? FailedOn { get; init; }

    /// <summary>Only those whose work no later run has done.</summary>
    public bool IsUnresolved { get; init; }

    /// <summary>One run.</summary>
    public long? RunId { get; init; }

    /// <summary>One batch.</summary>
    public long? BatchId { get; init; }

    /// <summary>One page of the matching runs, the newest first, and how many match in all.</summary>
    /// <param name="columns">Columns to read, trusted text.</param>
    public async Task<(IReadOnlyList<T> Rows, long Total)> PageAsync<T>(NpgsqlDataSource database, string columns, int skip, int take,
        CancellationToken ct)
    {
        var total = await database.FirstAsync<long>($"select count(*) from ops.run as picked where {Condition}", Values(), ct);
        return (await database.ListAsync<T>(
            $"select {columns} from ops.run as picked where {Condition} order by run_id desc limit @take offset @skip",
            Values(new { take, skip }), ct), total);
    }

    /// <summary>Its values, and others beside them, as parameters.</summary>
    internal DynamicParameters Values(object? others = null)
    {
        var values = new DynamicParameters(this);
        values.AddDynamicParams(others);
        return values;
    }
}
