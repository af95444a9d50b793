using KaPipeline.Ingestion.Rows;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using Npgsql;

namespace KaPipeline.Tests.Ingestion;

/// <summary>The company's own thresholds of files, read once.</summary>
internal static class FileJudgement
{
    private static readonly BusinessRules Rules = BusinessRules.Load(Path.Combine(Repository.Root, "config"));

    public static FileLimits Limits { get; } = Rules.FileLimits();

    /// <summary>Tells a warehouse the rules, as every verb does that opens one.</summary>
    public static Task SyncAsync(NpgsqlConnection connection) => BusinessRulesSync.SyncAsync(connection, Rules, DateTimeOffset.UnixEpoch);
}
