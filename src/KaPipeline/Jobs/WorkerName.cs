using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KaPipeline.Jobs;

/// <summary>How the ledger names the process that does a run: <c>machine/process</c>.</summary>
public static class WorkerName
{
    /// <summary>This process.</summary>
    public static string Own { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Whether the process that was last heard of then is known to be gone: one of this machine that exists no more, or whose
    /// number is another one's by now. Of other machines nothing is known.</summary>
    internal static bool IsGone(string worker, DateTimeOffset heardOf)
    {
        var parts = worker.Split('/');
        if (parts.Length != 2 || parts[0] != Environment.MachineName
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(number);
            return process.HasExited || process.StartTime.ToUniversalTime() > heardOf.UtcDateTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // The number is nobody's; of one that is another account's nothing can be learnt.
            return e is not Win32Exception;
        }
    }
}
