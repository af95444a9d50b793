using Npgsql;

namespace KaPipeline.Workbooks;

/// <summary>Streams a query's rows into a detail sheet: field by field, in the order of the columns.</summary>
public static class QueryRows
{
    /// <summary>Something that fills a sheet from a query while the workbook is saved.</summary>
    /// <param name="connection">Open until the workbook is saved, with a transaction in which the clocks are set.</param>
    /// <param name="columns">Columns of the sheet; the query gives one field for each.</param>
    /// <param name="sql">The query; parameters by position: <c>$1</c>, <c>$2</c>, …</param>
    /// <param name="parameters">Their values.</param>
    public static Func<DetailRows, CancellationToken, Task> Of(
        NpgsqlConnection connection, IReadOnlyList<DetailColumn> columns, string sql, params object[] parameters) => async (rows, ct) =>
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            for (var i = 0; i < columns.Count; i++)
            {
                Write(rows, columns[i], reader, i);
            }

            await rows.EndRowAsync(ct);
        }
    };

    private static void Write(DetailRows rows, DetailColumn column, NpgsqlDataReader reader, int field)
    {
        var isNull = reader.IsDBNull(field);
        switch (column.Kind)
        {
            case ColumnKind.Text:
                rows.Text(isNull ? null : column.Codes is { } codes ? codes.Both(reader.GetString(field)) : reader.GetString(field));
                break;
            case ColumnKind.Date:
                rows.Date(isNull ? null : reader.GetFieldValue<DateOnly>(field));
                break;
            default:
                rows.Number(isNull ? null : reader.GetFieldValue<decimal>(field));
                break;
        }
    }
}
