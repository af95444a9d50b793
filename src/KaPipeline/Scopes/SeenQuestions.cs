using System.Data.Common;
using Dapper;
using KaPipeline.Digests.Facts;
using Npgsql;

namespace KaPipeline.Scopes;

/// <summary>Questions of one reader that are answered from one state of the warehouse.</summary>
/// <param name="connection">With a transaction in which the clocks are set.</param>
/// <param name="cut">Cuts a question to what the reader may see.</param>
/// <param name="add">Adds the values that the cut names.</param>
public sealed class SeenQuestions(NpgsqlConnection connection, Func<string, string> cut, Action<DynamicParameters> add)
{
    /// <summary>Names by the same clocks.</summary>
    public Task<Names> NamesAsync(CancellationToken ct = default) => Names.LoadAsync(connection, ct);

    /// <summary>Rows of a question about <c>seen.NAME as alias</c> (<see cref="SeenSql"/>).</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values = null, CancellationToken ct = default) =>
        (await connection.QueryAsync<T>(Command(sql, values, ct))).AsList();

    /// <summary>Hands over the rows of a question one by one.</summary>
    public async Task ReadAsync(string sql, object? values, Func<DbDataReader, Task> read, CancellationToken ct = default)
    {
        await using var reader = await connection.ExecuteReaderAsync(Command(sql, values, ct));
        while (await reader.ReadAsync(ct))
        {
            await read(reader);
        }
    }

    private CommandDefinition Command(string sql, object? values, CancellationToken ct)
    {
        var all = new DynamicParameters(values);
        add(all);
        return new CommandDefinition(cut(sql), all, commandTimeout: 0, cancellationToken: ct);
    }
}
