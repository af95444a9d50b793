namespace KaPipeline.Warehouse;

/// <summary>The PostgreSQL server programs of this machine: <c>initdb</c>, <c>pg_ctl</c>, <c>postgres</c> of one major version.</summary>
/// <param name="Folder">The folder that holds them.</param>
/// <param name="Major">Major version, 15 or later.</param>
public sealed record PostgresPrograms(string Folder, int Major)
{
    /// <summary>The oldest server that the SQL of this project runs on.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    /// <summary>What a person types to install the programs, by package manager found on this machine.</summary>
    public static string InstallHint =>
        File.Exists("/usr/bin/apt-get") ? "apt-get install postgresql" :
        File.Exists("/usr/bin/dnf") ? "dnf install postgresql-server" :
        OperatingSystem.IsMacOS() ? "brew install postgresql@17" : "install PostgreSQL 15 or later and set PG_BIN to its bin folder";

    /// <summary>Path of one program.</summary>
    public string this[string program] => Path.Combine(Folder, program);

    /// <summary>The newest programs found in <c>PG_BIN</c>, <c>PATH</c> or the usual distribution folders, or null.</summary>
    /// <param name="major">When given, exactly this major version (that of an existing data folder).</param>
    public static PostgresPrograms? Find(int? major = null) =>
        Candidates()
            .Where(folder => Array.TrueForAll(Needed, program => File.Exists(Path.Combine(folder, program))))
            .Select(folder => new PostgresPrograms(folder, MajorOf(Path.Combine(folder, "postgres"))))
            .Where(found => major is null ? found.Major >= OldestMajor : found.Major == major)
            .OrderByDescending(found => found.Major)
            .FirstOrDefault();

    /// <summary>Path of a client program that can serve a server: of its major version or a later one; null where there is none.</summary>
    /// <param name="program"><c>pg_dump</c> or <c>pg_restore</c>.</param>
    /// <param name="serverMajor">Major version of the server.</param>
    public static string? FindClient(string program, int serverMajor) =>
        Candidates().Select(folder => Path.Combine(folder, program)).Where(File.Exists)
            .Select(path => (Path: path, Major: MajorOf(path))).Where(found => found.Major >= serverMajor)
            .OrderBy(found => found.Major).Select(found => found.Path).FirstOrDefault();

    /// <summary>The version of the server program, as a running server names its own: <c>15.20 (Debian 15.20-0+deb12u1)</c>; null where the
    /// program is gone.</summary>
    public string? Version() => ServerAccount.Current.Run(this["postgres"], ["--version"]) is (0, var said)
        ? said.Replace("postgres (PostgreSQL) ", "", StringComparison.Ordinal).Trim() : null;

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } chosen)
        {
            return [chosen];
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return path
            .Concat(Below("/usr/lib/postgresql", "bin"))
            .Concat(Below("/usr", "bin", "pgsql-*"))
            .Concat(Below("/opt/homebrew/opt", "bin", "postgresql@*"))
            .Concat(Below("/usr/local/opt", "bin", "postgresql@*"))
            .Where(folder => folder.Length > 0);
    }

    private static IEnumerable<string> Below(string parent, string child, string pattern = "*") =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, child))
            : [];

    private static int MajorOf(string program)
    {
        var said = ServerAccount.Current.Run(program, ["--version"]).Output;
        var digits = said.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, out var major) ? major : 0;
    }
}
