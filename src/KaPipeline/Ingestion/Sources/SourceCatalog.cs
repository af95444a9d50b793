using KaPipeline.Configuration;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Sources;

/// <summary>The sources of <c>config/sources.yaml</c>.</summary>
public static class SourceCatalog
{
    /// <summary>Reads and checks the file; there are no sources where it is missing.</summary>
    /// <param name="configFolder">The folder <c>config/</c>.</param>
    /// <exception cref="InvalidDataException">It cannot be used; each mistake is named with its line.</exception>
    public static IReadOnlyList<SourceOptions> Load(string configFolder)
    {
        var path = Path.Combine(configFolder, "sources.yaml");
        if (!File.Exists(path))
        {
            return [];
        }

        var chains = ConfigFile.ChainIds(configFolder);
        return ConfigFile.Read(path, "where files are collected from", "write \"sources: []\" for none", root =>
        {
            var sources = new List<SourceOptions>();
            if (!root.Has("sources"))
            {
                root.Error((YamlNode?)null, "the file needs \"sources:\", a list; write \"sources: []\" for none");
            }

            foreach (var section in root.Sections("sources", "a source"))
            {
                var source = SourceFile.Read(section, chains);
                if (source.Name.Length > 0 && sources.Any(other => other.Name == source.Name))
                {
                    section.Error("name", $"name: {source.Name} occurs twice; give each source a name of its own");
                }

                sources.Add(source);
            }

            return sources;
        });
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
