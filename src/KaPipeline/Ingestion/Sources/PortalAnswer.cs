using System.Text;
using AngleSharp.Html.Dom;

namespace KaPipeline.Ingestion.Sources;

/// <summary>An answer of a portal. Its body comes within the request's time, up to a length, and at the pace of a slow line at
/// least.</summary>
internal sealed class PortalAnswer : IDisposable
{
    // A line slower than this is a portal that holds the connection and says nothing.
    private const int BytesASecond = 32 * 1024;
    private const int FormBytes = 256 * 1024;

    private readonly string source;
    private readonly PortalOptions options;
    private readonly TimeProvider clock;
    private readonly long asked;
    private Stream? body;
    private byte[] head = [];

    public PortalAnswer(string source, PortalOptions options, TimeProvider clock, long asked, HttpResponseMessage message)
    {
        (this.source, this.options, this.clock, this.asked, Message) = (source, options, clock, asked, message);
    }

    public HttpResponseMessage Message { get; }

    /// <summary>The page or file that was asked for, after redirects.</summary>
    public Uri Address => Message.RequestMessage!.RequestUri!;

    /// <summary>Whether it is a page with a field of this name: the sign-in form, shown in place of something else. What was read of it
    /// stays to be read.</summary>
    public async Task<bool> HasFieldAsync(string name, CancellationToken ct)
    {
        using var page = PortalPage.Parse(await TextAsync(ct));
        return page?.QuerySelector($"input[name='{name}']") is not null;
    }

    /// <summary>The answer as a page.</summary>
    /// <exception cref="SourceException">It is too long, too deep, or does not come in time.</exception>
    public async Task<IHtmlDocument> PageAsync(CancellationToken ct)
    {
        var page = new MemoryStream();
        await CopyToAsync(page, options.MostPageKilobytes * 1024L, "most_page_kilobytes", ct);
        return PortalPage.Parse(Text(page.ToArray()))
            ?? throw new SourceException(
            $"Source {source}: {Address} is not a portal page: too many elements or attributes, or nested too deeply.")
            { IsPermanent = true };
    }

    /// <summary>The beginning of the answer as text.</summary>
    public async Task<string> TextAsync(CancellationToken ct)
    {
        if (head.Length == 0)
        {
            var start = new MemoryStream();
            await ReadAsync(start, FormBytes, ct);
            head = start.ToArray();
        }

        return Text(head);
    }

    /// <summary>Copies the answer.</summary>
    /// <exception cref="SourceException">It is longer than the limit, or does not come in time.</exception>
    public async Task CopyToAsync(Stream target, long most, string setting, CancellationToken ct)
    {
        await target.WriteAsync(head, ct);
        if (head.Length > most || !await ReadAsync(target, most - head.Length, ct))
        {
            throw new SourceException(
                $"Source {source}: {Address} is larger than {most} bytes; raise {setting} if that is right.")
            { IsPermanent = true };
        }
    }

    public void Dispose()
    {
        body?.Dispose();
        Message.Dispose();
    }

    // True at the end of the body, false where there is more than so many bytes.
    private async Task<bool> ReadAsync(Stream target, long most, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        var total = 0L;
        using var timer = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, ct);
        try
        {
            while (true)
            {
                var left = TimeSpan.FromSeconds(options.TimeoutSeconds + (total / (double)BytesASecond)) - clock.GetElapsedTime(asked);
                timer.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                body ??= await Message.Content.ReadAsStreamAsync(either.Token);
                var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Clamp(most - total + 1, 1, buffer.Length)), either.Token);
                if (read == 0)
                {
                    return true;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), ct);
                total += read;
                if (total > most)
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SourceException(
                $"Source {source}: {Address} did not come within {options.TimeoutSeconds} s: {total} bytes so far; it is asked for again next time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SourceException($"Source {source}: {Address} broke off after {total} bytes; it is fetched again next time.", e);
        }
    }

    private string Text(byte[] bytes)
    {
        var charset = Message.Content.Headers.ContentType?.CharSet?.Trim('"');
        try
        {
            return (charset is null ? Tables.FileNature.EncodingOf(bytes) : Encoding.GetEncoding(charset)).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return Tables.FileNature.EncodingOf(bytes).GetString(bytes);
        }
    }
}
