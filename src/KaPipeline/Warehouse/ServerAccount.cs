using System.ComponentModel;
using System.Diagnostics;

namespace KaPipeline.Warehouse;

/// <summary>The operating-system account under which the embedded server runs: PostgreSQL refuses to run as root,
/// so root hands it to the account <c>postgres</c> that the server package made.</summary>
/// <param name="UserName">Account to switch to, or null to stay who we are.</param>
internal sealed record ServerAccount(string? UserName)
{
    /// <summary>Ourselves.</summary>
    public static ServerAccount Current { get; } = new((string?)null);

    /// <summary>The account for the server programs.</summary>
    public static ServerAccount ForServer { get; } =
        !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? new("postgres") : Current;

    /// <summary>Runs a program to its end, from the folder <c>/</c>, and returns its exit code and what it printed.</summary>
    /// <param name="program">Path or name.</param>
    /// <param name="arguments">Passed one by one, never through a shell.</param>
    /// <param name="limit">After this time the program is killed; default two minutes.</param>
    /// <returns>Exit code −1 when the program could not be started at all.</returns>
    public (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath("."))!,
        };
        start.Environment["LC_ALL"] = "C";
        if (UserName is not null)
        {
            start.UserName = UserName;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(limit ?? TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"{program} did not finish in time");
            }

            return (process.ExitCode, string.Concat(output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult()).Trim());
        }
        catch (Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
