namespace KaPipeline.Ingestion.Profiles;

/// <summary>How the workbooks of opening balances are read: part of the program, since the program writes them too.</summary>
public static class OpeningProfile
{
    private const string Name = "opening.yaml";

    /// <summary>The profile; its reports stand in the order in which they are loaded.</summary>
    public static ChainProfile Profile { get; } = Read();

    /// <summary>One of its reports; null where there is none of that name.</summary>
    public static ReportProfile? Find(string report) => Profile.Reports.FirstOrDefault(candidate => candidate.Name == report);

    private static ChainProfile Read()
    {
        using var stream = typeof(OpeningProfile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream);
        return ProfileFile.Parse(reader.ReadToEnd(), Name);
    }
}
