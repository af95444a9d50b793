using AngleSharp.Html.Parser;

namespace KaPipeline.Ingestion.Sources;

/// <summary>Files on a supplier portal in the web.</summary>
/// <param name="name">Name of the source.</param>
/// <param name="options">Where and how.</param>
/// <param name="clock">Waits between tries.</param>
public sealed class PortalSource(string name, PortalOptions options, TimeProvider clock) : IFileSource, IDisposable
{
    private readonly PortalSession session = new(name, options, clock);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteFile>> ListAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var template = new DateTemplate(options.List);
        var files = new List<RemoteFile>();
        var last = template.IsPerDate ? to : from;
        for (var date = from; date <= last; date = date.AddDays(1))
        {
            await ListAsync(template, from, to, date, files, ct);
        }

        return [.. files.DistinctBy(file => file.Name)];
    }

    /// <inheritdoc/>
    public async Task<string> FetchAsync(RemoteFile file, string folder, CancellationToken ct)
    {
        using var response = await session.GetAsync(new Uri(file.Name), ct);
        var content = response.Content.Headers;
        var path = Path.Combine(folder, SafeFileName.Of(NameOf(content) ?? Uri.UnescapeDataString(new Uri(file.Name).AbsolutePath)));
        var part = path + ".part";
        await using (var target = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            await CopyAsync(response, target, file.Name, ct);
            if (content.ContentLength is { } length && length != target.Length)
            {
                throw new SourceException($"Source {name}: {file.Name} broke off after {target.Length} of {length} bytes; it is fetched again next time.");
            }
        }

        File.Move(part, path, overwrite: true);
        return path;
    }

    /// <inheritdoc/>
    public Task DoneAsync(RemoteFile file, CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private async Task ListAsync(DateTemplate template, DateOnly from, DateOnly to, DateOnly date, List<RemoteFile> files, CancellationToken ct)
    {
        var address = session.At(template.Fill(from, to, date, options.FirstPage));
        var seen = new HashSet<Uri>();
        for (var page = options.FirstPage; seen.Count < options.MostPages && seen.Add(address); page++)
        {
            using var response = await session.GetAsync(address, ct);
            var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(ct), ct);
            var here = response.RequestMessage!.RequestUri!;

            // What the row around the link says (a time, a size) tells whether the file behind the same link is another one.
            var links = document.QuerySelectorAll(options.Link).Where(link => !string.IsNullOrWhiteSpace(link.GetAttribute("href")))
                .Select(link => new RemoteFile(
                    session.Resolve(here, link.GetAttribute("href")!).ToString(),
                    string.Join(' ', (link.Closest("tr") ?? link).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))
                .ToList();
            files.AddRange(links);
            if (options.NextPage is { } selector)
            {
                if (document.QuerySelector(selector)?.GetAttribute("href") is not { Length: > 0 } next)
                {
                    return;
                }

                address = session.Resolve(here, next);
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

    private async Task CopyAsync(HttpResponseMessage response, FileStream target, string file, CancellationToken ct)
    {
        var most = options.MostMegabytes * 1024L * 1024L;
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await content.ReadAsync(buffer, ct)) > 0)
            {
                if (target.Length + read > most)
                {
                    throw new SourceException($"Source {name}: {file} is larger than {options.MostMegabytes} MB; raise most_megabytes if that is right.") { IsPermanent = true };
                }

                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            await target.FlushAsync(ct);
        }
        catch (Exception e) when (e is HttpRequestException || (e is IOException && e is not FileNotFoundException))
        {
            throw new SourceException($"Source {name}: {file} broke off after {target.Length} bytes; it is fetched again next time.", e);
        }
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
            var bytes = System.Text.Encoding.Latin1.GetBytes(text);
            try
            {
                return new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            }
            catch (System.Text.DecoderFallbackException)
            {
                return Tables.FileNature.Gb18030.GetString(bytes);
            }
        }

        return text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;
    }
}
