using System.Net.Sockets;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary>What to do where the database cannot be reached or does not let us in.</summary>
internal static class DatabaseAdvice
{
    /// <summary>What is wrong and what to do; null where it is something else.</summary>
    public static string? For(NpgsqlException e) => e switch
    {
        { InnerException: SocketException } => Bilingual.Of(
            $"连不上数据库（{e.Message}）。请检查 KA_DATABASE 中的主机与端口，以及服务器是否在运行；不设置 KA_DATABASE 则使用自带的数据库。",
            $"The database cannot be reached ({e.Message}). Check host and port in KA_DATABASE, and that the server runs; without KA_DATABASE a private one is used."),
        { InnerException: AggregateException several } when several.InnerExceptions.OfType<NpgsqlException>().Select(For)
            .FirstOrDefault(advice => advice is not null) is { } advice => advice,
        _ when ServerGone.IsWithoutPrimary(e) => Bilingual.Of(
            "KA_DATABASE 列出的服务器都不是主库：主库已停，备用库尚未接管。请检查集群（patronictl list）。",
            "None of the servers that KA_DATABASE names is a primary: it is gone, and no standby has taken its place. Look at the cluster (patronictl list)."),
        { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => Bilingual.Of(
            $"数据库拒绝了该用户或密码（{e.Message}）。请检查 KA_DATABASE。",
            $"The database refuses this role or password ({e.Message}). Check KA_DATABASE."),
        { SqlState: PostgresErrorCodes.InvalidCatalogName } => Bilingual.Of(
            $"没有这个数据库（{e.Message}）。请由管理员创建：create database ka。",
            $"There is no such database ({e.Message}). An administrator makes it: create database ka."),
        _ => null,
    };
}
