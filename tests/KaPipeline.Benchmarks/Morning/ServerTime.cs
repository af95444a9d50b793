using System.Globalization;

namespace KaPipeline.Benchmarks.Morning;

/// <summary>Processor time of a database server and of all that it started, ended processes included: what is to be trusted of a machine
/// that does other work beside.
/// Linux alone; elsewhere it stays zero.</summary>
internal sealed class ServerTime
{
    private const double TicksPerSecond = 100;

    private readonly int server;

    /// <param name="backendProcessId">A session of the server (<c>pg_backend_pid()</c>).</param>
    public ServerTime(int backendProcessId) => server = Read(backendProcessId).Parent;

    /// <summary>Milliseconds so far, user and system, in steps of ten.</summary>
    public double Spent() => !Directory.Exists("/proc") ? 0 : Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0).Where(id => id > 0)
        .Select(id => (Id: id, Of: Read(id))).Where(process => process.Id == server || process.Of.Parent == server)
        .Sum(process => process.Of.Ticks) / TicksPerSecond * 1000;

    private static (int Parent, long Ticks) Read(int process)
    {
        try
        {
            // Behind the name in brackets: state, parent, …, user, system, and both again of children that ended (proc(5)).
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15]
                .Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return (0, 0); // it ended meanwhile, and counts among its parent's children
        }
    }
}
