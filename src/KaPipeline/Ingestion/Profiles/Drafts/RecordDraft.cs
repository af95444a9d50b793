namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>One entry of a drafted report's rows: what a row becomes, when, and from where.</summary>
/// <param name="Into">What it becomes.</param>
/// <param name="When">Conditions as YAML: column and test.</param>
/// <param name="Fields">Field, its place as YAML, and what a person must look at.</param>
internal sealed record RecordDraft(StagingTable Into, IReadOnlyList<(string Column, string Test)> When,
    IReadOnlyList<RecordDraft.Field> Fields)
{
    /// <summary>What is for a field that nothing was recognised for.</summary>
    public const string Unknown = "\"???\"";

    /// <summary>One field.</summary>
    public sealed record Field(string Name, string Yaml, string? Check);
}
