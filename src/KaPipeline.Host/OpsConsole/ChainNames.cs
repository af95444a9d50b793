using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.OpsConsole;

/// <summary>Names of the chains, asked for once per request.</summary>
internal sealed class ChainNames(NpgsqlDataSource database)
{
    private Task<IReadOnlyList<Name>>? asked;

    /// <summary>All chains, by id.</summary>
    public Task<IReadOnlyList<Name>> ListAsync() =>
        asked ??= database.ListAsync<Name>("select chain_id, name as chinese, coalesce(name_en, name) as english from core.chain order by chain_id");

    /// <summary>One chain.</summary>
    internal sealed record Name
    {
        public string ChainId { get; init; } = "";

        public string Chinese { get; init; } = "";

        public string English { get; init; } = "";
    }
}
