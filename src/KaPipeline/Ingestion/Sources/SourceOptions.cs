namespace KaPipeline.Ingestion.Sources;

/// <summary>One source of <c>config/sources.yaml</c>.</summary>
public sealed class SourceOptions
{
    /// <summary>Its name, unique in the file.</summary>
    public string Name { get; set; } = "";

    /// <summary>Chain whose files it holds; empty when the files' names tell.</summary>
    public string Chain { get; set; } = "";

    /// <summary>Days before today that are asked for again on each collection: portals publish late.</summary>
    public int LookBackDays { get; set; } = 3;

    /// <summary>A watched folder; null for another kind.</summary>
    public FolderOptions? Folder { get; set; }

    /// <summary>An SFTP server; null for another kind.</summary>
    public SftpOptions? Sftp { get; set; }

    /// <summary>A portal in the web; null for another kind.</summary>
    public PortalOptions? Http { get; set; }
}
