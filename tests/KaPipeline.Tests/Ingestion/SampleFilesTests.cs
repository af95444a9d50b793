using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion;

/// <summary>The checked-in month of seven imitated chains, read by their profiles alone.</summary>
public sealed class SampleFilesTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");
    private static readonly Lazy<ProfileCatalog> Catalog = new(() => ProfileCatalog.Load(Path.Combine(Repository.Root, "config")));

    [Fact]
    public void Every_sample_file_is_read_whole_and_only_the_planted_bad_rows_are_rejected()
    {
        var truth = File.ReadLines(Path.Combine(Samples, "truth", "files.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var wrong = new List<string>();
        var rejected = new List<string>();
        foreach (var file in truth)
        {
            var (chain, report) = Assert.Single(Catalog.Value.Match(Path.GetFileName(file[0]), ChainOf(file[0])));
            var staged = StagedFile.Read(report, Path.Combine(Samples, file[0]));
            var outcome = staged.Outcome;
            if (outcome.State != ReadState.Read || outcome.RowsIn != int.Parse(file[2]) || outcome.Finding is not null
                || report.Name != file[1].Split('+')[0])
            {
                wrong.Add($"{file[0]}: {outcome.State} {outcome.RowsIn} rows, not {file[2]} as {report.Name}; {outcome.Finding}");
            }

            rejected.AddRange(outcome.Rejected.Select(row => $"{file[0]},{row.Sheet},{row.RowNumber},{row.Column},{row.Rule},{row.Found}"));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        var planted = File.ReadLines(Path.Combine(Samples, "truth", "quarantined.csv")).Skip(1)
            .Where(line => !line.Contains("unknown_", StringComparison.Ordinal));
        Assert.Equal(planted.Order(StringComparer.Ordinal), rejected.Order(StringComparer.Ordinal));
    }

    private static string ChainOf(string path) => path.Split('/')[^2] is "master" ? "" : path.Split('/')[^2];
}
