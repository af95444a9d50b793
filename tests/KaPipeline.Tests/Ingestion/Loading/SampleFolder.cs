using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>A folder like <c>samples/</c> of some chains alone.</summary>
internal static class SampleFolder
{
    /// <summary>The chains that have samples.</summary>
    public static IReadOnlyList<string> Chains { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "config", "chains"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(chain => Directory.Exists(Path.Combine(IngestWorld.Samples, chain))).Order(StringComparer.Ordinal),
    ];

    /// <summary>Copies the samples of chains, and what is of no chain, below a folder.</summary>
    /// <returns>The copy.</returns>
    public static string Make(string folder, IReadOnlyCollection<string> chains)
    {
        var copy = Path.Combine(folder, "samples");
        string[] wanted =
        [
            .. Directory.GetFiles(IngestWorld.Samples), .. IngestWorld.MasterFiles,
            .. ((string[])["opening", "truth", .. chains, .. chains.Select(chain => Path.Combine("before", chain))])
                .Select(part => Path.Combine(IngestWorld.Samples, part)).Where(Directory.Exists).SelectMany(Directory.GetFiles),
        ];
        foreach (var file in wanted)
        {
            var to = Path.Combine(copy, Path.GetRelativePath(IngestWorld.Samples, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }
}
