using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Loading;

/// <summary>Finds the files below paths, and the report of which chain each of them is: by the patterns of the profiles, and where several
/// chains share a name by the folder.</summary>
/// <param name="profiles">Profiles of all chains.</param>
/// <param name="clock">Tells the arrival of files that nothing else tells.</param>
internal sealed class FileSearch(ProfileCatalog profiles, TimeProvider clock)
{
    /// <summary>Files in order of arrival; see <see cref="Ingest.Find"/>.</summary>
    public Ingest.FoundFiles Find(IEnumerable<string> paths, string? chainId)
    {
        profiles.Renew();
        var arrivals = new ArrivalTimes(clock);
        var (known, unknown, left) = (new List<Ingest.Item>(), new List<string>(), new List<string>());
        foreach (var path in paths.SelectMany(path => FilesOf(path, left)).Distinct(StringComparer.Ordinal))
        {
            try
            {
                if (Match(path, chainId) is { } match)
                {
                    var arrivedAt = arrivals.Of(path, match.Report.Arrival);
                    known.Add(new Ingest.Item(new ArrivedFile(path, Path.GetFileName(path), "command line", arrivedAt), match.Chain,
                        match.Report));
                }
                else
                {
                    unknown.Add(path);
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                left.Add(VisibleText.Line($"{path}: {e.Message}"));
            }
        }

        return new Ingest.FoundFiles(
            [.. known.OrderBy(item => item.File.ArrivedAt).ThenBy(item => item.Profile.ChainId, StringComparer.Ordinal)
            .ThenBy(item => item.File.Name, StringComparer.Ordinal)], unknown)
        {
            LeftAlone = left,
        };
    }

    private (ChainProfile Chain, ReportProfile Report)? Match(string path, string? chainId)
    {
        var matches = profiles.Match(Path.GetFileName(path), chainId);
        if (matches.Count > 1)
        {
            // Several chains may use one name; then the folder says which.
            var folders = Path.GetFullPath(path).Split(Path.DirectorySeparatorChar);
            var named = matches.Where(match => folders.Contains(match.Chain.ChainId)).ToList();
            matches = named.Count > 0 ? named : matches;
        }

        return matches.Count switch
        {
            0 => null,
            1 => matches[0],
            _ => throw new InvalidDataException(
                $"{path} fits several reports: {string.Join(", ", matches.Select(match => $"{match.Chain.ChainId}/{match.Report.Name}"))}. "
                + "Put it in a folder named after its chain, or name the chain with --chain."),
        };
    }

    private static IEnumerable<string> FilesOf(string path, List<string> left)
    {
        if (!Directory.Exists(path)
            && FileKind.NoPlainFile(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path) is { } other)
        {
            return File.Exists(path) ? throw new IOException($"{path}: {other}")
                : throw new FileNotFoundException($"There is no file or folder {path}.", path);
        }

        if (!Directory.Exists(path))
        {
            return [path];
        }

        var found = PlainFiles.In(path, "*", isDeep: true);
        left.AddRange(found.LeftAlone);
        return found.Files;
    }
}
