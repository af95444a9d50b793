using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Serve;

/// <summary>Counts what a process asks of the database, by Npgsql's own log, and lets a fault happen at one moment of it: before or after a
/// command, a commit, a copy.</summary>
internal sealed class FaultPoints : ILoggerProvider, ILogger
{
    private readonly Lock gate = new();
    private readonly List<int> steps = [];
    private int stepWrites;
    private int wanted = -1;
    private Action? fault;

    /// <summary>Whether the fault has happened.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>The step, from 1, in which each moment since <see cref="Begin"/> lay; 0 between steps.</summary>
    public IReadOnlyList<int> Steps => steps;

    /// <summary>Counts from here.</summary>
    /// <param name="moment">Moment of the fault, from 0; −1 for none.</param>
    /// <param name="happen">The fault.</param>
    public void Begin(int moment = -1, Action? happen = null)
    {
        lock (gate)
        {
            steps.Clear();
            (stepWrites, wanted, fault, HasHappened) = (0, moment, happen, false);
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate)
        {
            // A step is written as it begins and as it ends, each with one line before and one after.
            stepWrites += formatter(state, exception).Contains("insert into ops.run_step", StringComparison.Ordinal) ? 1 : 0;
            steps.Add(stepWrites % 4 is 2 or 3 ? (stepWrites / 4) + 1 : 0);
            if (steps.Count - 1 == wanted && !HasHappened)
            {
                HasHappened = true;
                fault!();
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
        // Nothing is held.
    }
}
