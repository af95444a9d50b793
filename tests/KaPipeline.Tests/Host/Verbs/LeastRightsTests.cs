using System.CommandLine;
using KaPipeline.Host.Verbs;
using KaPipeline.Host.Work;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>The application's role reads and writes, and may create nothing: all but <c>ka migrate</c> works as that role alone. Every
/// verb has its arguments here; some of them are tried each time, all of them in a long run.</summary>
[Trait("Category", "Slow")]
public sealed class LeastRightsTests : IAsyncLifetime
{
    private const string Why = "trial of the rights";

    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["demo"] = ["--as-of", "2026-05-02"],
        ["migrate"] = [],
        ["completion"] = ["bash"],
        ["backup"] = ["BACKUPS"],
        ["restore"] = ["BACKUPS", "--dry-run"],
        // Of the embedded server alone: refused.
        ["database upgrade"] = [],
        // Of no year that could be written here: the folder is the repository's own.
        ["calendar draft"] = ["2000"],
        ["backtest locks"] = ["--from", "2026-05-01", "--to", "2026-05-03"],
        ["case open"] = ["--as-of", "2026-06-05"],
        ["case list"] = [],
        ["case show"] = ["1"],
        ["case send"] = ["1"],
        ["case agree"] = ["1", "0.01"],
        ["case credit"] = ["1", "0.01", "--reference", Why],
        ["case refuse"] = ["2", "--reason", Why],
        ["case write-off"] = ["3", "--reason", Why],
        ["case invoice"] = ["4", "--reference", Why],
        ["case settle"] = ["4", "--reference", Why],
        ["case assign"] = ["1", "--to", "E012"],
        ["case note"] = ["1", "--text", Why],
        ["case reopen"] = ["3", "0.01", "--reason", Why],
        ["check"] = ["--as-of", "2026-06-05"],
        ["delivery list"] = [],
        ["delivery hold"] = ["1", "--reason", Why],
        ["delivery release"] = ["1", "--reason", Why],
        ["delivery resend"] = ["1", "--reason", Why],
        ["delivery confirm"] = ["1", "--reason", Why],
        ["delivery again"] = ["1", "--reason", Why],
        ["delivery resume"] = ["--reason", Why],
        ["delivery send"] = [],
        ["digest"] = ["daily", "--as-of", "2026-05-06", "--yes"],
        ["doctor"] = [],
        ["negotiate"] = ["--chain", "wanjia", "--as-of", "2026-06-05"],
        ["items"] = ["--chain", "wanjia", "--as-of", "2026-06-05"],
        ["template orders"] = ["--chain", "wanjia"],
        ["template promotions"] = [],
        ["template budget"] = [],
        ["template plans"] = [],
        ["template inspections"] = [],
        ["template shipments"] = [],
        ["template surveys"] = [],
        ["template summaries"] = [],
        ["opening template"] = ["--to", "OPENING"],
        ["opening check"] = ["OPENING", "--start", "2026-04-01"],
        ["opening load"] = ["OPENING", "--start", "2026-04-01"],
        ["opening show"] = [],
        ["shadow template"] = ["--to", "SHADOW.xlsx", "--month", "2026-05"],
        ["shadow check"] = ["SHADOW.xlsx"],
        ["shadow compare"] = ["SHADOW.xlsx", "--as-of", "2026-06-05"],
        ["reopen"] = ["--chain", "wanjia", "--as-of", "2026-06-05"],
        ["evidence"] = ["1", "--new", "--as-of", "2026-06-05"],
        ["trace"] = ["reconciliation_break", "chain_id=wanjia", "--as-of", "2026-06-05"],
        ["sample"] = ["--out", "SAMPLE"],
        ["ingest"] = ["samples/wanjia/万嘉收货_20260504.xlsx"],
        ["quarantine list"] = [],
        ["quarantine replay"] = ["--chain", "wanjia", "--reason", Why],
        ["quarantine release"] = ["1", "--reason", Why],
        ["held list"] = [],
        ["held let-in"] = ["1", "--reason", Why],
        ["held give-up"] = ["1", "--reason", Why],
        ["run"] = ["rehearse", "-a", "milliseconds=1"],
        ["schedule pause"] = ["load", "--reason", Why],
        ["schedule resume"] = ["load", "--reason", Why],
        ["schedule trigger"] = ["load", "--reason", Why],
        ["runs requeue"] = ["1", "--reason", Why],
        ["runs start"] = ["2", "--reason", Why],
        ["runs cancel"] = ["2", "--reason", Why],
        ["user add"] = ["li", "--external", "li@sso", "--role", "operator", "--all"],
        ["user invite"] = ["E012", "--role", "viewer"],
        ["user role"] = ["li", "--role", "finance"],
        ["user scope"] = ["li", "--all"],
        ["user password"] = ["li"],
        ["user disable"] = ["li"],
        ["user enable"] = ["li"],
        ["user list"] = [],
        ["profile draft"] = ["samples/wanjia/万嘉收货_20260504.xlsx"],
        ["profile check"] = ["wanjia", "samples/wanjia/万嘉收货_20260504.xlsx"],
    };

    // Works until it is stopped; tried below.
    private static readonly string[] Lasting = ["serve"];

    private readonly string home = Directory.CreateTempSubdirectory("ka-rights-").FullName;
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await SampleMonth.Loaded.CopyAsync(Path.Combine(home, "archive"));

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Every_job_and_every_verb_works_without_the_owner()
    {
        var verbs = Leaves(KaCommandLine.Root(), "").Except(Lasting).ToList();
        Assert.Equal(verbs.Order(StringComparer.Ordinal), Arguments.Keys.Order(StringComparer.Ordinal));

        var denied = new List<string>();
        var done = new List<string>();
        foreach (var job in LongRun.Drawn(JobCatalogue.Names, 1))
        {
            await TryAsync(["run", job, "--to", "2026-06-05", .. job == "rehearse" ? (string[])["-a", "milliseconds=1"] : []]);
        }

        foreach (var (verb, arguments) in LongRun.Drawn(Arguments, 5))
        {
            await TryAsync(
                [
                    .. verb.Split(' '),
                    .. arguments.Select(argument => argument is "SAMPLE" or "BACKUPS" or "OPENING" or "SHADOW.xlsx" ? Path.Combine(home, argument) : argument),
                ]);
        }

        // Only the owner may, and the refusal says who that is.
        var (code, _, said) = await KaProcess.RunWithoutOwnerAsync(warehouse, home, "migrate");
        Assert.True(code == 1 && said.Contains("KA_DATABASE_OWNER", StringComparison.Ordinal), said);
        Assert.True(denied.Count == 0, $"Seed {LongRun.Seed}:\n{string.Join('\n', denied)}");
        Assert.True(done.Count > (LongRun.IsOn ? 40 : 0), string.Join('\n', done));

        async Task TryAsync(string[] line)
        {
            var (exit, output, error) = await KaProcess.RunWithoutOwnerAsync(warehouse, home, line);
            var all = output + error;
            if (line[0] != "migrate"
                && (all.Contains("42501", StringComparison.Ordinal) || all.Contains("permission denied", StringComparison.Ordinal)
                || all.Contains("must be owner", StringComparison.Ordinal)
                || all.Contains("failed unexpectedly", StringComparison.Ordinal)))
            {
                denied.Add($"{string.Join(' ', line)}: {all}");
            }
            else if (exit is 0 or 3)
            {
                done.Add(string.Join(' ', line));
            }
        }
    }

    [Fact]
    public async Task A_node_plans_and_works_without_the_owner()
    {
        await using var nodes = new RehearsalNodes(warehouse.ConnectionString, "");
        nodes.Start();
        await RehearsalNodes.UntilAsync(() =>
            warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.run where job = 'rehearse' and state = 'succeeded')"));
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count == 0 ? [path]
        : command.Subcommands.SelectMany(verb => Leaves(verb, path.Length == 0 ? verb.Name : $"{path} {verb.Name}"));
}
