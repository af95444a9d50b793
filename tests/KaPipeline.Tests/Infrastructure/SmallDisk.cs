using System.Diagnostics;
using System.Globalization;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A file system of its own in memory, which can really be full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted; every account may look in.</summary>
    public string Folder { get; }

    /// <summary>Mounts one of so many bytes.</summary>
    public static SmallDisk Mount(long bytes)
    {
        // Not a temporary folder of the runtime: those are closed to the account that runs the server.
        var disk = new SmallDisk(Directory.CreateDirectory(Path.Combine("/tmp", $"ka-disk-{Path.GetRandomFileName()}")).FullName);
        Run("mount", "-t", "tmpfs", "-o", Options(bytes) + ",mode=755", "tmpfs", disk.Folder);
        return disk;
    }

    /// <summary>Whether this account may mount.</summary>
    public static bool MayMount()
    {
        try
        {
            Mount(65536).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Leaves so many bytes free.</summary>
    public void Leave(long bytes)
    {
        var drive = new DriveInfo(Folder);
        Run("mount", "-o", $"remount,{Options(drive.TotalSize - drive.TotalFreeSpace + bytes)}", Folder);
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static string Options(long bytes) => string.Create(CultureInfo.InvariantCulture, $"size={bytes}");

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {said}");
        }
    }
}
