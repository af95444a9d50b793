namespace KaPipeline;

/// <summary>The folders a `ka` process works in.</summary>
/// <param name="Root"><c>KA_HOME</c>: data, archive and outbox; <c>./.ka</c> when not set.</param>
/// <param name="Config">The folder of <c>appsettings.json</c>, chains, calendar, rules and recipients: <c>KA_CONFIG</c>,
/// else the nearest <c>config</c> above the working directory or the program.</param>
public sealed record KaHome(string Root, string Config)
{
    /// <summary>Raw files as they arrived, named by SHA-256.</summary>
    public string Archive => Path.Combine(Root, "archive");

    /// <summary>Mails and workbooks written for pick-up.</summary>
    public string Outbox => Path.Combine(Root, "outbox");

    /// <summary>Tells of the last mail that was sent, outside the database.</summary>
    public string SendMark => Path.Combine(Root, "last-sent.json");

    /// <summary>The project or installation folder that holds <c>config/</c> and <c>samples/</c>.</summary>
    public string Installation => Path.GetDirectoryName(Path.GetFullPath(Config))!;

    /// <summary>The sample month: beside <c>config/</c>, or where the program is installed.</summary>
    public string Samples => Above(Installation, "samples", "") ?? Above(AppContext.BaseDirectory, "samples", "")
        ?? Path.Combine(Installation, "samples");

    /// <summary>Reads the environment.</summary>
    /// <exception cref="DirectoryNotFoundException">No <c>config</c> folder was found.</exception>
    public static KaHome FromEnvironment()
    {
        var config = Environment.GetEnvironmentVariable("KA_CONFIG") is { Length: > 0 } folder
            ? folder
            : FindConfig(Directory.GetCurrentDirectory()) ?? FindConfig(AppContext.BaseDirectory)
            ?? throw new DirectoryNotFoundException(
                "No folder config/ with appsettings.json in it was found above the working directory or the program; set KA_CONFIG to it.");
        return new KaHome(RootFromEnvironment(), Path.GetFullPath(config));
    }

    /// <summary><c>KA_HOME</c>, <c>./.ka</c> when not set.</summary>
    public static string RootFromEnvironment() =>
        Path.GetFullPath(Environment.GetEnvironmentVariable("KA_HOME") is { Length: > 0 } home ? home : ".ka");

    private static string? FindConfig(string from) => Above(from, "config", "appsettings.json");

    // The nearest folder of this name that holds the file, in a folder or those above it.
    private static string? Above(string from, string name, string file)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var wanted = Path.Combine(folder.FullName, name);
            if (file.Length == 0 ? Directory.Exists(wanted) : File.Exists(Path.Combine(wanted, file)))
            {
                return wanted;
            }
        }

        return null;
    }
}
