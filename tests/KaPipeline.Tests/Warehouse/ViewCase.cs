using CsvHelper;
using Dapper;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>A folder below <c>tests/views</c>: what is given, and the rows a view must then show.</summary>
public sealed record ViewCase(string View, string Sentence)
{
    public static string Root { get; } = Path.Combine(Repository.Root, "tests", "views");

    /// <summary>Helpers that every case may call.</summary>
    public static string Prelude => File.ReadAllText(Path.Combine(Root, "prelude.sql"));

    public static IEnumerable<ViewCase> All() =>
        from view in Directory.EnumerateDirectories(Root, "mart.*").Order(StringComparer.Ordinal)
        from folder in Directory.EnumerateDirectories(view).Order(StringComparer.Ordinal)
        select new ViewCase(Path.GetFileName(view), Path.GetFileName(folder));

    public string Given => File.ReadAllText(Path.Combine(Root, View, Sentence, "given.sql"));

    /// <summary>The header of <c>expected.csv</c> names the columns that are compared; its rows stand in any order.</summary>
    public (string[] Columns, string[] Rows) Expected()
    {
        using var reader = CsvReader.FromFile(Path.Combine(Root, View, Sentence, "expected.csv"));
        reader.ReadHeader();
        string[] columns = [.. reader.Headers];
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Line(columns.Select((_, i) => reader.GetString(i))));
        }

        return (columns, [.. rows]);
    }

    /// <summary>Puts what is given into the warehouse, behind the prelude: what the view shows, and what it must show.</summary>
    public async Task<(string Found, string Expected)> CompareAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        var (columns, expected) = Expected();
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(Given, transaction: transaction, cancellationToken: ct));
        var found = await connection.QueryAsync(new CommandDefinition(
            $"select {string.Join(", ", columns.Select(column => $"{column}::text"))} from {View}", transaction: transaction,
            cancellationToken: ct));
        var rows = found.Select(row => Line(((IDictionary<string, object?>)row).Values.Select(value => (string?)value)));
        return (string.Join('\n', rows.Order(StringComparer.Ordinal)), string.Join('\n', expected.Order(StringComparer.Ordinal)));
    }

    /// <summary>One row as it is compared and shown: null as nothing, exactly the digits that the database prints.</summary>
    public static string Line(IEnumerable<string?> values) => string.Join(" | ", values.Select(value => value ?? ""));

    public override string ToString() => $"{View}: {Sentence}";
}
