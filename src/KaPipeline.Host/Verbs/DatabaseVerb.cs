using System.CommandLine;
using KaPipeline.Labels;
using KaPipeline.Warehouse;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka database upgrade</c>: the embedded database moves to a newer PostgreSQL.</summary>
internal static class DatabaseVerb
{
    public static Command Create()
    {
        var json = SharedOptions.Json();
        var upgrade = new Command("upgrade", "Move the embedded database to the newest PostgreSQL of this machine.") { json };
        upgrade.SetAction(async (parsed, ct) =>
        {
            if (Environment.GetEnvironmentVariable("KA_DATABASE") is { Length: > 0 })
            {
                throw new UsageException(Bilingual.Of(
                    "KA_DATABASE 指向贵司自己的服务器，请用该服务器的工具升级；此命令只用于内置数据库。",
                    "KA_DATABASE names a server of yours, which its own tools upgrade; this is for the embedded database."));
            }

            var outcome = await EmbeddedUpgrade.RunAsync(
                KaHome.RootFromEnvironment(), step => Console.Error.WriteLine($"… {Bilingual.Both(step)}"), ct);
            if (parsed.GetValue(json))
            {
                JsonText.Print(outcome);
                return ExitCodes.Done;
            }

            Console.WriteLine(Bilingual.Both(outcome.KeptIn is null
                ? Bilingual.Of($"无需升级：内置数据库已是 PostgreSQL {outcome.To}", $"nothing to do: the embedded database is of PostgreSQL {outcome.To}")
                : Bilingual.Of(
                    $"已由 PostgreSQL {outcome.From} 升级到 {outcome.To}；原数据保留在 {outcome.KeptIn}，ka check 无误后可删除",
                    $"upgraded from PostgreSQL {outcome.From} to {outcome.To}; what there was stays in {outcome.KeptIn}: remove it when ka check is content")));
            return ExitCodes.Done;
        });
        return new Command("database", "The embedded database server.") { upgrade };
    }
}
