using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Workbooks;
using Npgsql;

namespace KaPipeline.Digests.Close;

/// <summary>A column of a sheet of figures.</summary>
/// <param name="Column">How it looks.</param>
/// <param name="NameOf">Puts a name in place of an id, where the query gives one; null: the value itself.</param>
internal sealed record FigureColumn(SheetColumn Column, Func<Names, Place, string, Language, string>? NameOf = null);

/// <summary>One row of a sheet of figures.</summary>
/// <param name="Place">Where it belongs.</param>
/// <param name="About">Person or dealer whom it is about; null: the place decides who sees it.</param>
/// <param name="Cells">Values, one per column; where the column has names, the id.</param>
internal sealed record FigureLine(Place Place, string? About, object?[] Cells);

/// <summary>A sheet of the figures workbook and its query.</summary>
/// <param name="Name">Name on the tab.</param>
/// <param name="Title">Its title; thresholds are named in it as <see cref="Rules.RuleWords"/> tells them.</param>
/// <param name="Note">A sentence below it, likewise.</param>
/// <param name="Sql">Gives chain, region, city, store, about, then one field for each column; <c>$1</c> is the month's first day.</param>
internal sealed record FigureSheet(string Name, string Title, string Note, IReadOnlyList<FigureColumn> Columns, string Sql)
{
    /// <summary>Whether its rows belong to whole chains: it is left out for who has none, since an empty sheet would say that there is
    /// nothing.</summary>
    public bool IsOfChains { get; init; }

    /// <summary>How many of its columns go on paper, as <see cref="SheetTable.PrintedColumns"/>.</summary>
    public int PrintedColumns { get; init; } = int.MaxValue;

    private const int Leading = 5;

    /// <summary>Reads its rows by the clocks of the connection's transaction.</summary>
    public async Task<IReadOnlyList<FigureLine>> LoadAsync(NpgsqlConnection connection, DateOnly month, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(month);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<FigureLine>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add(Line(reader));
        }

        return lines;
    }

    /// <summary>The cells of a row with names in place of ids.</summary>
    public object?[] Named(FigureLine line, Names names, Language language) =>
    [
        .. line.Cells.Zip(Columns, (cell, column) =>
            cell is string id && column.NameOf is { } name ? name(names, line.Place, id, language) : cell),
    ];

    private FigureLine Line(NpgsqlDataReader reader)
    {
        string Part(int field) => reader.IsDBNull(field) ? "" : reader.GetString(field);
        var place = new Place(Part(0), Part(1), Part(2), Part(3));
        return new FigureLine(
            place, reader.IsDBNull(4) ? null : reader.GetString(4),
            [.. Columns.Select((column, i) => Cell(reader, Leading + i, column))]);
    }

    private static object? Cell(NpgsqlDataReader reader, int field, FigureColumn column)
    {
        if (reader.IsDBNull(field))
        {
            return null;
        }

        return column.Column.Kind switch
        {
            ColumnKind.Text => reader.GetString(field),
            ColumnKind.Date => reader.GetFieldValue<DateOnly>(field),
            _ => reader.GetFieldValue<decimal>(field),
        };
    }
}
