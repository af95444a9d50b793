using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Sources;

/// <summary>A real <c>sshd</c> on loopback for this account, with a host key and a user key of its own.</summary>
internal sealed class LoopbackSshServer : IDisposable
{
    private readonly Process server;

    private LoopbackSshServer(string folder, int port, Process server) => (Folder, Port, this.server) = (folder, port, server);

    public string Folder { get; }

    public int Port { get; }

    public string HostKey => string.Join(' ', File.ReadAllText(Path.Combine(Folder, "host.pub")).Split(' ').Take(2));

    public string KeyFile => Path.Combine(Folder, "user");

    /// <summary>The served folder.</summary>
    public string Files => Path.Combine(Folder, "files");

    /// <summary>The program; null where it is not installed.</summary>
    public static string? Program { get; } = new[] { "/usr/sbin/sshd", "/usr/bin/sshd" }.FirstOrDefault(File.Exists);

    /// <summary>Starts a server.</summary>
    /// <param name="allowsPassword">Whether accounts may sign in by their passwords.</param>
    public static async Task<LoopbackSshServer> StartAsync(bool allowsPassword = false)
    {
        var program = Program ?? throw new FileNotFoundException("sshd is not installed (openssh-server).");
        var folder = Directory.CreateTempSubdirectory("ka-sshd-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host"));
        await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "user"));
        File.Copy(Path.Combine(folder, "user.pub"), Path.Combine(folder, "authorized_keys"));
        var port = FreePort.Next();
        if (Environment.UserName == "root")
        {
            Directory.CreateDirectory("/run/sshd");
        }

        // Keys are agreed upon by the quickest way: the newest one takes a tenth of a second of the processor, at hundreds of connections.
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"),
            $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized_keys
            PidFile {folder}/pid
            StrictModes no
            UsePAM no
            KexAlgorithms curve25519-sha256
            PasswordAuthentication {(allowsPassword ? "yes" : "no")}
            PermitRootLogin yes
            Subsystem sftp internal-sftp
            """);
        var server = Process.Start(new ProcessStartInfo(program,
            ["-D", "-e", "-f", Path.Combine(folder, "sshd_config")])
        { RedirectStandardError = true })!;

        // What it says is read as it comes: a server whose log is not read stands still before long.
        var said = new System.Text.StringBuilder();
        server.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        server.BeginErrorReadLine();
        var started = new LoopbackSshServer(folder, port, server);
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return started;
            }
            catch (SocketException) when (!server.HasExited)
            {
                await Task.Delay(100, Stopping);
            }
        }

        throw new InvalidOperationException($"sshd did not start: {said}");
    }

    public void Dispose()
    {
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
        server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    internal static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.EndAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
