using System.Diagnostics;

namespace KaPipeline.Tests.Infrastructure;

internal static class Processes
{
    /// <summary>Waits for the end of a process, which ends with the run of the tests if that is stopped first.</summary>
    public static async Task EndAsync(this Process process)
    {
        try
        {
            await process.WaitForExitAsync(Stopping);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
