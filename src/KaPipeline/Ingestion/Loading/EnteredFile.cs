using System.Globalization;

namespace KaPipeline.Ingestion.Loading;

/// <summary>What somebody entered at the console, as a file that is loaded like any other. It lies in the home while that goes on;
/// afterwards the archive has it.</summary>
public sealed class EnteredFile : IDisposable
{
    private readonly DirectoryInfo folder;

    private EnteredFile(DirectoryInfo folder, string name)
    {
        this.folder = folder;
        Path = System.IO.Path.Combine(folder.FullName, name);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Writes it: CSV, every cell in quotation marks.</summary>
    /// <param name="now">Sets it apart from what is entered beside it.</param>
    /// <param name="name">Its name, by which a profile knows it.</param>
    /// <param name="lines">Its lines, the headings among them.</param>
    public static async Task<EnteredFile> WriteAsync(
        KaHome home, DateTimeOffset now, string name, IEnumerable<IEnumerable<string>> lines, CancellationToken ct)
    {
        var file = new EnteredFile(Directory.CreateDirectory(System.IO.Path.Combine(
            home.Root, "console", now.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture))), name);
        await File.WriteAllTextAsync(file.Path, string.Concat(lines.Select(Line)), ct);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    private static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n";
}
