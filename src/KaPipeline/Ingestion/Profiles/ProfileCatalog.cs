namespace KaPipeline.Ingestion.Profiles;

/// <summary>All profiles of a configuration folder, validated together.</summary>
public sealed class ProfileCatalog
{
    private readonly string folder;
    private volatile Known known;

    private ProfileCatalog(string folder)
    {
        this.folder = folder;
        known = Read(folder);
    }

    // What was read, and from which state of the files.
    private sealed record Known(IReadOnlyList<ChainProfile> Chains, string State);

    /// <summary>The chains, and last the company's own master data, whose chain id is empty.</summary>
    public IReadOnlyList<ChainProfile> Chains => known.Chains;

    /// <summary>Reads <c>chains/*.yaml</c> and <c>master-data.yaml</c>.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <exception cref="ProfileException">One or more profiles cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static ProfileCatalog Load(string configFolder) => new(configFolder);

    /// <summary>Reads the profiles again where a file of theirs has changed, so that a corrected or a new profile holds without a
    /// restart.</summary>
    /// <exception cref="ProfileException">One or more profiles cannot be used; those that were read before stay.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public void Renew()
    {
        if (StateOf(FilesOf(folder)) != known.State)
        {
            known = Read(folder);
        }
    }

    private static List<string> FilesOf(string configFolder) =>
    [
        .. Directory.GetFiles(System.IO.Path.Combine(configFolder, "chains"), "*.yaml").Order(StringComparer.Ordinal)
            .Append(System.IO.Path.Combine(configFolder, "master-data.yaml")).Where(File.Exists),
    ];

    private static string StateOf(IEnumerable<string> files) =>
        string.Join('\n', files.Select(file => new FileInfo(file))
        .Select(file => FormattableString.Invariant($"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));

    private static Known Read(string configFolder)
    {
        var files = FilesOf(configFolder);
        var state = StateOf(files);
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
        return errors.Count == 0 ? new Known(chains, state) : throw new ProfileException(errors);
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
