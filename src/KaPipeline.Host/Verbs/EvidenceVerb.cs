using System.CommandLine;
using KaPipeline.Claims.Evidence;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;

namespace KaPipeline.Host.Verbs;

/// <summary><c>ka evidence CASE|STATEMENT</c>: a ZIP that proves a claim.</summary>
internal static class EvidenceVerb
{
    public static Command Create()
    {
        var wanted = new Argument<string>("CASE|STATEMENT") { Description = "Number of a case or of a statement" };
        var (chain, asOf) = (SharedOptions.Chain(), SharedOptions.AsOf());
        var edition = new Option<int?>("--edition") { Description = "Rebuild this edition; default: the newest", HelpName = "N" };
        var isNew = new Option<bool>("--new") { Description = "Make a new edition from what is known now" };
        var output = new Option<string?>("--out")
        {
            Description = "File to write; default KA_HOME/outbox/evidence/…zip",
            HelpName = "FILE"
        };
        var command =
            new Command("evidence", "Make a ZIP with one chain's rows, calculation and hashes; an edition is rebuilt byte for byte.")
        {
            wanted, chain, edition, isNew, asOf, output,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var home = KaHome.FromEnvironment();
            await using var warehouse = await ReadyWarehouse.OpenAsync(home, ct);
            var evidence = new EvidenceService(warehouse.DataSource, new FileArchive(home.Archive), TimeProvider.System);
            var subject = await evidence.FindAsync(parsed.GetValue(wanted)!, parsed.GetValue(chain), ct);
            using var zip = new MemoryStream();
            var pack = await evidence.MakeAsync(
                subject, zip, parsed.GetValue(edition), parsed.GetValue(asOf) ?? BusinessTime.Today(TimeProvider.System),
                parsed.GetValue(isNew),
                CommandUser.Name, ct);
            var path = parsed.GetValue(output) ?? Path.Combine(home.Outbox, "evidence", $"{Plain(subject.Key)}-{pack.Edition}.zip");
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await File.WriteAllBytesAsync(path, zip.ToArray(), ct);
            Console.WriteLine(path);
            Console.WriteLine($"第 {pack.Edition} 版 edition, 截至 as of {pack.Clock.AsOf:yyyy-MM-dd}, sha256 {pack.Sha256}"
                + (pack.IsRebuilt ? " — 与原版逐字节相同 identical to the first; --new includes what came since" : ""));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string Plain(string key) => string.Concat(key.Select(c => char.IsLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
}
