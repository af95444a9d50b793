using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KaPipeline.Ingestion.Sources;

/// <summary>The sources of <c>config/sources.yaml</c>.</summary>
public static class SourceCatalog
{
    private sealed class SourcesFile
    {
        public List<SourceOptions>? Sources { get; set; }
    }

    /// <summary>Reads the file; there are no sources where it is missing.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <exception cref="InvalidDataException">It cannot be used; the message names line or source.</exception>
    public static IReadOnlyList<SourceOptions> Load(string configFolder)
    {
        var path = Path.Combine(configFolder, "sources.yaml");
        if (!File.Exists(path))
        {
            return [];
        }

        List<SourceOptions> sources;
        try
        {
            sources = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
                .Deserialize<SourcesFile?>(File.ReadAllText(path))?.Sources ?? [];
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"sources.yaml, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }

        foreach (var source in sources)
        {
            var kinds = new object?[] { source.Folder, source.Sftp, source.Http }.Count(kind => kind is not null);
            if (source.Name.Length == 0 || kinds != 1 || sources.Count(other => other.Name == source.Name) > 1)
            {
                throw new InvalidDataException($"sources.yaml: source \"{source.Name}\" must have a name of its own and exactly one of folder, sftp, http.");
            }
        }

        return sources;
    }

    /// <summary>Opens one source.</summary>
    public static IFileSource Open(SourceOptions source, TimeProvider clock) => source switch
    {
        { Folder: { } folder } => new FolderSource(source.Name, folder, clock),
        { Sftp: { } sftp } => new SftpSource(source.Name, sftp, clock),
        { Http: { } http } => new PortalSource(source.Name, http, clock),
        _ => throw new InvalidDataException($"Source {source.Name} has no kind."),
    };
}
