using System.Text.RegularExpressions;
using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Tests.Ingestion.Profiles;

namespace KaPipeline.Tests.Docs;

/// <summary>The commands of <c>docs/onboarding-a-chain.md</c>, as they stand there, by somebody who has the files that it names.</summary>
[Trait("Category", "Slow")]
public sealed partial class FirstChainTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ka-first-chain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_pages_commands_lead_from_three_files_to_a_statement_without_a_residual()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "onboarding-a-chain.md"), Stopping);
        var downloads = Directory.CreateDirectory(Path.Combine(folder, "huayu")).FullName;
        await File.WriteAllTextAsync(Path.Combine(downloads, "华宇_采购订单_20260506.txt"), OnboardingTests.Orders, Stopping);
        await File.WriteAllTextAsync(Path.Combine(downloads, "华宇_收货_20260508.txt"), OnboardingTests.Deliveries, Stopping);
        await File.WriteAllTextAsync(Path.Combine(downloads, "华宇_对账单_202605A.txt"), OnboardingTests.Statement, Stopping);
        var config = ConfigCopy.Make(folder, "Jobs", []);
        var profile = Path.Combine(config, "chains", "huayu.yaml");
        await using var warehouse = await SampleMonth.Loaded.CopyAsync(Path.Combine(folder, "archive"));

        var commands = Command().Matches(page[..page.IndexOf("## 6.", StringComparison.Ordinal)]).Select(match => match.Groups[1].Value.Trim())
            .ToList();
        Assert.Equal(9, commands.Count);
        foreach (var command in commands)
        {
            if (command.StartsWith("profile check", StringComparison.Ordinal))
            {
                // Step 2: its name is what the draft cannot know.
                var drafted = await File.ReadAllTextAsync(profile, Stopping);
                Assert.DoesNotContain("???", drafted, StringComparison.Ordinal);
                await File.WriteAllTextAsync(profile, drafted.Replace("name: 新系统", "name: 华宇商业", StringComparison.Ordinal)
                    .Replace("name_en: New chain", "name_en: Huayu", StringComparison.Ordinal), Stopping);
            }
            else if (command.StartsWith("ingest", StringComparison.Ordinal))
            {
                await LoadMasterDataAsync(warehouse, config, page);
            }

            var said = await KaAsync(warehouse, config, command.Replace("~/Downloads/huayu", downloads, StringComparison.Ordinal)
                .Replace("~/Downloads", downloads, StringComparison.Ordinal)
                .Replace("config/chains/huayu.yaml", profile, StringComparison.Ordinal).Split(' '));
            if (command.StartsWith("trace statement_reconciliation", StringComparison.Ordinal))
            {
                Assert.Contains("HY-2605-A", said, StringComparison.Ordinal);
                Assert.Contains("residual=0.00", said, StringComparison.Ordinal);
            }
        }
    }

    // Step 4: the two files that the page shows, each from its heading to the empty line.
    private async Task LoadMasterDataAsync(TestWarehouse warehouse, string config, string page)
    {
        var master = Directory.CreateDirectory(Path.Combine(folder, "master")).FullName;
        foreach (var (name, first) in new[] { ("stores.csv", "chain_id,store_id,"), ("chain_items.csv", "chain_id,item_number,") })
        {
            var text = page[page.IndexOf($"\n{first}", StringComparison.Ordinal)..].TrimStart();
            await File.WriteAllTextAsync(Path.Combine(master, name), string.Join('\n', text.Split('\n')
                .TakeWhile(line => line.Length > 0 && line != "```")) + "\n", Stopping);
        }

        await KaAsync(warehouse, config, "ingest", master);
    }

    private async Task<string> KaAsync(TestWarehouse warehouse, string config, params string[] command)
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, folder, config, command);
        // A trial before its master data says that stores and items are unknown.
        Assert.True(code == (command[..2] is ["profile", "check"] ? 3 : 0), $"ka {string.Join(' ', command)} ended with {code}:\n{output}{error}");
        return output;
    }

    [GeneratedRegex("^\\./ka (.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
