using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace KaPipeline.Host.Hangfire;

/// <summary>Hangfire's log. Hangfire keeps one per process: that of the host that was built last. Once that host is gone, others of the
/// process continue without a log, where Hangfire's own provider would throw and their jobs would stand still.</summary>
internal sealed class HangfireLog(ILoggerFactory logs) : ILogProvider
{
    private readonly AspNetCoreLogProvider provider = new(logs);

    /// <inheritdoc/>
    public ILog GetLogger(string name)
    {
        try
        {
            return provider.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Silence();
        }
    }

    private sealed class Silence : ILog
    {
        public bool Log(global::Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
