using System.CommandLine;
using System.Text;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Rules;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka profile</c>: makes and tries the description of a chain's files.</summary>
internal static class ProfileVerb
{
    public static Command Create() => new("profile",
        "Draft a chain's profile from one of its files, and check a profile against a file.") { Draft(), Check() };

    private static Command Draft()
    {
        var file = new Argument<string>("file") { Description = "A file of the chain, as downloaded from its portal" };
        var chain = new Option<string>("--chain")
        {
            Description = "Id for the chain: lower-case letters", HelpName = "CHAIN",
            DefaultValueFactory = _ => "newchain"
        };
        var output = new Option<string?>("--out") { Description = "File to write; default: the terminal", HelpName = "FILE" };
        var add = new Option<bool>("--add")
        {
            Description = "Add the report to the chain's existing profile"
        };
        var command = new Command("draft", "Propose a profile from a sample file; what it cannot know is marked CHECK.") { file, chain,
            output, add };
        command.SetAction(async (parsed, ct) =>
        {
            var config = KaHome.FromEnvironment().Config;
            var id = parsed.GetValue(chain)!;
            var draft = ProfileDraft.Of(Existing(parsed.GetValue(file)!), ProfileCatalog.Load(config).Chains, id);
            var yaml = draft.Yaml;
            if (parsed.GetValue(add))
            {
                return await AddAsync(Path.Combine(config, "chains", id + ".yaml"), draft, parsed.GetValue(file)!, ct);
            }

            if (parsed.GetValue(output) is not { } path)
            {
                Console.Write(yaml);
                return ExitCodes.Done;
            }

            if (File.Exists(path))
            {
                throw new UsageException($"{path} exists already; a draft does not overwrite files. Name another file with --out.");
            }

            await File.WriteAllTextAsync(path, yaml, new UTF8Encoding(false), ct);
            Terminal.Out.WriteLine(
                $"已写入 written: {path}. 请核对标有 CHECK 的各行 review the lines marked CHECK, then: ka profile check {path} {parsed.GetValue(file)}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<int> AddAsync(string own, ProfileDraft draft, string file, CancellationToken ct)
    {
        if (!File.Exists(own))
        {
            throw new UsageException($"There is no {own} to add to. Draft it first: ka profile draft FILE --chain CHAIN --out {own}");
        }

        var text = ProfileEdit.WithReport(await File.ReadAllTextAsync(own, ct), draft.Report, draft.Yaml, own);
        await File.WriteAllTextAsync(own, text, new UTF8Encoding(false), ct);
        Terminal.Out.WriteLine(
            $"已加入 added to {own}: {draft.Report}. 请核对标有 CHECK 的各行 review the lines marked CHECK, then: ka profile check {Path.GetFileNameWithoutExtension(own)} {file}");
        return ExitCodes.Done;
    }

    private static Command Check()
    {
        var chain = new Argument<string>("chain") { Description = "A chain of config/chains, or a profile file" };
        var file = new Argument<string>("file") { Description = "A file of the chain" };
        var report = new Option<string?>("--report") { Description = "Report to read it as; default: by its name", HelpName = "NAME" };
        var json = SharedOptions.Json();
        var alone = new Option<bool>("--without-warehouse") { Description = "Only read the file: no products, stores or reconciliation" };
        var command = new Command("check",
            "Read a file by a profile without writing anything: rows as they would be loaded, what would be quarantined, what reconciliation would find.")
        {
            chain, file, report, alone, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(json))
            {
                Terminal.LeaveOutputToDocument();
            }

            var home = KaHome.FromEnvironment();
            var path = Existing(parsed.GetValue(file)!);
            var profile = Profile(home, parsed.GetValue(chain)!);
            var chosen = Report(profile, Path.GetFileName(path), parsed.GetValue(report));
            ProfileReport.PrintOpen(profile, chosen);
            var limits = BusinessRules.Load(home.Config).FileLimits();
            var preview = FilePreview.Read(chosen, path, 3, limits, ct);
            ProfileReport.Print(chosen, preview);
            var isRead = preview.Outcome.State == ReadState.Read;
            TrialLoad? trial = null;
            if (isRead && !parsed.GetValue(alone))
            {
                await using var warehouse = await ReadyWarehouse.OpenWithoutConfigAsync(home, ct);
                trial = await TrialLoad.RunAsync(warehouse.DataSource, path, profile, chosen, limits, TimeProvider.System, ct);
                ProfileReport.Print(trial);
            }

            if (parsed.GetValue(json))
            {
                JsonText.Print(ProfileReport.Document(chosen, preview, trial));
            }

            var isClean = isRead && (trial is null ? preview.Outcome.Rejected.Count == 0
                : trial.Result.RowsQuarantined == 0 && trial.Result.State != LoadState.Held);
            return isClean ? ExitCodes.Done : ExitCodes.DoneWithFindings;
        });
        return command;
    }

    private static ChainProfile Profile(KaHome home, string chain)
    {
        if (chain.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || chain.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return ProfileFile.Read(Existing(chain));
        }

        // Only the chain's own file is read, so that another profile's mistake is not in the way.
        var own = Path.Combine(home.Config, "chains", chain + ".yaml");
        return File.Exists(own) ? ProfileFile.Read(own)
            : ProfileCatalog.Load(home.Config).Find(chain)
            ?? throw new UsageException(
            $"There is no chain \"{chain}\": no {own}. Draft one with: ka profile draft FILE --chain {chain} --out {own}");
    }

    private static ReportProfile Report(ChainProfile profile, string fileName, string? name)
    {
        var names = string.Join(", ", profile.Reports.Select(candidate => candidate.Name));
        if (name is not null)
        {
            return profile.Reports.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new UsageException($"The profile has no report \"{name}\"; it has: {names}.");
        }

        var fitting = profile.Reports.Where(candidate => candidate.Files.Any(pattern => FileNamePattern.Matches(pattern, fileName)))
            .ToList();
        return fitting switch
        {
            [var one] => one,
            [] => throw new UsageException(
            $"No file name pattern of the profile fits \"{fileName}\": {string.Join("; ", profile.Reports.Select(candidate => $"{candidate.Name}: {string.Join(", ", candidate.Files)}"))}. Name the report with --report ({names})."),
            _ => throw new UsageException(
            $"Several reports fit \"{fileName}\": {string.Join(", ", fitting.Select(candidate => candidate.Name))}. Name one with --report."),
        };
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw new UsageException($"There is no file \"{path}\".");
}
