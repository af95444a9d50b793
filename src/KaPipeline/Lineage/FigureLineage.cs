using Dapper;
using KaPipeline.Mail;
using KaPipeline.Scopes;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Lineage;

/// <summary>
/// Follows figures of <c>mart</c> back to files and rows. A view that names its source rows (load_id and row_number, or ours and theirs)
/// is followed by them. A view that sums over many rows is followed through the catalogue: the tables of <c>core</c> that it is made of,
/// and of these the rows in force that share its keys (chain, store, product, documents, account) and its month or day.
/// </summary>
public static class FigureLineage
{
    /// <summary>Source rows that are listed for one figure.</summary>
    public const int SourceLimit = 200;

    private static readonly string[] Keys =
        ["chain_id", "store_id", "product_id", "order_number", "delivery_number", "statement_number", "account_id", "promotion_id",
        "contract_id", "invoice_number"];

    // The date by which a fact falls into a month or on a day.
    private static readonly Dictionary<string, string> DateOf = new(StringComparer.Ordinal)
    {
        ["order_line"] = "ordered_on",
        ["delivery_line"] = "received_on",
        ["statement"] = "period_to",
        ["invoice"] = "issued_on",
        ["payment_line"] = "paid_on",
    };

    private static readonly string[] DayColumns = ["business_date", "day", "ordered_on", "received_on", "delivered_on"];

    /// <summary>Follows the rows of a view that fit the given values.</summary>
    /// <param name="database">Connections of the application role.</param>
    /// <param name="view">Name of the view, with or without <c>mart.</c></param>
    /// <param name="where">Column to value, compared as text.</param>
    /// <param name="clock">The two clocks.</param>
    /// <param name="limit">Rows of the view that are followed at most.</param>
    /// <param name="scope">What whoever asks may see: figures outside it are not found, their source rows not listed; null: all.</param>
    /// <param name="ct">Cancels the question.</param>
    /// <exception cref="InvalidDataException">There is no such view or column; the message lists what there is.</exception>
    public static async Task<IReadOnlyList<TracedFigure>> TraceAsync(
        NpgsqlDataSource database, string view, IReadOnlyDictionary<string, string> where, ReportClock clock, int limit = 10,
        Scope? scope = null,
        CancellationToken ct = default)
    {
        var name = view.StartsWith("mart.", StringComparison.Ordinal) ? view[5..] : view;
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await clock.BeginAsync(connection, ct);
        var columns = await ColumnsAsync(connection, "mart", name, ct);
        if (columns.Count == 0)
        {
            var views = await connection.QueryAsync<string>("select viewname from pg_views where schemaname = 'mart' order by 1");
            throw new InvalidDataException($"There is no view mart.{name}. There are: {string.Join(", ", views)}.");
        }

        if (where.Keys.FirstOrDefault(column => !columns.Contains(column)) is { } unknown)
        {
            throw new InvalidDataException($"mart.{name} has no column {unknown}. It has: {string.Join(", ", columns)}.");
        }

        var arguments = new DynamicParameters();
        var conditions = where.Select((pair, index) =>
        {
            arguments.Add($"v{index}", pair.Value);
            return $"{pair.Key}::text = @v{index}";
        }).ToList();
        var places = scope is null or { IsAll: true } ? null : await SeenPlaces.LoadAsync(connection, scope, ct);
        if (places is not null)
        {
            places.AddTo(arguments);
            conditions.Add(SeenSql.ConditionOf(columns, "figure"));
        }

        arguments.Add("limit", limit);
        var rows = (await connection.QueryAsync(new CommandDefinition(
            $"select * from mart.{name} as figure{(conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions))} limit @limit",
            arguments, transaction, commandTimeout: 0, cancellationToken: ct)))
            .Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row)).ToList();
        var tables = await TablesAsync(connection, name, ct);
        var figures = new List<TracedFigure>();
        foreach (var row in rows)
        {
            var named = Named(row).ToList();
            var (sources, count) = named.Count > 0
                ? (await ResolveAsync(connection, named, IsOfWholeStatement(row), ct), named.Count)
                : await SharedAsync(connection, row, tables, places, ct);
            figures.Add(new TracedFigure(row, sources, count));
        }

        return figures;
    }

    private static IEnumerable<(string Table, long LoadId, int RowNumber)> Named(Dictionary<string, object?> row)
    {
        foreach (var side in new[] { "", "our_", "their_" })
        {
            if (row.GetValueOrDefault(side + "load_id") is long load && row.GetValueOrDefault(side + "row_number") is int number)
            {
                yield return (side.Length == 0 ? "source" : side.TrimEnd('_'), load, number);
            }
        }
    }

    // Rows in force of the tables the view is made of, which agree with the figure in every key that both have.
    private static async Task<(IReadOnlyList<SourceRow> Sources, long Count)> SharedAsync(
        NpgsqlConnection connection, Dictionary<string, object?> row, IReadOnlyList<(string Table, IReadOnlySet<string> Columns)> tables,
        SeenPlaces? places,
        CancellationToken ct)
    {
        var sources = new List<SourceRow>();
        long count = 0;
        foreach (var (table, columns) in tables)
        {
            var arguments = new DynamicParameters();
            var conditions = new List<string> { "core.is_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at)",
                "t.load_id is not null" };
            foreach (var key in Keys.Where(key => columns.Contains(key) && row.GetValueOrDefault(key) is string { Length: > 0 }))
            {
                conditions.Add($"t.{key} = @{key}");
                arguments.Add(key, row[key]);
            }

            if (DateOf.TryGetValue(table, out var date) && Window(row) is var (from, to) && from is not null)
            {
                conditions.Add($"t.{date} between @from and @to");
                arguments.Add("from", from);
                arguments.Add("to", to);
            }

            if (conditions.Count == 2)
            {
                continue;
            }

            if (places is not null)
            {
                places.AddTo(arguments);
                conditions.Add(SeenSql.ConditionOf(columns, "t"));
            }

            var from_ = $"from core.{table} t join ops.load l using (load_id) where {string.Join(" and ", conditions)}";
            count += await connection.ExecuteScalarAsync<long>(new CommandDefinition($"select count(*) {from_}", arguments,
                commandTimeout: 0, cancellationToken: ct));
            arguments.Add("limit", SourceLimit - sources.Count);
            sources.AddRange(await connection.QueryAsync<SourceRow>(new CommandDefinition(
                $"""
                select '{table}' as "Table", t.load_id as LoadId, t.row_number as RowNumber, l.chain_id as ChainId, l.report as Report, l.file_name as FileName, l.sha256 as Sha256,
                    {(table == "statement" ? "coalesce(ops.sheet_of(t.load_id, t.row_number, true), ops.sheet_of(t.load_id, t.row_number, false))" : "ops.sheet_of(t.load_id, t.row_number, false)")} as Sheet,
                    ops.row_in_sheet(t.load_id, t.row_number) as RowInSheet
                {from_} order by t.load_id, t.row_number limit @limit
                """, arguments, commandTimeout: 0, cancellationToken: ct)));
        }

        return (sources, count);
    }

    private static (DateOnly? From, DateOnly? To) Window(Dictionary<string, object?> row)
    {
        static DateOnly? Date(object? value) => value switch
        {
            DateOnly date => date,
            DateTime moment => DateOnly.FromDateTime(moment),
            _ => null,
        };
        if (Date(row.GetValueOrDefault("month")) is { } month)
        {
            return (new DateOnly(month.Year, month.Month, 1), new DateOnly(month.Year, month.Month, 1).AddMonths(1).AddDays(-1));
        }

        if (Date(row.GetValueOrDefault("period_from")) is { } from && Date(row.GetValueOrDefault("period_to")) is { } to)
        {
            return (from, to);
        }

        var day = DayColumns.Select(column => Date(row.GetValueOrDefault(column))).FirstOrDefault(value => value is not null);
        return (day, day);
    }

    // The row of a figure about a statement as a whole is the statement's head, which may be on a sheet of its own.
    private static bool IsOfWholeStatement(Dictionary<string, object?> row) =>
        row.GetValueOrDefault("statement_number") is string { Length: > 0 } && row.GetValueOrDefault("line_number") is null;

    private static async Task<IReadOnlyList<SourceRow>> ResolveAsync(
        NpgsqlConnection connection, IReadOnlyList<(string Table, long LoadId, int RowNumber)> named, bool isOfWholeStatement,
        CancellationToken ct)
    {
        var sources = new List<SourceRow>();
        foreach (var row in named)
        {
            sources.AddRange(await connection.QueryAsync<SourceRow>(new CommandDefinition(
                """
                select @Table as "Table", load_id as LoadId, @RowNumber as RowNumber, chain_id as ChainId, report as Report, file_name as FileName, sha256 as Sha256,
                    coalesce(case when @isOfWholeStatement and exists (select from core.statement s where s.load_id = l.load_id and s.row_number = @RowNumber)
                        then ops.sheet_of(load_id, @RowNumber, true) end, ops.sheet_of(load_id, @RowNumber, false)) as Sheet,
                    ops.row_in_sheet(load_id, @RowNumber) as RowInSheet
                from ops.load l where load_id = @LoadId
                """, new { row.Table, row.LoadId, row.RowNumber, isOfWholeStatement }, cancellationToken: ct)));
        }

        return sources;
    }

    private static async Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string schema, string table, CancellationToken ct) =>
    [
        .. await connection.QueryAsync<string>(new CommandDefinition(
            """
            select a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = @schema and c.relname = @table and a.attnum > 0 and not a.attisdropped order by a.attnum
            """, new { schema, table }, cancellationToken: ct)),
    ];

    private static async Task<IReadOnlyList<(string Table, IReadOnlySet<string> Columns)>> TablesAsync(NpgsqlConnection connection,
        string view, CancellationToken ct)
    {
        var names = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            with recursive reached (oid) as (
                select format('mart.%I', @view::text)::regclass::oid
                union
                select d.refobjid
                from reached join pg_rewrite r on r.ev_class = reached.oid
                join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                where d.refobjid <> reached.oid
            )
            select c.relname from reached join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'core' and c.relkind in ('r', 'p')
              -- Facts with versions; what is kept of them only repeats them.
              and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('load_id', 'superseded_recorded_at') and not a.attisdropped) = 2
            order by c.relname in ('order_line', 'delivery_line', 'statement_line') desc, c.relname
            """, new { view }, cancellationToken: ct))).ToList();
        var tables = new List<(string, IReadOnlySet<string>)>();
        foreach (var name in names)
        {
            tables.Add((name, (await ColumnsAsync(connection, "core", name, ct)).ToHashSet(StringComparer.Ordinal)));
        }

        return tables;
    }
}
