using KaPipeline.Labels;
using Npgsql;

namespace KaPipeline.Warehouse;

/// <summary>The primary has committed what its synchronous standby has not confirmed. It counts as a server that is gone: what was to
/// follow the commit is left undone, and the run continues once the database is whole.</summary>
/// <param name="said">The server's words.</param>
public sealed class StandbyUnconfirmedException(string said) : NpgsqlException(
    Bilingual.Of($"备用数据库没有确认，后续步骤未执行：{said}", $"The standby has not confirmed it, so nothing was done on the strength of it: {said}"), new IOException(said));
