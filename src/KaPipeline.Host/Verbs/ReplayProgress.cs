using KaPipeline.Ingestion.Loading;
using Spectre.Console;

namespace KaPipeline.Host.Verbs;

/// <summary>Shows how far a replay is: on a bar, where there is one, else a line every now and then.</summary>
/// <param name="bar">The bar; null for lines.</param>
internal sealed class ReplayProgress(ProgressTask? bar = null) : IProgress<Ingest.Replayed>
{
    private const int EachSo = 25;

    public void Report(Ingest.Replayed value)
    {
        if (bar is not null)
        {
            bar.StartTask();
            bar.MaxValue = value.All;
            bar.Value = value.Done;
        }
        else if (value.Done % EachSo == 0)
        {
            Terminal.Out.WriteLine($"补入隔离行 replay: {value.Done} / {value.All} 个文件 files");
        }
    }
}
