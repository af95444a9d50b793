using System.Text.RegularExpressions;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Serve;

public sealed partial class CellsFileTests
{
    [Fact]
    public void What_the_files_of_chains_hold_is_given_to_the_head_office()
    {
        var shared = Word().Matches(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "cells", "share.sql")))
            .Select(word => word.Groups[1].Value).ToHashSet();
        var loaded = ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Chains
            .Where(chain => chain.ChainId.Length > 0).SelectMany(chain => chain.Reports)
            .SelectMany(report => report.Rows).Where(row => row.Into is not null)
            .Select(row => row.Into!.Name).Append("stock_lot").ToHashSet();

        Assert.Contains("warehouse_shipment", loaded);
        Assert.Empty(loaded.Except(shared));
    }

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Word();
}
