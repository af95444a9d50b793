using System.Diagnostics;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Serve;

/// <summary>A real <c>ka serve</c> process on a given database.</summary>
public sealed class ServeProcess : IDisposable
{
    private readonly Process process;

    private ServeProcess(Process process, Task<string> address) => (this.process, Address) = (process, address);

    /// <summary>Where it listens, once it does.</summary>
    public Task<string> Address { get; }

    /// <summary>Starts a node that runs jobs alone.</summary>
    public static ServeProcess Start(string connectionString, string ownerConnectionString, string config, string home,
        string urls = "http://127.0.0.1:0", Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ka.dll"), "serve", "--no-web", "--urls", urls])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        start.Environment["KA_DATABASE"] = connectionString;
        start.Environment["KA_DATABASE_OWNER"] = ownerConnectionString;
        start.Environment["KA_CONFIG"] = config;
        start.Environment["KA_HOME"] = home;
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Split(' ') is ["ka", "serve:", var url, ..])
            {
                address.TrySetResult(url);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServeProcess(process, address.Task);
    }

    /// <summary>Its process id; the ledger's worker ends in it.</summary>
    public int Id => process.Id;

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
