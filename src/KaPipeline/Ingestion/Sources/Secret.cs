using KaPipeline.Configuration;

namespace KaPipeline.Ingestion.Sources;

/// <summary>A <see cref="NamedSecret"/> of a source: where it cannot be had, trying again does not help.</summary>
public static class Secret
{
    /// <summary>Reads the secret.</summary>
    /// <exception cref="SourceException">The setting names no place, the variable is empty, or others may read the file.</exception>
    public static string Read(string place) => Of(NamedSecret.Read, place);

    /// <summary>Path of a secret that a program reads by itself, such as a private key.</summary>
    /// <exception cref="SourceException">The setting names no file, or others may read it.</exception>
    public static string PathOf(string place) => Of(NamedSecret.PathOf, place);

    private static string Of(Func<string, string> read, string place)
    {
        try
        {
            return read(place);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException(e.Message) { IsPermanent = true };
        }
    }
}
