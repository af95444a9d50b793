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

    /// <summary>Who renews the password, as operations are to call them; empty: nobody is named.</summary>
    public string RenewedBy { get; set; } = "";

    /// <summary>Last day (Asia/Shanghai) on which the password holds; null where it does not expire, or nobody knows.</summary>
    public DateOnly? PasswordExpires { get; set; }

    /// <summary>A watched folder; null for another kind.</summary>
    public FolderOptions? Folder { get; set; }

    /// <summary>An SFTP server; null for another kind.</summary>
    public SftpOptions? Sftp { get; set; }

    /// <summary>A portal in the web; null for another kind.</summary>
    public PortalOptions? Http { get; set; }
}
