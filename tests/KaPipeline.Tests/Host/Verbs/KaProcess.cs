using System.Diagnostics;
using System.Text;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>Runs <c>ka</c> as a person does: a process of its own, with its environment, output and exit code.</summary>
internal static class KaProcess
{
    /// <summary>Runs one command line to its end.</summary>
    /// <param name="warehouse">The database it works on.</param>
    /// <param name="home">Its <c>KA_HOME</c>.</param>
    /// <param name="config">Its <c>KA_CONFIG</c>; null for the shipped one.</param>
    /// <param name="arguments">The command line behind <c>ka</c>.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(TestWarehouse warehouse, string home, string? config, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["KA_DATABASE"] = warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = home;
        start.Environment["KA_CONFIG"] = config ?? Path.Combine(Repository.Root, "config");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
