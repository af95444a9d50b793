using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dapper;
using KaPipeline.Host;
using KaPipeline.Host.Verbs;
using KaPipeline.Tests.Infrastructure;
using Spectre.Console;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary>A process of <c>ka</c> that does one command line after another, each with its own environment, output and exit code: most of
/// what a verb takes is the start of its process.</summary>
internal sealed class KaWorker
{
    private static readonly Lock Gate = new();
    private static readonly Stack<KaWorker> Idle = [];

    // In the process: what its environment said before a command line changed it.
    private static readonly Dictionary<string, string?> Own = [];

    private readonly Process process;
    private readonly StringBuilder said = new();

    private KaWorker()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll")])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(KaWorker).Assembly.Location;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    private sealed record Order(Dictionary<string, string> Environment, string[] Line);

    private sealed record Done(int Code, string Output, string Error);

    /// <summary>Has a process that is idle, or a new one, do a command line.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(Dictionary<string, string> environment, string[] line)
    {
        KaWorker? worker;
        lock (Gate)
        {
            Idle.TryPop(out worker);
        }

        worker ??= new KaWorker();
        await worker.process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new Order(environment, line)).AsMemory(), Stopping);
        await worker.process.StandardInput.FlushAsync(Stopping);
        var answer = await worker.process.StandardOutput.ReadLineAsync(Stopping);
        if (answer is null)
        {
            // As a process that was killed.
            await worker.process.WaitForExitAsync(Stopping);
            return (worker.process.ExitCode, "", worker.said.ToString());
        }

        lock (Gate)
        {
            Idle.Push(worker);
        }

        var done = JsonSerializer.Deserialize<Done>(answer)!;
        return (done.Code, done.Output, done.Error);
    }

    /// <summary>In the process: does what it is told line by line, and ends with whoever tells it.</summary>
    public static void Work()
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        // As in the tests' own process: each command line has a database of its own, and all have one schema.
        SqlMapper.ConnectionStringComparer = EqualityComparer<string>.Create((_, _) => true, _ => 0);
        using var orders = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        Console.SetIn(TextReader.Null);
        while (orders.ReadLine() is { } line)
        {
            answers.WriteLine(JsonSerializer.Serialize(DoAsync(JsonSerializer.Deserialize<Order>(line)!).GetAwaiter().GetResult()));
        }

        Environment.Exit(0);
    }

    // What the program does, with what it keeps of its streams set to those of this command line.
    private static async Task<Done> DoAsync(Order order)
    {
        // What the command line before it was told is as it was.
        foreach (var name in order.Environment.Keys)
        {
            Own.TryAdd(name, Environment.GetEnvironmentVariable(name));
        }

        foreach (var (name, own) in Own)
        {
            Environment.SetEnvironmentVariable(name, order.Environment.GetValueOrDefault(name, own!));
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        var (shown, told) = (TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        Console.SetOut(shown);
        Console.SetError(told);
        Terminal.Out.Profile.Out = new AnsiConsoleOutput(shown);
        MachineCulture.Leave();
        PrivateFiles.Begin(KaHome.RootFromEnvironment());
        var code = await KaCommandLine.RunAsync(order.Line);
        return new Done(code, output.ToString(), error.ToString());
    }
}
