using KaPipeline.Labels;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Jobs;

/// <summary>The logger of one attempt: lines go where all lines go, and those of information and above are kept with the run.</summary>
internal sealed class RunLog(ILogger next, RunJournal journal, Run run, string worker, TimeProvider clock) : ILogger
{
    private Task written = Task.CompletedTask;
    private readonly Lock order = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => next.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || next.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        next.Log(logLevel, eventId, state, exception, formatter);
        if (logLevel >= LogLevel.Information)
        {
            var line = formatter(state, exception);
            var says = exception is null ? line
                : Bilingual.Of(language => $"{Bilingual.In(line, language)}: {Bilingual.In(exception.Message, language)}");
            var at = clock.GetUtcNow();
            lock (order)
            {
                written = AppendAsync(written, logLevel >= LogLevel.Warning ? "warning" : "log", says, at);
            }
        }
    }

    /// <summary>Waits until every line is kept.</summary>
    public Task FlushAsync() => written;

    private async Task AppendAsync(Task before, string kind, string says, DateTimeOffset at)
    {
        await before;
        try
        {
            await journal.EventAsync(run.RunId, run.Attempt, kind, says, worker, at, CancellationToken.None);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException)
        {
            next.LogDebug(e, "A line of run {run_id} could not be kept", run.RunId);
        }
    }
}
