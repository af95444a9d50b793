using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Each line as a JSON object: level, text, and what the scopes around it say, as the program's own JSON console has
/// it.</summary>
internal sealed class LogLines(StringWriter lines) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Lines(LogLines owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = new Dictionary<string, object> { ["level"] = logLevel.ToString(), ["says"] = formatter(state, exception) };
            owner.scopes.ForEachScope(
                (scope, into) =>
                {
                    foreach (var (key, value) in scope as IEnumerable<KeyValuePair<string, object>> ?? [])
                    {
                        into[key] = value;
                    }
                }, line);
            lock (owner)
            {
                owner.Write(JsonSerializer.Serialize(line));
            }
        }
    }

    private void Write(string line) => lines.Write(line + "\n");
}
