using System.Security.Cryptography;
using System.Text;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files on a supplier portal in the web.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between tries.</param>
public sealed class PortalSource(string name, PortalOptions options, TimeProvider clock) : IFileSource, IDisposable
{
    private const int MostErrors = 100;
    private const int LongestMark = 500;

    private readonly PortalSession session = new(name, options, clock);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public async Task<Listing> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var template = new DateTemplate(options.List);
        var (files, errors) = (new Dictionary<string, RemoteFile>(StringComparer.Ordinal), new List<SourceException>());
        var last = template.IsPerDate ? to : from;
        for (var date = from; date <= last; date = date.AddDays(1))
        {
            try
            {
                await ListAsync(template, from, to, date, files, errors, ct);
            }
            catch (SourceException e) when (files.Count > 0)
            {
                // What was listed by then is collected.
                errors.Add(e);
                break;
            }
        }

        return new Listing([.. files.Values]) { Errors = [.. errors.DistinctBy(error => error.Message)] };
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        using var answer = await session.GetAsync(new Uri(file.Name), ct);
        var content = answer.Message.Content.Headers;
        var path = Path.Combine(folder, SafeFileName.Of(NameOf(content) ?? Uri.UnescapeDataString(new Uri(file.Name).AbsolutePath)));
        var part = path + ".part";
        try
        {
            await using (var target = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                await answer.CopyToAsync(target, options.MostMegabytes * 1024L * 1024L, "most_megabytes", ct);
                if (content.ContentLength is { } length && length != target.Length)
                {
                    throw new SourceException(
                        $"Source {name}: {file.Name} broke off after {target.Length} of {length} bytes; it is fetched again next time.");
                }
            }

            File.Move(part, path, overwrite: true);
            return path;
        }
        finally
        {
            // One that is too long may be as long as the limit.
            File.Delete(part);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private async Task ListAsync(
        DateTemplate template, DateOnly from, DateOnly to, DateOnly date, Dictionary<string, RemoteFile> files,
        List<SourceException> errors, CancellationToken ct)
    {
        var address = session.At(template.Fill(from, to, date, options.FirstPage));
        var seen = new HashSet<Uri>();
        for (var page = options.FirstPage; seen.Count < options.MostPages && seen.Add(address); page++)
        {
            using var answer = await session.GetAsync(address, ct);
            using var document = await answer.PageAsync(ct);

            // What the row around the link says (a time, a size) tells whether the file behind the same link is another one.
            var links = document.QuerySelectorAll(options.Link).Where(link => !string.IsNullOrWhiteSpace(link.GetAttribute("href")))
                .ToList();
            foreach (var link in links)
            {
                try
                {
                    var target = session.Resolve(answer.Address, link.GetAttribute("href")!).ToString();
                    files.TryAdd(target, new RemoteFile(target, MarkOf(link.Closest("tr") ?? link)));
                }
                catch (SourceException e) when (errors.Count < MostErrors)
                {
                    errors.Add(e);
                }
            }

            if (files.Count > options.MostFiles)
            {
                throw new SourceException(
                    $"Source {name}: the list holds more than {options.MostFiles} files; raise most_files if that is right.")
                { IsPermanent = true };
            }

            if (options.NextPage is { } selector)
            {
                if (document.QuerySelector(selector)?.GetAttribute("href") is not { Length: > 0 } next)
                {
                    return;
                }

                address = session.Resolve(answer.Address, next);
            }
            else if (template.HasPage && links.Count > 0)
            {
                address = session.At(template.Fill(from, to, date, page + 1));
            }
            else
            {
                return;
            }
        }
    }

    // A long row is told by its hash: the mark is kept with every file.
    private static string MarkOf(AngleSharp.Dom.IElement row)
    {
        var said = string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return said.Length <= LongestMark ? said : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }

    // filename*=UTF-8''… wins over filename=…, which portals often send as raw UTF-8 or GBK bytes.
    private static string? NameOf(System.Net.Http.Headers.HttpContentHeaders content)
    {
        if (content.ContentDisposition is { } disposition)
        {
            return disposition.FileNameStar ?? Mend(disposition.FileName?.Trim('"'));
        }

        return content.TryGetValues("Content-Disposition", out var raw) && raw.First().Split("filename=", 2) is [_, var rest]
            ? Mend(rest.Split(';')[0].Trim().Trim('"'))
            : null;
    }

    // Header bytes come as Latin-1; a Chinese name in them is UTF-8 or GB18030, or percent-encoded.
    private static string? Mend(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Any(letter => letter is > '\u007f' and <= '\u00ff') && text.All(letter => letter <= '\u00ff'))
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                return Tables.FileNature.Gb18030.GetString(bytes);
            }
        }

        return text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
    }
}
