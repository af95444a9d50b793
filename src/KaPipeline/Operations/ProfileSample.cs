using System.Text.Json;

namespace KaPipeline.Operations;

/// <summary>A sample file and what was decided about it.</summary>
public sealed record ProfileSample
{
    /// <summary>Number.</summary>
    public long SampleId { get; init; }

    /// <summary>Name of the file.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Chain.</summary>
    public string ChainId { get; init; } = "";

    /// <summary>Report that was saved from it; null while none was.</summary>
    public string? SavedReport { get; init; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>Who uploaded it.</summary>
    public string UploadedBy { get; init; } = "";

    /// <summary>Answers as JSON.</summary>
    public string Answers { get; init; } = "{}";

    internal byte[] Content { get; init; } = [];

    internal Dictionary<string, string> Given => JsonSerializer.Deserialize<Dictionary<string, string>>(Answers)!;
}
