using System.Security.Cryptography;
using System.Text;

namespace KaPipeline.Warehouse;

/// <summary>Where the embedded cluster's files are, and who owns them.</summary>
internal static class ServerFolder
{
    /// <summary>The data folder for a home: <c>home/pg</c>, or below <c>/var/lib/ka-pipeline</c> where the server's account cannot
    /// reach that (a clone below a 0700 folder). No parent's mode is changed.</summary>
    public static string DataBelow(string home)
    {
        var wanted = Path.Combine(Path.GetFullPath(home), "pg");
        if (ServerAccount.ForServer.UserName is null)
        {
            return wanted;
        }

        var reachable = ServerAccount.ForServer.Run("test", ["-x", Path.GetDirectoryName(wanted)!]).ExitCode == 0;
        return reachable ? wanted : Path.Combine("/var/lib/ka-pipeline", Hash(wanted));
    }

    /// <summary>The socket folder for a data folder: short, because a socket's path holds about 107 bytes at most.</summary>
    public static string SocketFor(string data) => Path.Combine("/tmp", "ka-" + Hash(data));

    /// <summary>Makes the home where there is none. The server's account may pass through it, and nobody may look into it.</summary>
    public static void MakeHome(string home)
    {
        const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute
            | UnixFileMode.OtherExecute;
        if (!Directory.Exists(home))
        {
            Directory.CreateDirectory(home);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(home, Passable);
            }
        }
    }

    /// <summary>Makes a folder with mode 0700 and hands it, alone, to the server's account.</summary>
    /// <exception cref="WarehouseUnavailableException">It exists and belongs to somebody else.</exception>
    public static void Hand(string folder)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(parent))
        {
            Directory.CreateDirectory(parent);
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            if (ServerAccount.ForServer.UserName is { } account)
            {
                ServerAccount.Current.Run("chown", [account + ":", folder]);
            }
        }

        if (ServerAccount.ForServer.Run("test", ["-O", folder]).ExitCode != 0)
        {
            throw new WarehouseUnavailableException($"{folder} belongs to another account; remove it, or choose another KA_HOME.");
        }

        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            throw new WarehouseUnavailableException($"{folder} is a link; the server's folder must be a real one.");
        }

        ServerAccount.ForServer.Run("chmod", ["700", folder]);
    }

    private static string Hash(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];
}
