using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>A folder in memory for the tests' server and temporary files, where the machine has room for it. A load makes and drops dozens
/// of temporary tables; a disk's file system spends more on their files than the server on their rows.</summary>
internal static class MemoryFolder
{
    private const string Memory = "/dev/shm";
    private const long Room = 2L << 30;

    /// <summary>The folder of this checkout; null where there is none.</summary>
    public static string? Path { get; } = Find();

    [ModuleInitializer]
    internal static void HoldTemporaryFiles()
    {
        if (Path is null)
        {
            return;
        }

        // Folders are named after the process that uses them; those of a run that was killed are left over.
        foreach (var folder in Directory.GetDirectories(Path))
        {
            if (int.TryParse(System.IO.Path.GetFileName(folder), out var process) && !Directory.Exists($"/proc/{process}"))
            {
                Remove(folder);
            }
        }

        var own = System.IO.Path.Combine(Path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(own);
        Environment.SetEnvironmentVariable("TMPDIR", own);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(own);
    }

    /// <summary>Removes a folder as far as it goes; what a program that is still ending writes into it goes with the next run.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The process ends: there is nobody to tell, and the server has yet to be stopped.
        }
    }

    private static string? Find()
    {
        if (!Directory.Exists(Memory) || new DriveInfo(Memory).AvailableFreeSpace < Room)
        {
            return null;
        }

        var checkout = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Repository.Root)))[..12];
        return Directory.CreateDirectory(System.IO.Path.Combine(Memory, "ka-tests-" + checkout)).FullName;
    }
}
