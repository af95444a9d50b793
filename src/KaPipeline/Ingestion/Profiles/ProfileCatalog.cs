namespace KaPipeline.Ingestion.Profiles;

/// <summary>All profiles of a configuration folder, validated together.</summary>
public sealed class ProfileCatalog
{
    private ProfileCatalog(IReadOnlyList<ChainProfile> chains) => Chains = chains;

    /// <summary>The chains, and last the company's own master data, whose chain id is empty.</summary>
    public IReadOnlyList<ChainProfile> Chains { get; }

    /// <summary>Reads <c>chains/*.yaml</c> and <c>master-data.yaml</c>.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <exception cref="ProfileException">One or more profiles cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static ProfileCatalog Load(string configFolder)
    {
        var files = Directory.GetFiles(System.IO.Path.Combine(configFolder, "chains"), "*.yaml").Order(StringComparer.Ordinal)
            .Append(System.IO.Path.Combine(configFolder, "master-data.yaml")).Where(File.Exists);
        var chains = new List<ChainProfile>();
        var errors = new List<string>();
        foreach (var file in files)
        {
            try
            {
                chains.Add(ProfileFile.Read(file));
            }
            catch (ProfileException e)
            {
                errors.AddRange(e.Errors);
            }
        }

        errors.AddRange(chains.GroupBy(chain => chain.ChainId).Where(group => group.Count() > 1).Select(group =>
            $"{System.IO.Path.GetFileName(group.Last().Path)}:1: chain {group.Key} has a profile already ({System.IO.Path.GetFileName(group.First().Path)}); give each chain one id and one file"));
        return errors.Count == 0 ? new ProfileCatalog(chains) : throw new ProfileException(errors);
    }

    /// <summary>The profile of one chain.</summary>
    /// <returns>Null when there is none.</returns>
    public ChainProfile? Find(string chainId) => Chains.FirstOrDefault(chain => chain.ChainId == chainId);

    /// <summary>The reports whose file name patterns fit, over all chains or in one; more than one when profiles overlap.</summary>
    public IReadOnlyList<(ChainProfile Chain, ReportProfile Report)> Match(string fileName, string? chainId = null) =>
    [
        .. Chains.Where(chain => chainId is null || chain.ChainId == chainId)
            .SelectMany(chain => chain.Reports, (chain, report) => (chain, report))
            .Where(pair => pair.report.Files.Any(pattern => FileNamePattern.Matches(pattern, fileName))),
    ];
}
