using Spectre.Console;

namespace KaPipeline.Host.Demo;

/// <summary>Progress of one stage: a bar in a terminal, now and then a line elsewhere.</summary>
internal static class DemoProgress
{
    /// <summary>Runs a stage of <paramref name="total"/> steps; the stage calls its argument after each step with what was done.</summary>
    public static async Task<T> RunAsync<T>(string title, int total, Func<Action<string>, Task<T>> stage)
    {
        if (Terminal.IsWatched)
        {
            return await Terminal.Out.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(async progress =>
                {
                    var bar = progress.AddTask(title, maxValue: Math.Max(1, total));
                    var result = await stage(_ => bar.Increment(1));
                    bar.Value = bar.MaxValue;
                    return result;
                });
        }

        Terminal.Out.WriteLine($"{title}: {total}");
        var every = Math.Max(1, total / 8);
        var done = 0;
        return await stage(what =>
        {
            if (Interlocked.Increment(ref done) % every == 0)
            {
                Terminal.Out.WriteLine($"  {done}/{total}  {what}");
            }
        });
    }
}
