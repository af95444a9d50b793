namespace KaPipeline.Configuration;

/// <summary>A secret named in the configuration: <c>env:NAME</c> or <c>file:/path</c>. The secret itself is never in a configuration,
/// a log or an error message.</summary>
public static class NamedSecret
{
    /// <summary>Reads the secret.</summary>
    /// <exception cref="InvalidDataException">The setting names no place, the variable is empty, or others may read the file.</exception>
    public static string Read(string place)
    {
        if (place.StartsWith("env:", StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(place[4..]) is { Length: > 0 } value
                ? value
                : throw new InvalidDataException($"The environment variable {place[4..]} is not set; it must hold the secret.");
        }

        return File.ReadAllText(PathOf(place)).TrimEnd('\r', '\n');
    }

    /// <summary>Path of a secret that a program reads by itself, such as a private key.</summary>
    /// <exception cref="InvalidDataException">The setting names no file, or others may read it.</exception>
    public static string PathOf(string place)
    {
        if (!place.StartsWith("file:", StringComparison.Ordinal))
        {
            // The text may be the secret itself, put in the wrong place: it is not repeated.
            throw new InvalidDataException(
                "A secret is named as env:NAME or file:/path; the secret itself does not belong in the configuration.");
        }

        var path = place[5..];
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no secret file {path}.");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0 ? path
            : throw new InvalidDataException($"Others may read the secret file {path}; fix it with: chmod 600 {path}");
    }
}
