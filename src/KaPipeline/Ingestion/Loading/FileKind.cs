using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KaPipeline.Ingestion.Loading;

/// <summary>What lies under a path, found without opening it: opening a pipe waits for its writer, and a link leads somewhere
/// else.</summary>
internal static class FileKind
{
    private const int FromHere = -100;
    private const int TheLinkItself = 0x100;
    private const uint TypeOnly = 1;
    private const int ModeAt = 28;

    /// <summary>Why a path is no plain file, in words; null for a plain file.</summary>
    public static string? NoPlainFile(string path)
    {
        if (Path.GetFileName(path).Contains('\uFFFD', StringComparison.Ordinal))
        {
            return "文件名不是 UTF-8 its name is not UTF-8: rename it";
        }

        // Elsewhere than on Linux only links can be told.
        return !OperatingSystem.IsLinux() ? (new FileInfo(path).LinkTarget is not null ? Link : null) : TypeOf(path) switch
        {
            0x8000 => null,
            0xA000 => Link,
            0x1000 => "管道 a pipe (FIFO)",
            0xC000 => "套接字 a socket",
            0x2000 or 0x6000 => "设备 a device",
            0x4000 => "文件夹 a folder",
            0 => "已不存在 it is gone",
            _ => "不是普通文件 no plain file",
        };
    }

    private const string Link = "链接 a link: put the file itself there";

    private static int TypeOf(string path)
    {
        var facts = new byte[256];
        return StatX(FromHere, path, TheLinkItself, TypeOnly, facts) == 0
            ? BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(ModeAt)) & 0xF000 : 0;
    }

    // The layout of statx, unlike that of stat, is the same on every processor.
    [DllImport("libc", EntryPoint = "statx", SetLastError = false, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] facts);
}
