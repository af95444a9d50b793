namespace KaPipeline.Ingestion.Sources;

/// <summary>Copies what comes from outside up to a limit, whatever length it states.</summary>
internal static class BoundedCopy
{
    /// <summary>Copies a stream to its end.</summary>
    /// <returns>False where it is longer than so many megabytes; what was copied by then is of no use.</returns>
    public static async Task<bool> ToAsync(Stream from, Stream to, int mostMegabytes, CancellationToken ct)
    {
        var left = mostMegabytes * 1024L * 1024L;
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            left -= read;
            if (left < 0)
            {
                return false;
            }

            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        await to.FlushAsync(ct);
        return true;
    }
}
