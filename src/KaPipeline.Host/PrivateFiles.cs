using System.Runtime.InteropServices;

namespace KaPipeline.Host;

/// <summary>
/// Archive, outbox, previews and packs hold prices and people: what the program writes is for its own account alone, 0600 and 0700,
/// wherever it writes. On Windows the folder's own rights hold.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // 077 in octal: nothing for the group, nothing for others.
    private const uint NobodyElse = 63;

    private static readonly string[] Folders = ["archive", "outbox", "console", "inbox"];

    /// <summary>Makes every file of this process private from now on, and closes folders that an earlier version left open.</summary>
    /// <param name="root"><c>KA_HOME</c>.</param>
    public static void Begin(string root)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _ = SetMask(NobodyElse);
        foreach (var folder in Folders.Select(name => Path.Combine(root, name)).Where(Directory.Exists))
        {
            try
            {
                if ((File.GetUnixFileMode(folder) & ~OwnerOnly) != 0)
                {
                    File.SetUnixFileMode(folder, OwnerOnly);
                }
            }
            catch (UnauthorizedAccessException)
            {
                // It belongs to another account, which alone may say who reads it; `ka doctor` tells.
            }
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
