namespace KaPipeline.Ingestion.Sources;

/// <summary>A watched folder.</summary>
public sealed class FolderOptions
{
    /// <summary>The folder.</summary>
    public string Path { get; set; } = "";

    /// <summary>Name pattern with <c>*</c> and <c>?</c>.</summary>
    public string Pattern { get; set; } = "*";

    /// <summary>Seconds between two looks at a file: one whose size or time changed in between is still being written.</summary>
    public int QuietSeconds { get; set; } = 5;

    /// <summary>Folder that files are moved to once loaded, on the same file system; null leaves them.</summary>
    public string? Done { get; set; }

    /// <summary>Most megabytes of one file.</summary>
    public int MostMegabytes { get; set; } = 500;
}
