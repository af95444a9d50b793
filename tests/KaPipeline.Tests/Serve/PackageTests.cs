using System.Diagnostics;
using System.Text.RegularExpressions;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Serve;

/// <summary>The Debian package and the container file. Built, installed, upgraded, removed and purged for real in a long run, as root, on a
/// machine that has no installation.</summary>
[Trait("Category", "Slow")]
public sealed partial class PackageTests
{
    private const string Data = "/var/lib/ka-pipeline";
    private const string Backups = "/var/backups/ka-pipeline";

    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");

    [Fact]
    public async Task Package_is_installed_upgraded_with_a_backup_removed_and_purged_and_the_data_stay()
    {
        if (!LongRun.IsOn || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/dpkg-deb") || File.Exists("/usr/bin/ka")
            || Directory.Exists(Data + "/pg"))
        {
            return; // It would harm, or cannot be done here.
        }

        var folder = Directory.CreateTempSubdirectory("ka-package-");
        try
        {
            var built = await RunAsync("env", "KA_PACKAGE_VERSION=0.1.9", Path.Combine(Deploy, "package.sh"), folder.FullName);
            var package = Path.Combine(folder.FullName, built.Trim().Split('\n')[^1]);
            Assert.EndsWith(".deb", package, StringComparison.Ordinal);
            await RunAsync("dpkg", "-i", "--force-depends", package);
            Assert.StartsWith("ka 0.1.9", await RunAsync("/usr/bin/ka", "version"), StringComparison.Ordinal);
            await RunAsync("runuser", "-u", "ka", "--", "/usr/bin/ka", "migrate");
            await File.AppendAllTextAsync("/etc/ka-pipeline/sources.yaml", "# ours\n", Stopping);

            var next = await NextAsync(folder.FullName, package);
            Assert.Contains("nothing to do: the database is at this version",
                await RunAsync("dpkg", "-i", "--force-depends", "--force-confold", next), StringComparison.Ordinal);
            Assert.Single(Directory.GetDirectories(Backups));
            Assert.EndsWith("# ours\n", await File.ReadAllTextAsync("/etc/ka-pipeline/sources.yaml", Stopping), StringComparison.Ordinal);

            await RunAsync("dpkg", "-r", "ka-pipeline");
            Assert.False(Directory.Exists("/usr/lib/ka-pipeline") || File.Exists("/usr/bin/ka"));
            Assert.True(File.Exists("/etc/ka-pipeline/sources.yaml"));
            await RunAsync("dpkg", "-P", "ka-pipeline");
            Assert.False(Directory.Exists("/etc/ka-pipeline"));
            Assert.True(Directory.Exists(Data + "/pg") && Directory.Exists(Backups));
        }
        finally
        {
            await TryAsync("dpkg", "-P", "--force-all", "ka-pipeline");
            await TryAsync("rm", "-rf", Data + "/pg", Data + "/archive", Backups, folder.FullName);
            await TryAsync("deluser", "--system", "--quiet", "ka");
            await TryAsync("chown", "root:root", Data);
        }
    }

    /// <summary>What the container installs the package recommends, and both run the same program in the same places.</summary>
    [Fact]
    public void Container_file_package_and_units_are_in_step()
    {
        var container = File.ReadAllText(Path.Combine(Deploy, "Containerfile"));
        var control = File.ReadAllText(Path.Combine(Deploy, "debian", "control"));
        var service = File.ReadAllText(Path.Combine(Deploy, "ka-pipeline.service"));
        var recommends = Recommended().Match(control).Groups[1].Value.Split(", ");
        Assert.All(Installed().Match(container).Groups[1].Value.Split(' '), program => Assert.Contains(program, recommends));
        Assert.All((string[])["KA_HOME=/var/lib/ka-pipeline", "KA_CONFIG=/opt/ka-pipeline/config"], setting =>
        {
            Assert.Contains(setting, container, StringComparison.Ordinal);
            Assert.Contains(setting, service, StringComparison.Ordinal);
        });
    }

    /// <summary>A unit to which the system is read-only may still write where the embedded database has its socket.</summary>
    [Theory]
    [InlineData("ka-pipeline.service")]
    [InlineData("ka-pipeline-backup.service")]
    public void Unit_reaches_the_socket_of_the_embedded_database(string unit)
    {
        var lines = File.ReadAllLines(Path.Combine(Deploy, unit));
        Assert.Contains("ProtectSystem=strict", lines);
        Assert.DoesNotContain("PrivateTmp=yes", lines);
        Assert.Contains(Path.GetDirectoryName(ServerFolder.SocketFor(Data + "/pg")),
            lines.Single(line => line.StartsWith("ReadWritePaths=", StringComparison.Ordinal))["ReadWritePaths=".Length..].Split(' '));
    }

    /// <summary>The same package under the next version: to build it anew would take minutes and change nothing.</summary>
    private static async Task<string> NextAsync(string folder, string package)
    {
        var (unpacked, next) = (Path.Combine(folder, "next"), Path.Combine(folder, "next.deb"));
        await RunAsync("dpkg-deb", "-R", package, unpacked);
        await RunAsync("sed", "-i", "s/^Version: .*/Version: 0.2.0/", Path.Combine(unpacked, "DEBIAN", "control"));
        await RunAsync("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", unpacked, next);
        return next;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, said) = await TryAsync(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {said}");
        return said;
    }

    private static async Task<(int Code, string Said)> TryAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        })!;
        var error = process.StandardError.ReadToEndAsync(Stopping);
        var output = await process.StandardOutput.ReadToEndAsync(Stopping);
        await process.WaitForExitAsync(Stopping);
        return (process.ExitCode, await error + output);
    }

    [GeneratedRegex("^Recommends: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Recommended();

    [GeneratedRegex("--no-install-recommends ([a-z -]+?) &&")]
    private static partial Regex Installed();
}
