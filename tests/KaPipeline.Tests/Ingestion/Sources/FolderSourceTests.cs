using KaPipeline.Ingestion.Sources;

namespace KaPipeline.Tests.Ingestion.Sources;

public sealed class FolderSourceTests : IDisposable
{
    private static readonly DateOnly AnyDay = new(2026, 5, 1);
    private readonly string folder = Directory.CreateTempSubdirectory("ka-folder-").FullName;

    [Fact]
    public async Task A_file_that_is_still_growing_is_left_alone()
    {
        var source = new FolderSource("share", new FolderOptions { Path = folder, QuietSeconds = 1 }, TimeProvider.System);
        await File.WriteAllTextAsync(Path.Combine(folder, "done.csv"), "a", Stopping);
        await File.WriteAllTextAsync(Path.Combine(folder, "growing.csv"), "a", Stopping);
        var listing = source.ListAsync(AnyDay, AnyDay, Stopping);
        await File.AppendAllTextAsync(Path.Combine(folder, "growing.csv"), "b", Stopping);

        Assert.Equal(["done.csv"], (await listing).Files.Select(file => Path.GetFileName(file.Name)));
    }

    [Theory]
    [InlineData("orders.csv.part")]
    [InlineData("orders.csv.crdownload")]
    [InlineData(".orders.csv")]
    [InlineData("~$orders.xlsx")]
    public async Task What_programs_call_unfinished_is_left_alone(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, name), "a", Stopping);
        Assert.Empty((await new FolderSource("share", new FolderOptions { Path = folder, QuietSeconds = 0 }, TimeProvider.System)
            .ListAsync(AnyDay, AnyDay, Stopping)).Files);
    }

    [Fact]
    public async Task Loaded_files_move_aside_without_replacing_each_other()
    {
        var done = Path.Combine(folder, "done");
        var source = new FolderSource("share", new FolderOptions { Path = folder, QuietSeconds = 0, Done = done }, TimeProvider.System);
        foreach (var content in new[] { "first", "second" })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "a.csv"), content, Stopping);
            var sha256 = Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
            Assert.NotNull(await source.MoveAsync((await source.ListAsync(AnyDay, AnyDay, Stopping)).Files.Single(), sha256,
                _ => Task.CompletedTask, Stopping));
        }

        Assert.Equal(["first", "second"], Directory.GetFiles(done).Order(StringComparer.Ordinal).Reverse().Select(File.ReadAllText)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_in_the_configuration_itself_is_refused_and_not_repeated()
    {
        var refused = Assert.Throws<SourceException>(() => Secret.Read("hunter2"));
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_file_that_others_may_read_is_refused()
    {
        var path = Path.Combine(folder, "secret");
        File.WriteAllText(path, "hunter2\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Assert.Throws<SourceException>(() => Secret.Read("file:" + path)).Message,
                StringComparison.Ordinal);
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        }

        Assert.Equal("hunter2", Secret.Read("file:" + path));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("..", "_.")]
    [InlineData("a\r\nb.csv", "a__b.csv")]
    [InlineData("", "unnamed")]
    [InlineData("鼎丰_订单_20260501.csv", "鼎丰_订单_20260501.csv")]
    public void A_hostile_name_becomes_a_harmless_one(string given, string written) => Assert.Equal(written, SafeFileName.Of(given));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
