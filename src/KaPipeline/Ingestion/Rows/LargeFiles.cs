using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>One file that may take much memory is read at a time, however many chains are loaded side by side.</summary>
internal static class LargeFiles
{
    private const long OfText = 16L << 20;
    private const long OfOthers = 64L << 10;
    private static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Waits for its turn, where a file needs one; the turn ends with what is returned.</summary>
    public static IDisposable? Take(string path, FileNature nature, CancellationToken ct)
    {
        if (new FileInfo(path).Length < (nature.Container == Container.Text ? OfText : OfOthers))
        {
            return null;
        }

        Turn.Wait(ct);
        return new Ending();
    }

    private sealed class Ending : IDisposable
    {
        private int isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0)
            {
                Turn.Release();
            }
        }
    }
}
