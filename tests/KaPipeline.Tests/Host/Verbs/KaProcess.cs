using System.Diagnostics;
using System.Text;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>Runs <c>ka</c> as a person does: a process of its own, with its environment, output and exit code.</summary>
/// <remarks>A verb that ends by itself is done by a <see cref="KaWorker"/>, but in a long run, where each has its own process.</remarks>
internal static class KaProcess
{
    // They listen to signals and run jobs: the process is what they are about.
    private static readonly string[] OwnProcess = ["serve", "run"];

    /// <summary>Runs one command line to its end.</summary>
    /// <param name="warehouse">The database it works on.</param>
    /// <param name="home">Its <c>KA_HOME</c>.</param>
    /// <param name="config">Its <c>KA_CONFIG</c>; null for the shipped one.</param>
    /// <param name="arguments">The command line behind <c>ka</c>.</param>
    public static Task<(int Code, string Output, string Error)> RunAsync(TestWarehouse warehouse, string home, string? config,
        params string[] arguments) =>
        RunAsync(warehouse, home, config, arguments, asNobody: false);

    /// <summary>The same as the role of the application alone: no owner is named.</summary>
    public static Task<(int Code, string Output, string Error)> RunWithoutOwnerAsync(TestWarehouse warehouse, string home,
        params string[] arguments) =>
        RunAsync(warehouse, home, null, arguments, asNobody: false, namesOwner: false);

    /// <summary>The same on a machine of another language.</summary>
    public static Task<(int Code, string Output, string Error)> RunSpeakingAsync(TestWarehouse warehouse, string home, string machine,
        params string[] arguments) =>
        RunAsync(warehouse, home, null, arguments, asNobody: false, machine: machine);

    /// <summary>The same without the rights of root over files, which read what nobody may.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(TestWarehouse warehouse, string home, string? config,
        string[] arguments, bool asNobody, bool namesOwner = true, string? machine = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["KA_DATABASE"] = warehouse.ConnectionString,
            ["KA_DATABASE_OWNER"] = namesOwner ? warehouse.OwnerConnectionString : "",
            ["KA_HOME"] = home,
            ["KA_CONFIG"] = config ?? Path.Combine(Repository.Root, "config"),
        };
        if (machine is not null)
        {
            environment["LC_ALL"] = machine;
        }

        return await RunAsync(environment, arguments, asNobody, isAlone: machine is not null);
    }

    /// <summary>The same in an environment that says where.</summary>
    /// <param name="environment">Names and values.</param>
    /// <param name="arguments">The command line behind <c>ka</c>.</param>
    /// <param name="asNobody">Without the rights of root over files.</param>
    /// <param name="isAlone">Whether it always has a process of its own.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(
        Dictionary<string, string> environment, string[] arguments, bool asNobody = false, bool isAlone = false)
    {
        if (!LongRun.IsOn && !asNobody && !isAlone && arguments is [var verb, ..] && !OwnProcess.Contains(verb))
        {
            return await KaWorker.RunAsync(environment, arguments);
        }

        string[] program = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), .. arguments];
        program = asNobody ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search",
            .. program] : program;
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            WorkingDirectory = Repository.Root,
            // A verb that asks back finds nobody: the run's own input is a pipe that stays open.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.EndAsync();
        return (process.ExitCode, await output, await error);
    }
}
