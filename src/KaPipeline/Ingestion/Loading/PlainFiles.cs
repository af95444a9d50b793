namespace KaPipeline.Ingestion.Loading;

/// <summary>Plain files of a folder. Links, pipes, sockets and devices are left alone and named, as is a folder that may not be looked
/// into.</summary>
/// <param name="Files">Paths, in order; no hidden ones.</param>
/// <param name="LeftAlone">Path and why, of all else.</param>
internal sealed record PlainFiles(IReadOnlyList<string> Files, IReadOnlyList<string> LeftAlone)
{
    private const int MostFiles = 1_000_000;

    /// <summary>Looks into one folder, or into those below as well.</summary>
    /// <param name="folder">The folder; it may itself be a link, since somebody named it.</param>
    /// <param name="pattern">Name pattern of files with <c>*</c> and <c>?</c>.</param>
    /// <param name="isDeep">Whether to look into the folders below.</param>
    /// <exception cref="IOException">The folder cannot be listed, or holds more than a million files.</exception>
    public static PlainFiles In(string folder, string pattern, bool isDeep)
    {
        var (files, left) = (new List<string>(), new List<string>());
        Look(folder, pattern, isDeep, files, left);
        files.Sort(StringComparer.Ordinal);
        return new PlainFiles(files, left);
    }

    private static void Look(string folder, string pattern, bool isDeep, List<string> files, List<string> left)
    {
        foreach (var path in Directory.EnumerateFiles(folder, pattern).Where(path => !Path.GetFileName(path).StartsWith('.')))
        {
            if (FileKind.NoPlainFile(path) is { } other)
            {
                left.Add($"{path}: {other}");
                continue;
            }

            files.Add(path);
            if (files.Count > MostFiles)
            {
                throw new IOException($"{folder}: 超过 {MostFiles} 个文件 more than {MostFiles} files");
            }
        }

        foreach (var below in isDeep ? Directory.GetDirectories(folder) : [])
        {
            if (new DirectoryInfo(below).LinkTarget is not null)
            {
                left.Add($"{below}: {FileKind.NoPlainFile(below) ?? "链接 a link"}");
                continue;
            }

            try
            {
                Look(below, pattern, true, files, left);
            }
            catch (UnauthorizedAccessException e)
            {
                left.Add($"{below}: 无权读取 may not be looked into: {e.Message}");
            }
            catch (DirectoryNotFoundException)
            {
                left.Add($"{below}: 已不存在 it is gone");
            }
        }
    }
}
