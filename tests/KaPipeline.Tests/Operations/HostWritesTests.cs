using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Operations;

/// <summary>The program around the library writes nothing into the warehouse by SQL of its own: what a person does has one owner,
/// <c>Operations/</c>.</summary>
public sealed partial class HostWritesTests
{
    // Each with its reason. Nothing of what operators do to mails, rows, runs or schedules is among them.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Accounts/AccountStore.cs"] = "accounts belong to the console alone, and are audited where they are written",
        ["Accounts/Invitations.cs"] = "and so are invitations to them",
        ["Accounts/SignInsPerAccount.cs"] = "so do tries at an account's password, and sessions",
        ["Accounts/SignInsPerAddress.cs"] = "tries of an address, counted by sign-in alone",
        ["Accounts/DatabaseKeys.cs"] = "the framework's key ring",
        ["Hangfire/RecurringEntries.cs"] = "the engine closes its own alert about a schedule",
        ["Hangfire/RunQueue.cs"] = "the engine notes the job that it put a run's attempt into",
        ["Work/ReconcileJob.cs"] = "a chain's run hands over to the one that closes the date; no person's action",
        ["Work/TidyJob.cs"] = "forgets what is past its time; no person's action",
    };

    [Fact]
    public void Program_writes_by_SQL_only_where_a_reason_stands()
    {
        var host = Path.Combine(Repository.Root, "src", "KaPipeline.Host");
        var writing = Directory.EnumerateFiles(host, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor"
            && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Writing().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(host, file).Replace('\\', '/')).ToList();

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), writing.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("update ops.delivery set state = 'accepted'")]
    [InlineData("INSERT INTO ops.audit")]
    [InlineData("delete from core.store")]
    [InlineData("merge into core.store")]
    [InlineData("truncate staging.order_line")]
    public void Every_way_of_writing_is_seen(string sql) => Assert.Matches(Writing(), sql);

    [GeneratedRegex(@"\b(insert\s+into|merge\s+into|delete\s+from|truncate|update)\s+(table\s+)?(ops|core|staging|mart)\.",
        RegexOptions.IgnoreCase)]
    private static partial Regex Writing();
}
