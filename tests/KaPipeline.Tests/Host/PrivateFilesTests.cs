using KaPipeline.Tests.Host.Verbs;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Host;

/// <summary>Whoever has an account on the machine reads no mail, no workbook and no portal file of ours.</summary>
[Trait("Category", "Slow")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Fact]
    public async Task What_a_command_writes_is_for_its_own_account_alone_and_an_open_archive_is_closed()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var home = Directory.CreateTempSubdirectory("ka-private-").FullName;
        var archive = Directory.CreateDirectory(Path.Combine(home, "archive")).FullName;
        File.SetUnixFileMode(archive, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute);

        foreach (var command in (string[][])[["ingest", Path.Combine(Repository.Root, "samples", "master")],
            ["digest", "daily", "--as-of", "2026-05-20", "--preview"]])
        {
            var (code, _, error) = await KaProcess.RunAsync(warehouse, home, null, command);
            Assert.True(code == 0, error);
        }

        var written = Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(written, path => path.EndsWith(".eml", StringComparison.Ordinal));
        Assert.DoesNotContain(written, path => (File.GetUnixFileMode(path) & Others) != 0);
        Directory.Delete(home, recursive: true);
    }
}
